#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <optional>

#include "aws/endpoint/functions.h"
#include "aws/endpoint/resolver.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

// S3's rules, the largest that AWS publishes, nest 20 deep and have 20,000 values.
constexpr int kDepthMax = 64;
constexpr std::size_t kValuesMax = 500'000;

struct Parameter {
  std::string name;
  std::string type;  // "string", "boolean", "stringarray"
  json::value fallback;
  bool is_required = false;
};

std::unexpected<Error> malformed(std::string what) {
  return failure("aws.endpoint_rules", std::move(what));
}

std::string_view text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                : std::string_view();
}

bool has_type(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_bool();
  return value.is_array();
}

// Bounds the document and makes sure that every function in it is known, so that evaluation has
// nothing left to refuse.
class Inspection {
 public:
  Result<void> inspect(const json::value& value, int depth = 0) {
    if (depth > kDepthMax) return malformed("the rules nest too deeply");
    if (++values_ > kValuesMax) return malformed("the rules are too large");
    if (const json::array* items = value.if_array()) {
      for (const json::value& item : *items) SEXTANT_TRY_VOID(inspect(item, depth + 1));
    } else if (const json::object* object = value.if_object()) {
      if (const json::value* name = object->if_contains("fn")) {
        if (!name->is_string() || !is_endpoint_function(name->get_string())) {
          return malformed("unknown function " + json::serialize(*name));
        }
      }
      for (const auto& member : *object) SEXTANT_TRY_VOID(inspect(member.value(), depth + 1));
    }
    return {};
  }

 private:
  std::size_t values_ = 0;
};

class Evaluation {
 public:
  Evaluation(const Partitions& partitions, std::vector<std::pair<std::string, json::value>> scope)
      : partitions_(partitions), scope_(std::move(scope)) {}

  // nullopt where no rule of the list fits.
  Result<std::optional<Endpoint>> rules(const json::value* list) {
    const json::array* items = list != nullptr ? list->if_array() : nullptr;
    if (items == nullptr) return malformed("a tree without rules");
    for (const json::value& item : *items) {
      const json::object* entry = item.if_object();
      if (entry == nullptr) return malformed("a rule is not an object");
      const std::size_t scope_size = scope_.size();
      SEXTANT_TRY(const bool fits, conditions(*entry));
      if (fits) {
        SEXTANT_TRY(std::optional<Endpoint> found, outcome(*entry));
        if (found) return found;
      }
      scope_.erase(scope_.begin() + static_cast<std::ptrdiff_t>(scope_size), scope_.end());
    }
    return std::nullopt;
  }

 private:
  Result<std::optional<Endpoint>> outcome(const json::object& rule) {
    const std::string_view type = text_of(rule, "type");
    if (type == "tree") return rules(rule.if_contains("rules"));
    if (type == "error") {
      const json::value* text = rule.if_contains("error");
      SEXTANT_TRY(const json::value filled, text != nullptr ? resolve(*text) : json::value(""));
      return failure("aws.endpoint_refused",
                     filled.is_string() ? std::string(filled.get_string()) : std::string());
    }
    if (type != "endpoint") return malformed("a rule is of no known type");
    const json::value* endpoint_value = rule.if_contains("endpoint");
    const json::object* description =
        endpoint_value != nullptr ? endpoint_value->if_object() : nullptr;
    if (description == nullptr) return malformed("a rule has no endpoint");
    SEXTANT_TRY(Endpoint found, endpoint(*description));
    return std::optional(std::move(found));
  }

  Result<Endpoint> endpoint(const json::object& description) {
    Endpoint out;
    const json::value* url = description.if_contains("url");
    if (url == nullptr) return malformed("an endpoint has no URL");
    SEXTANT_TRY(const json::value filled_url, resolve(*url));
    if (!filled_url.is_string()) return malformed("an endpoint's URL is no text");
    out.url = std::string(filled_url.get_string());
    if (const json::value* properties = description.if_contains("properties")) {
      SEXTANT_TRY(const json::value filled, resolve(*properties));
      if (filled.is_object()) out.properties = filled.get_object();
    }
    const json::value* headers = description.if_contains("headers");
    if (headers == nullptr || !headers->is_object()) return out;
    for (const auto& header : headers->get_object()) {
      if (!header.value().is_array()) return malformed("a header's values are no list");
      for (const json::value& value : header.value().get_array()) {
        SEXTANT_TRY(const json::value filled, resolve(value));
        if (filled.is_string()) out.headers[header.key()].emplace_back(filled.get_string());
      }
    }
    return out;
  }

  Result<bool> conditions(const json::object& rule) {
    const json::value* list = rule.if_contains("conditions");
    if (list == nullptr || !list->is_array()) return true;
    for (const json::value& condition : list->get_array()) {
      const json::object* call = condition.if_object();
      if (call == nullptr) return malformed("a condition is not an object");
      SEXTANT_TRY(json::value value, function(*call));
      if (value.is_null() || (value.is_bool() && !value.get_bool())) return false;
      if (const std::string_view name = text_of(*call, "assign"); !name.empty()) {
        scope_.emplace_back(name, std::move(value));
      }
    }
    return true;
  }

  Result<json::value> function(const json::object& call) {
    const json::value* arguments = call.if_contains("argv");
    if (arguments == nullptr || !arguments->is_array())
      return malformed("a call without arguments");
    std::vector<json::value> values;
    for (const json::value& argument : arguments->get_array()) {
      SEXTANT_TRY(json::value value, resolve(argument));
      values.push_back(std::move(value));
    }
    return call_endpoint_function(text_of(call, "fn"), values, partitions_);
  }

  // A literal, a template, a reference, a call, or a list or object of these.
  Result<json::value> resolve(const json::value& value) {
    if (const json::string* text = value.if_string()) return fill(*text);
    if (const json::array* items = value.if_array()) {
      json::array out;
      for (const json::value& item : *items) {
        SEXTANT_TRY(json::value resolved, resolve(item));
        out.push_back(std::move(resolved));
      }
      return out;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) return value;
    if (object->contains("fn")) return function(*object);
    if (object->size() == 1 && object->contains("ref")) return lookup(text_of(*object, "ref"));
    json::object out;
    for (const auto& member : *object) {
      SEXTANT_TRY(json::value resolved, resolve(member.value()));
      out[member.key()] = std::move(resolved);
    }
    return out;
  }

  json::value lookup(std::string_view name) const {
    for (auto entry = scope_.rbegin(); entry != scope_.rend(); ++entry) {
      if (entry->first == name) return entry->second;
    }
    return nullptr;
  }

  // "{Name}" and "{Name#attribute}" are replaced; "{{" and "}}" stand for single braces.
  Result<json::value> fill(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
      const std::size_t brace = text.find_first_of("{}");
      out.append(text.substr(0, brace));
      if (brace == std::string_view::npos) break;
      text.remove_prefix(brace);
      if (text.size() > 1 && text[1] == text[0]) {
        out += text[0];
        text.remove_prefix(2);
        continue;
      }
      const std::size_t close = text.find('}');
      if (text[0] == '}' || close == std::string_view::npos)
        return malformed("unbalanced braces in a template");
      const std::string_view reference = text.substr(1, close - 1);
      const std::size_t hash = reference.find('#');
      json::value value = lookup(reference.substr(0, hash));
      if (hash != std::string_view::npos)
        value = endpoint_attribute(value, reference.substr(hash + 1));
      if (!value.is_string())
        return malformed(fmt::format("a template names {}, which has no text", reference));
      out.append(std::string_view(value.get_string()));
      text.remove_prefix(close + 1);
    }
    return json::value(out);
  }

  const Partitions& partitions_;
  std::vector<std::pair<std::string, json::value>> scope_;
};

}  // namespace

struct EndpointRules::Data {
  std::vector<Parameter> parameters;
  std::map<std::string, std::string> built_ins;
  json::value rules;
};

std::vector<EndpointAuthScheme> Endpoint::auth_schemes() const {
  std::vector<EndpointAuthScheme> out;
  const json::value* list = properties.if_contains("authSchemes");
  if (list == nullptr || !list->is_array()) return out;
  for (const json::value& value : list->get_array()) {
    const json::object* entry = value.if_object();
    if (entry == nullptr) continue;
    const json::value* single = entry->if_contains("disableDoubleEncoding");
    out.push_back({std::string(text_of(*entry, "name")),
                   std::string(text_of(*entry, "signingName")),
                   std::string(text_of(*entry, "signingRegion")),
                   single != nullptr && single->is_bool() && single->get_bool()});
  }
  return out;
}

Result<EndpointRules> EndpointRules::parse(const json::value& document) {
  const json::object* top = document.if_object();
  const json::value* rules = top != nullptr ? top->if_contains("rules") : nullptr;
  const json::value* parameters = top != nullptr ? top->if_contains("parameters") : nullptr;
  if (rules == nullptr || !rules->is_array() || parameters == nullptr || !parameters->is_object()) {
    return malformed("the rule set has no rules or parameters");
  }
  SEXTANT_TRY_VOID(Inspection().inspect(*rules));
  auto data = std::make_shared<Data>();
  for (const auto& member : parameters->get_object()) {
    const json::object* entry = member.value().if_object();
    if (entry == nullptr) return malformed("a parameter is not an object");
    Parameter parameter{member.key(), to_lower(text_of(*entry, "type")), nullptr, false};
    if (const json::value* fallback = entry->if_contains("default")) parameter.fallback = *fallback;
    if (const json::value* required = entry->if_contains("required")) {
      parameter.is_required = required->is_bool() && required->get_bool();
    }
    if (const std::string_view name = text_of(*entry, "builtIn"); !name.empty()) {
      data->built_ins.emplace(parameter.name, name);
    }
    data->parameters.push_back(std::move(parameter));
  }
  data->rules = *rules;
  EndpointRules out;
  out.data_ = std::move(data);
  return out;
}

Result<Endpoint> EndpointRules::resolve(const json::object& parameters,
                                        const Partitions& partitions) const {
  std::vector<std::pair<std::string, json::value>> scope;
  for (const Parameter& parameter : data_->parameters) {
    const json::value* given = parameters.if_contains(parameter.name);
    const json::value& value = given != nullptr && !given->is_null() ? *given : parameter.fallback;
    if (value.is_null()) {
      if (parameter.is_required)
        return malformed(fmt::format("the parameter {} is missing", parameter.name));
      continue;
    }
    if (!has_type(value, parameter.type)) {
      return malformed(fmt::format("the parameter {} is not a {}", parameter.name, parameter.type));
    }
    scope.emplace_back(parameter.name, value);
  }
  SEXTANT_TRY(std::optional<Endpoint> found,
              Evaluation(partitions, std::move(scope)).rules(&data_->rules));
  if (!found) return malformed("no rule fits these parameters");
  return std::move(*found);
}

const std::map<std::string, std::string>& EndpointRules::built_ins() const {
  return data_->built_ins;
}

bool EndpointRules::has_parameter(std::string_view name) const {
  return std::ranges::find(data_->parameters, name, &Parameter::name) != data_->parameters.end();
}

}  // namespace sextant::aws
