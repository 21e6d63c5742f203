#include <boost/json/string.hpp>

#include <algorithm>
#include <regex>
#include <set>

#include "aws/endpoint/resolver.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kPartitionsMax = 100;
// No region is longer; it also bounds what the patterns are asked to match.
constexpr std::size_t kRegionBytesMax = 128;

struct Partition {
  std::set<std::string, std::less<>> regions;
  std::regex pattern;
  json::object outputs;
};

Result<Partition> read_partition(const json::value& value) {
  const auto malformed = [](const char* what) {
    return failure("aws.endpoint_rules", std::string("partitions: ") + what);
  };
  const json::object* entry = value.if_object();
  if (entry == nullptr) return malformed("an entry is not an object");
  const json::value* id = entry->if_contains("id");
  const json::value* outputs = entry->if_contains("outputs");
  const json::value* pattern = entry->if_contains("regionRegex");
  if (id == nullptr || !id->is_string() || outputs == nullptr || !outputs->is_object() ||
      pattern == nullptr || !pattern->is_string()) {
    return malformed("an entry has no id, outputs or regionRegex");
  }
  Partition out;
  out.outputs = outputs->get_object();
  if (!out.outputs.contains("name")) out.outputs["name"] = *id;
  try {
    out.pattern = std::regex(std::string(pattern->get_string()));
  } catch (const std::regex_error& error) {
    return malformed(error.what());
  }
  if (const json::value* regions = entry->if_contains("regions");
      regions != nullptr && regions->is_object()) {
    for (const auto& region : regions->get_object()) out.regions.emplace(region.key());
  }
  return out;
}

}  // namespace

struct Partitions::Data {
  std::vector<Partition> partitions;
};

Result<Partitions> Partitions::parse(const json::value& document) {
  const json::object* top = document.if_object();
  const json::value* list = top != nullptr ? top->if_contains("partitions") : nullptr;
  if (list == nullptr || !list->is_array() || list->get_array().empty() ||
      list->get_array().size() > kPartitionsMax) {
    return failure("aws.endpoint_rules", "partitions: no list of partitions");
  }
  auto data = std::make_shared<Data>();
  for (const json::value& value : list->get_array()) {
    SEXTANT_TRY(Partition partition, read_partition(value));
    data->partitions.push_back(std::move(partition));
  }
  Partitions out;
  out.data_ = std::move(data);
  return out;
}

std::vector<std::string> Partitions::regions(std::string_view partition) const {
  std::set<std::string> out;
  for (const Partition& one : data_->partitions) {
    const json::value* name = one.outputs.if_contains("name");
    if (!partition.empty() && (name == nullptr || name->as_string() != partition)) continue;
    for (const std::string& region : one.regions)
      if (!region.ends_with("-global")) out.insert(region);
  }
  return {out.begin(), out.end()};
}

json::object Partitions::find(std::string_view region) const {
  const auto& all = data_->partitions;
  for (const Partition& partition : all) {
    if (partition.regions.contains(region)) return partition.outputs;
  }
  if (region.size() <= kRegionBytesMax) {
    for (const Partition& partition : all) {
      if (std::regex_match(region.begin(), region.end(), partition.pattern))
        return partition.outputs;
    }
  }
  const auto aws = std::ranges::find_if(all, [](const Partition& partition) {
    const json::value* name = partition.outputs.if_contains("name");
    return name != nullptr && name->is_string() && name->get_string() == "aws";
  });
  return aws != all.end() ? aws->outputs : all.front().outputs;
}

}  // namespace sextant::aws
