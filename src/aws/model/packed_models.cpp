#include "aws/model/packed_models.h"

#include <fmt/format.h>
#include <zstd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "aws/model/json_text.h"
#include "base/embedded.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kFolder = "aws-models/";
constexpr std::string_view kSuffix = ".json.zst";
constexpr std::string_view kPartitions = "partitions";
constexpr unsigned long long kUnpackedBytesMax = 64ULL << 20U;

std::unexpected<Error> malformed(std::string_view name, std::string detail) {
  return failure(Error{"model.malformed", std::move(detail)}.with("service", std::string(name)));
}

Result<boost::json::object> unpack(std::string_view name) {
  const std::string_view packed = embedded_file(fmt::format("{}{}{}", kFolder, name, kSuffix));
  const unsigned long long size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  // The two marks for "unknown" and "not a frame" are larger than any size that is allowed.
  if (size > kUnpackedBytesMax) return malformed(name, "not a zstd frame of known size");
  std::string text(static_cast<std::size_t>(size), '\0');
  const std::size_t got = ZSTD_decompress(text.data(), text.size(), packed.data(), packed.size());
  if (ZSTD_isError(got) != 0U || got != text.size()) return malformed(name, ZSTD_getErrorName(got));
  auto document = parse_json_text(text);
  if (!document) return malformed(name, document.error());
  if (!document->is_object()) return malformed(name, "not a JSON object");
  return std::move(document->get_object());
}

Result<std::shared_ptr<const ServiceModel>> load(std::string_view service) {
  SEXTANT_TRY(boost::json::object document, unpack(service));
  boost::json::value* description = document.if_contains("service");
  if (description == nullptr || !description->is_object())
    return malformed(service, "no description");
  const boost::json::object taken = std::move(description->get_object());
  return ServiceModel::from_json(std::string(service), taken, std::move(document));
}

std::unexpected<Error> unknown(std::string_view service) {
  const std::vector<std::string> near = nearest(service, packed_services());
  std::string detail = fmt::format("there is no service {}", for_terminal(service));
  if (!near.empty()) detail += fmt::format("; the nearest are {}", join(near, ", "));
  return failure(
      Error{"model.unknown_service", std::move(detail)}.with("service", for_terminal(service)));
}

}  // namespace

Result<std::shared_ptr<const ServiceModel>> packed_model(std::string_view service) {
  static std::mutex mutex;
  static auto& models =
      *new std::map<std::string, std::shared_ptr<const ServiceModel>, std::less<>>();
  const std::lock_guard lock(mutex);
  if (const auto found = models.find(service); found != models.end()) return found->second;
  if (service == kPartitions ||
      embedded_file(fmt::format("{}{}{}", kFolder, service, kSuffix)).empty()) {
    return unknown(service);
  }
  SEXTANT_TRY(auto model, load(service));
  models.emplace(service, model);
  return model;
}

std::vector<std::string> packed_services() {
  std::vector<std::string> names;
  for (const EmbeddedFile& file : embedded_files_below(kFolder)) {
    std::string_view name = file.path.substr(kFolder.size());
    if (!name.ends_with(kSuffix)) continue;
    name.remove_suffix(kSuffix.size());
    if (name != kPartitions) names.emplace_back(name);
  }
  std::ranges::sort(
      names);  // the files are sorted with their suffix, which puts "sso-oidc" before "sso"
  return names;
}

Result<const boost::json::value*> packed_partitions() {
  // Never destroyed, since other threads may still resolve endpoints while the program ends.
  static const auto& partitions =
      *new Result<boost::json::value>([]() -> Result<boost::json::value> {
        SEXTANT_TRY(boost::json::object document, unpack(kPartitions));
        return boost::json::value(std::move(document));
      }());
  if (!partitions) return failure(partitions.error());
  return &*partitions;
}

}  // namespace sextant::aws
