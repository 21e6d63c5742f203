#include "assistant/arguments.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

// What other tools call the same.
constexpr auto kOtherNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"groupby", "group_by"},
    {"dimension", "group_by"},
    {"dimensions", "group_by"},
    {"by", "group_by"},
    {"start", "from"},
    {"start_date", "from"},
    {"date_from", "from"},
    {"end", "to"},
    {"end_date", "to"},
    {"date_to", "to"},
    {"time_period", "period"},
    {"timeframe", "period"},
    {"time_range", "period"},
    {"date_range", "period"},
    {"last", "period"},
    {"metrics", "metric"},
    {"filter", "filters"},
    {"where", "filters"},
    {"exclude_filters", "exclude"},
    {"top", "limit"},
    {"top_n", "limit"},
    {"max_results", "limit"},
    {"max_rows", "limit"},
    {"connection", "connections"},
    {"name", "connection"},
    {"query", "sql"},
    {"statement", "sql"},
    {"before", "compare_to"},
    {"previous", "compare_to"},
    {"baseline", "compare_to"},
    {"next_cursor", "cursor"},
    {"table_name", "table"},
    {"max_cost", "max_cost_usd"},
});

// Properties whose lists may come in one text.
constexpr auto kListed = std::to_array<std::string_view>({"group_by", "connections"});

// "groupBy", "Group-By" and "GROUP_BY" are "group_by".
std::string plain_name(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool follows_lower = i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (is_upper && follows_lower) out += '_';
    out += c == '-' || c == ' ' ? '_' : c;
  }
  return to_lower(out);
}

std::string property_named(std::string_view name, const json::object& properties) {
  if (properties.contains(name)) return std::string(name);
  const std::string plain = plain_name(name);
  if (properties.contains(plain)) return plain;
  for (const auto& [other, meant] : kOtherNames)
    if (plain == other && properties.contains(meant)) return std::string(meant);
  return std::string(name);
}

bool allows(const json::object& schema, std::string_view type) {
  const json::value* types = schema.if_contains("type");
  if (types == nullptr) return true;
  if (const json::string* one = types->if_string()) return *one == type;
  return std::ranges::any_of(types->as_array(),
                             [&](const json::value& one) { return one.as_string() == type; });
}

// Cost Explorer's {"Type": "DIMENSION", "Key": "SERVICE"} is SERVICE.
void unwrap_group(json::value& value) {
  const json::object* object = value.if_object();
  if (object == nullptr) return;
  for (const char* name : {"Key", "key"}) {
    if (const json::value* key = object->if_contains(name); key != nullptr && key->is_string()) {
      value = json::value(*key);
      return;
    }
  }
}

void tidy_list(json::value& value, bool is_listed) {
  if (const json::string* text = value.if_string()) {
    boost::system::error_code wrong;
    json::value parsed = text->starts_with('[') ? json::parse(*text, wrong) : json::value();
    if (!wrong && parsed.is_array()) {
      value = std::move(parsed);
    } else {
      json::array list;
      const auto parts = is_listed ? split(*text, ',') : std::vector{std::string(*text)};
      for (const std::string& part : parts)
        if (!trim(part).empty()) list.push_back(json::value(trim(part)));
      value = std::move(list);
    }
  } else if (value.is_object() || value.is_number()) {
    value = json::array{value};
  }
  if (json::array* list = value.if_array()) {
    for (json::value& item : *list) {
      unwrap_group(item);
      if (item.is_number()) item = json::value(json::serialize(item));
    }
  }
}

void tidy_integer(json::value& value) {
  if (const double* number = value.if_double();
      number != nullptr && *number > -1e15 && *number < 1e15 &&
      *number == static_cast<double>(static_cast<std::int64_t>(*number)))
    value = static_cast<std::int64_t>(*number);
  const json::string* text = value.if_string();
  if (text == nullptr) return;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->begin(), text->end(), number);
  if (error == std::errc() && end == text->end()) value = number;
}

void tidy_value(json::value& value, const json::object& schema, bool is_listed) {
  if (allows(schema, "array") && !allows(schema, "object")) {
    tidy_list(value, is_listed);
    return;
  }
  if (const json::array* list = value.if_array();
      list != nullptr && list->size() == 1 && !allows(schema, "array"))
    value = json::value(list->front());
  if (allows(schema, "integer")) tidy_integer(value);
  if (allows(schema, "boolean") && value.is_string()) {
    const std::string word = to_lower(value.get_string());
    if (word == "true" || word == "yes") value = true;
    if (word == "false" || word == "no") value = false;
  }
  if (allows(schema, "string") && value.is_number() && !allows(schema, "integer"))
    value = json::value(json::serialize(value));
}

// {"period": {"Start": .., "End": ..}} is from and to.
void unfold_period(json::object& arguments) {
  json::value* period = arguments.if_contains("period");
  const json::object* ends = period == nullptr ? nullptr : period->if_object();
  if (ends == nullptr) return;
  const auto end_named = [&](std::string_view name, std::string_view short_name) {
    for (const auto& [key, value] : *ends) {
      const std::string plain = plain_name(key);
      if ((plain == name || plain == short_name) && value.is_string())
        return std::optional<json::value>(value);
    }
    return std::optional<json::value>();
  };
  const auto from = end_named("start", "from");
  const auto to = end_named("end", "to");
  if (!from) return;
  arguments.erase("period");
  arguments["from"] = *from;
  if (to) arguments["to"] = *to;
}

Result<void> add_filter(std::string_view key, const json::value& value, bool is_negated,
                        std::vector<std::string>& where) {
  const std::string begin = std::string(key) + (is_negated ? "!=" : "=");
  if (const json::array* list = value.if_array()) {
    for (const json::value& one : *list) SEXTANT_TRY_VOID(add_filter(key, one, is_negated, where));
    return {};
  }
  if (const json::string* text = value.if_string()) {
    where.push_back(begin + std::string(*text));
    return {};
  }
  if (value.is_number()) {
    where.push_back(begin + json::serialize(value));
    return {};
  }
  if (value.is_null()) {
    where.push_back(begin + "none");
    return {};
  }
  return failure("cost.bad_filter", "the values of " + std::string(key) + " are texts");
}

}  // namespace

void tidy_arguments(json::object& arguments, const json::object& schema) {
  const json::object& properties = schema.at("properties").as_object();
  json::object tidied;
  for (auto& [name, value] : arguments) {
    if (value.is_null()) continue;
    const std::string property = property_named(name, properties);
    // An argument that is there twice, under two names, is left for the check to refuse.
    tidied[tidied.contains(property) ? std::string(name) : property] = std::move(value);
  }
  if (properties.contains("from")) unfold_period(tidied);
  for (auto& [name, value] : tidied) {
    const json::value* described = properties.if_contains(name);
    if (described == nullptr) continue;
    const bool is_listed = std::ranges::find(kListed, std::string_view(name)) != kListed.end();
    tidy_value(value, described->as_object(), is_listed);
  }
  arguments = std::move(tidied);
}

Result<void> read_filters(const json::object& arguments, std::string_view name, bool is_negated,
                          std::vector<std::string>& where) {
  const json::value* given = arguments.if_contains(name);
  if (given == nullptr) return {};
  if (const json::object* object = given->if_object()) {
    for (const auto& [key, value] : *object)
      SEXTANT_TRY_VOID(add_filter(key, value, is_negated, where));
    return {};
  }
  const json::array* list = given->if_array();
  const json::array texts = list != nullptr ? *list : json::array{*given};
  for (const json::value& text : texts) {
    if (!text.is_string())
      return failure("cost.bad_filter", "a filter is a text like service=Amazon S3");
    std::string filter(text.get_string());
    const std::size_t equals = filter.find('=');
    if (is_negated && equals != std::string::npos && equals > 0 && filter[equals - 1] != '!')
      filter.insert(equals, "!");
    where.push_back(std::move(filter));
  }
  return {};
}

std::string text_of(const json::object& arguments, std::string_view name) {
  const json::value* value = arguments.if_contains(name);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string(*text);
}

std::vector<std::string> texts_of(const json::object& arguments, std::string_view name) {
  std::vector<std::string> out;
  const json::value* value = arguments.if_contains(name);
  const json::array* list = value == nullptr ? nullptr : value->if_array();
  if (list == nullptr) return out;
  for (const json::value& item : *list)
    if (const json::string* text = item.if_string()) out.emplace_back(*text);
  return out;
}

std::size_t count_of(const json::object& arguments, std::string_view name, std::size_t otherwise) {
  const json::value* value = arguments.if_contains(name);
  return value != nullptr && value->is_int64() && value->get_int64() >= 0
             ? static_cast<std::size_t>(value->get_int64())
             : otherwise;
}

bool flag_of(const json::object& arguments, std::string_view name) {
  const json::value* value = arguments.if_contains(name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

}  // namespace sextant::assistant
