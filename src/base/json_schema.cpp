#include "base/json_schema.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <regex>
#include <stdexcept>

#include "base/text.h"

namespace sextant {

namespace json = boost::json;

struct JsonSchema::Pattern {
  std::string text;
  std::regex regex;
};

namespace {

// References that lead in a circle would go on for ever.
constexpr int kDepthMax = 32;

// Words for people, which say nothing about what is right.
constexpr auto kNotes =
    std::to_array<std::string_view>({"description", "title", "example", "examples", "deprecated"});

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

std::string_view type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "boolean";
    case json::kind::int64:
    case json::kind::uint64:
      return "integer";
    case json::kind::double_:
      return "number";
    case json::kind::string:
      return "string";
    case json::kind::array:
      return "array";
    case json::kind::object:
      return "object";
  }
  return "";
}

std::optional<SchemaFault> fault(const std::string& field, std::string words) {
  return SchemaFault{field, std::move(words)};
}

std::string member_of(const std::string& field, std::string_view name) {
  return field.empty() ? std::string(name) : field + "." + std::string(name);
}

std::string list_of(const std::vector<json::value>& values) {
  std::vector<std::string> texts;
  for (const json::value& value : values) texts.push_back(json::serialize(value));
  return join(texts, ", ");
}

}  // namespace

// Turns one schema of the document into a JsonSchema, following its references.
class JsonSchema::Compiler {
 public:
  explicit Compiler(const json::value& document) : document_(document) {}

  std::shared_ptr<const JsonSchema> compile(const json::value& schema, int depth = 0) {
    if (depth > kDepthMax) throw std::logic_error("a schema refers to itself");
    const json::object& object = schema.as_object();
    if (const json::value* reference = object.if_contains("$ref")) {
      if (object.size() != 1) throw std::logic_error("a $ref stands beside other keywords");
      return compile(resolve(reference->as_string()), depth + 1);
    }
    auto out = std::make_shared<JsonSchema>();
    for (const auto& [keyword, value] : object) {
      const bool known = add_limit(*out, keyword, value) || add_part(*out, keyword, value, depth) ||
                         std::ranges::find(kNotes, std::string_view(keyword)) != kNotes.end();
      if (!known) throw std::logic_error("schema keyword not checked: " + std::string(keyword));
    }
    mark_required(*out, object);
    return out;
  }

 private:
  const json::value& resolve(std::string_view reference) const {
    if (!reference.starts_with("#/")) throw std::logic_error("a $ref leaves the document");
    const json::value* at = &document_;
    for (const std::string& name : split(reference.substr(2), '/')) at = &at->as_object().at(name);
    return *at;
  }

  static std::size_t size_of(const json::value& value) { return value.to_number<std::size_t>(); }

  static bool add_limit(JsonSchema& out, std::string_view keyword, const json::value& value) {
    if (keyword == "type") {
      if (value.is_string()) out.types_ = {std::string(value.as_string())};
      if (value.is_array())
        for (const json::value& type : value.as_array()) out.types_.emplace_back(type.as_string());
    } else if (keyword == "enum") {
      out.choices_.assign(value.as_array().begin(), value.as_array().end());
    } else if (keyword == "const") {
      out.choices_ = {value};
    } else if (keyword == "minimum") {
      out.minimum_ = value.to_number<double>();
    } else if (keyword == "maximum") {
      out.maximum_ = value.to_number<double>();
    } else if (keyword == "minLength") {
      out.length_min_ = size_of(value);
    } else if (keyword == "maxLength") {
      out.length_max_ = size_of(value);
    } else if (keyword == "minItems") {
      out.items_min_ = size_of(value);
    } else if (keyword == "maxItems") {
      out.items_max_ = size_of(value);
    } else if (keyword == "minProperties") {
      out.properties_min_ = size_of(value);
    } else if (keyword == "pattern") {
      const std::string text(value.as_string());
      out.pattern_ = std::make_shared<Pattern>(Pattern{text, std::regex(text)});
    } else if (keyword == "default") {
      out.default_ = value;
    } else {
      return false;
    }
    return true;
  }

  bool add_part(JsonSchema& out, std::string_view keyword, const json::value& value, int depth) {
    if (keyword == "items") {
      out.items_ = compile(value, depth + 1);
    } else if (keyword == "properties") {
      for (const auto& [name, schema] : value.as_object())
        out.properties_.push_back({std::string(name), compile(schema, depth + 1)});
    } else if (keyword == "additionalProperties") {
      out.allows_more_ = value.as_bool();
    } else if (keyword == "anyOf" || keyword == "allOf") {
      for (const json::value& part : value.as_array())
        (keyword == "anyOf" ? out.any_of_ : out.all_of_).push_back(compile(part, depth + 1));
    } else {
      return keyword == "required";
    }
    return true;
  }

  static void mark_required(JsonSchema& out, const json::object& object) {
    const json::value* names = object.if_contains("required");
    if (names == nullptr) return;
    for (const json::value& value : names->as_array()) {
      const std::string name(value.as_string());
      const auto found = std::ranges::find(out.properties_, name, &Property::name);
      if (found == out.properties_.end())
        throw std::logic_error("required, but not described: " + name);
      found->is_required = true;
    }
  }

  const json::value& document_;
};

std::shared_ptr<const JsonSchema> JsonSchema::compile(const json::value& document,
                                                      const json::value& schema) {
  return Compiler(document).compile(schema);
}

std::optional<SchemaFault> JsonSchema::check_choice(const json::value& value,
                                                    const std::string& field) const {
  if (!types_.empty()) {
    const std::string_view type = type_of(value);
    const auto fits = [&](const std::string& allowed) {
      return allowed == type || (allowed == "number" && type == "integer");
    };
    if (!std::ranges::any_of(types_, fits))
      return fault(field, fmt::format("must be of type {}", join(types_, " or ")));
  }
  if (!choices_.empty() && std::ranges::find(choices_, value) == choices_.end())
    return fault(field, "must be one of " + list_of(choices_));
  return std::nullopt;
}

std::optional<SchemaFault> JsonSchema::check_string(const json::string& text,
                                                    const std::string& field) const {
  // Texts reach programs that end a text at the first zero.
  if (text.find('\0') != json::string::npos) return fault(field, "must not hold a zero character");
  const std::size_t length = characters_in(text);
  if (length < length_min_)
    return fault(field, fmt::format("must have {} characters at least", length_min_));
  if (length_max_ && length > *length_max_)
    return fault(field, fmt::format("must have {} characters at most", *length_max_));
  if (pattern_ == nullptr) return std::nullopt;
  if (text.size() > kPatternTextMax ||
      !std::regex_search(text.begin(), text.end(), pattern_->regex))
    return fault(field, "must match " + pattern_->text);
  return std::nullopt;
}

std::optional<SchemaFault> JsonSchema::check_number(const json::value& value,
                                                    const std::string& field) const {
  if (value.is_uint64()) return fault(field, "is too large");
  const double number = value.to_number<double>();
  if (minimum_ && number < *minimum_)
    return fault(field, fmt::format("must be {} at least", *minimum_));
  if (maximum_ && number > *maximum_)
    return fault(field, fmt::format("must be {} at most", *maximum_));
  return std::nullopt;
}

std::optional<SchemaFault> JsonSchema::check_array(json::array& array,
                                                   const std::string& field) const {
  if (array.size() < items_min_)
    return fault(field, fmt::format("must have {} items at least", items_min_));
  if (items_max_ && array.size() > *items_max_)
    return fault(field, fmt::format("must have {} items at most", *items_max_));
  if (items_ == nullptr) return std::nullopt;
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (auto wrong = items_->check(array[i], fmt::format("{}[{}]", field, i))) return wrong;
  }
  return std::nullopt;
}

std::optional<SchemaFault> JsonSchema::check_object(json::object& object,
                                                    const std::string& field) const {
  if (object.size() < properties_min_)
    return fault(field, fmt::format("must have {} members at least", properties_min_));
  if (!allows_more_) {
    for (const auto& [name, value] : object) {
      if (std::ranges::find(properties_, std::string_view(name), &Property::name) ==
          properties_.end())
        return fault(member_of(field, name), "is not known here");
    }
  }
  for (const Property& property : properties_) {
    json::value* value = object.if_contains(property.name);
    if (value == nullptr && property.is_required)
      return fault(member_of(field, property.name), "is missing");
    if (value == nullptr) {
      if (property.schema->default_) object[property.name] = *property.schema->default_;
      continue;
    }
    if (auto wrong = property.schema->check(*value, member_of(field, property.name))) return wrong;
  }
  return std::nullopt;
}

std::optional<SchemaFault> JsonSchema::check_parts(json::value& value,
                                                   const std::string& field) const {
  for (const auto& part : all_of_) {
    if (auto wrong = part->check(value, field)) return wrong;
  }
  if (any_of_.empty()) return std::nullopt;
  std::optional<SchemaFault> first;
  for (const auto& part : any_of_) {
    auto wrong = part->check(value, field);
    if (!wrong) return std::nullopt;
    if (!first) first = std::move(wrong);
  }
  return first;
}

std::optional<SchemaFault> JsonSchema::check(json::value& value, const std::string& field) const {
  if (auto wrong = check_choice(value, field)) return wrong;
  std::optional<SchemaFault> wrong;
  if (value.is_string()) wrong = check_string(value.as_string(), field);
  if (value.is_number()) wrong = check_number(value, field);
  if (value.is_array()) wrong = check_array(value.as_array(), field);
  if (value.is_object()) wrong = check_object(value.as_object(), field);
  return wrong ? wrong : check_parts(value, field);
}

}  // namespace sextant
