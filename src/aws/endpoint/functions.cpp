#include "aws/endpoint/functions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"
#include "http/message.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

using Arguments = std::vector<json::value>;

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_label_character(char c) {
  return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z') || c == '-';
}
bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::string_view> text_at(const Arguments& arguments, std::size_t index) {
  if (index >= arguments.size() || !arguments[index].is_string()) return std::nullopt;
  return std::string_view(arguments[index].get_string());
}
std::optional<bool> flag_at(const Arguments& arguments, std::size_t index) {
  if (index >= arguments.size() || !arguments[index].is_bool()) return std::nullopt;
  return arguments[index].get_bool();
}
std::optional<std::size_t> count_at(const Arguments& arguments, std::size_t index) {
  if (index >= arguments.size() || !arguments[index].is_int64() ||
      arguments[index].get_int64() < 0) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(arguments[index].get_int64());
}

bool is_host_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, is_label_character);
}

bool are_host_labels(std::string_view text, bool allow_dots) {
  if (!allow_dots) return is_host_label(text);
  const auto labels = split(text, '.');
  return std::ranges::all_of(labels, is_host_label);
}

bool is_ipv4(std::string_view text) {
  const auto parts = split(text, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](const std::string& part) {
           return is_digits(part) && part.size() <= 3 && std::stoi(part) <= 255;
         });
}

// Whether a bucket's name can stand in a host name.
json::value virtual_hostable(const Arguments& arguments) {
  const auto name = text_at(arguments, 0);
  const auto allow_dots = flag_at(arguments, 1);
  if (!name || !allow_dots) return nullptr;
  const bool has_capitals = std::ranges::any_of(*name, [](char c) { return c >= 'A' && c <= 'Z'; });
  return name->size() >= 3 && name->size() <= 63 && !has_capitals && !is_ipv4(*name) &&
         are_host_labels(*name, *allow_dots);
}

json::value parse_arn(const Arguments& arguments) {
  const auto text = text_at(arguments, 0);
  if (!text || !text->starts_with("arn:")) return nullptr;
  std::vector<std::string> parts;
  std::string_view rest = *text;
  while (parts.size() < 5) {
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return nullptr;
    parts.emplace_back(rest.substr(0, colon));
    rest.remove_prefix(colon + 1);
  }
  if (parts[1].empty() || parts[2].empty() || rest.empty()) return nullptr;
  json::array resource;
  for (const std::string& part : split(replace_all(rest, ":", "/"), '/'))
    resource.emplace_back(part);
  return json::object{{"partition", parts[1]},
                      {"service", parts[2]},
                      {"region", parts[3]},
                      {"accountId", parts[4]},
                      {"resourceId", std::move(resource)}};
}

std::string normalized_path(std::string_view path) {
  std::string out = "/";
  for (const std::string& segment : split(path, '/')) {
    if (!segment.empty()) out += percent_encode(segment, "%!$&'()*+,;=:@") + "/";
  }
  return out;
}

json::value parse_url(const Arguments& arguments) {
  const auto text = text_at(arguments, 0);
  if (!text) return nullptr;
  const auto parts = http::split_url(*text);
  if (!parts || parts->host.empty() || !parts->query.empty()) return nullptr;
  return json::object{
      {"scheme", parts->scheme},
      {"authority", parts->authority},
      {"path", parts->path},
      {"normalizedPath", normalized_path(parts->path)},
      {"isIp", is_ipv4(parts->host) || parts->host.find(':') != std::string_view::npos}};
}

json::value substring(const Arguments& arguments) {
  const auto text = text_at(arguments, 0);
  const auto start = count_at(arguments, 1);
  const auto stop = count_at(arguments, 2);
  const auto reverse = flag_at(arguments, 3);
  if (!text || !start || !stop || !reverse || *start >= *stop || text->size() < *stop)
    return nullptr;
  if (std::ranges::any_of(*text, [](char c) { return static_cast<unsigned char>(c) > 127; }))
    return nullptr;
  const std::size_t from = *reverse ? text->size() - *stop : *start;
  return json::value(text->substr(from, *stop - *start));
}

// At most `limit` pieces, the last with the rest; 0 for all.
json::value split_text(const Arguments& arguments) {
  const auto text = text_at(arguments, 0);
  const auto separator = text_at(arguments, 1);
  const auto limit = count_at(arguments, 2);
  if (!text || !separator || separator->empty() || !limit) return nullptr;
  json::array out;
  std::string_view rest = *text;
  while (*limit == 0 || out.size() + 1 < *limit) {
    const std::size_t at = rest.find(*separator);
    if (at == std::string_view::npos) break;
    out.emplace_back(rest.substr(0, at));
    rest.remove_prefix(at + separator->size());
  }
  out.emplace_back(rest);
  return out;
}

bool is_true(const json::value& value) {
  return !value.is_null() && !(value.is_bool() && !value.get_bool());
}

json::value first_set(const Arguments& arguments) {
  const auto found =
      std::ranges::find_if(arguments, [](const json::value& value) { return !value.is_null(); });
  return found == arguments.end() ? json::value(nullptr) : *found;
}

json::value equal(const Arguments& arguments) {
  return arguments.size() == 2 && arguments[0] == arguments[1];
}

using Function = json::value (*)(const Arguments&, const Partitions&);
struct Entry {
  std::string_view name;
  Function call;
};

constexpr auto kFunctions = std::to_array<Entry>({
    {"isSet",
     [](const Arguments& a, const Partitions&) -> json::value {
       return !a.empty() && !a[0].is_null();
     }},
    {"not",
     [](const Arguments& a, const Partitions&) -> json::value {
       return a.empty() || !is_true(a[0]);
     }},
    {"getAttr",
     [](const Arguments& a, const Partitions&) -> json::value {
       const auto path = text_at(a, 1);
       return path ? endpoint_attribute(a[0], *path) : json::value(nullptr);
     }},
    {"stringEquals", [](const Arguments& a, const Partitions&) { return equal(a); }},
    {"booleanEquals", [](const Arguments& a, const Partitions&) { return equal(a); }},
    {"parseURL", [](const Arguments& a, const Partitions&) { return parse_url(a); }},
    {"isValidHostLabel",
     [](const Arguments& a, const Partitions&) -> json::value {
       const auto text = text_at(a, 0);
       return text && are_host_labels(*text, flag_at(a, 1).value_or(false));
     }},
    {"substring", [](const Arguments& a, const Partitions&) { return substring(a); }},
    {"uriEncode",
     [](const Arguments& a, const Partitions&) -> json::value {
       const auto text = text_at(a, 0);
       return text ? json::value(percent_encode(*text)) : json::value(nullptr);
     }},
    {"coalesce", [](const Arguments& a, const Partitions&) { return first_set(a); }},
    {"ite",
     [](const Arguments& a, const Partitions&) -> json::value {
       return a.size() == 3 ? a[is_true(a[0]) ? 1 : 2] : json::value(nullptr);
     }},
    {"split", [](const Arguments& a, const Partitions&) { return split_text(a); }},
    {"aws.partition",
     [](const Arguments& a, const Partitions& partitions) -> json::value {
       const auto region = text_at(a, 0);
       return region ? json::value(partitions.find(*region)) : json::value(nullptr);
     }},
    {"aws.parseArn", [](const Arguments& a, const Partitions&) { return parse_arn(a); }},
    {"aws.isVirtualHostableS3Bucket",
     [](const Arguments& a, const Partitions&) { return virtual_hostable(a); }},
});

const json::value* element(const json::value& value, std::string_view index) {
  int place = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), place);
  if (error != std::errc() || end != index.data() + index.size() || !value.is_array())
    return nullptr;
  const auto& items = value.get_array();
  const auto size = static_cast<int>(items.size());
  if (place < 0) place += size;
  return place >= 0 && place < size ? &items[static_cast<std::size_t>(place)] : nullptr;
}

}  // namespace

bool is_endpoint_function(std::string_view name) {
  return std::ranges::find(kFunctions, name, &Entry::name) != kFunctions.end();
}

json::value call_endpoint_function(std::string_view name, const Arguments& arguments,
                                   const Partitions& partitions) {
  const auto found = std::ranges::find(kFunctions, name, &Entry::name);
  return found == kFunctions.end() ? json::value(nullptr) : found->call(arguments, partitions);
}

json::value endpoint_attribute(const json::value& value, std::string_view path) {
  const json::value* at = &value;
  for (const std::string& part : split(path, '.')) {
    const std::size_t bracket = part.find('[');
    if (const std::string name = part.substr(0, bracket); !name.empty()) {
      at = at->is_object() ? at->get_object().if_contains(name) : nullptr;
      if (at == nullptr) return nullptr;
    }
    if (bracket == std::string::npos) continue;
    if (!part.ends_with(']')) return nullptr;
    at = element(*at, std::string_view(part).substr(bracket + 1, part.size() - bracket - 2));
    if (at == nullptr) return nullptr;
  }
  return *at;
}

}  // namespace sextant::aws
