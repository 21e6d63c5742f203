#include "aws/endpoint/parameters.h"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include "aws/jmespath/expression.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

// Sets what was not set yet.
void offer(const EndpointRules& rules, json::object& parameters, std::string_view name,
           const json::value& value) {
  if (!value.is_null() && rules.has_parameter(name) && !parameters.contains(name))
    parameters[name] = value;
}

Result<void> offer_from_paths(const EndpointRules& rules, const Operation& operation,
                              const json::object& input, json::object& parameters) {
  if (operation.operation_context_params.empty()) return {};
  const json::value document = input;
  for (const auto& entry : operation.operation_context_params) {
    const json::object* description = entry.value().if_object();
    const json::value* path = description != nullptr ? description->if_contains("path") : nullptr;
    if (path == nullptr || !path->is_string()) {
      return failure("aws.endpoint_rules", "an operation's endpoint parameter has no path");
    }
    const auto expression = JmesPath::parse(path->get_string());
    if (!expression) return failure("aws.endpoint_rules", expression.error().detail);
    json::value found = expression->search(document);
    // Members that were not given leave holes in a list of names.
    if (json::array* items = found.if_array()) {
      json::array texts;
      for (json::value& item : *items) {
        if (item.is_string()) texts.push_back(std::move(item));
      }
      found = std::move(texts);
    }
    offer(rules, parameters, entry.key(), found);
  }
  return {};
}

}  // namespace

json::object endpoint_built_ins(const EndpointSettings& settings) {
  const bool is_custom = settings.endpoint_url.has_value();
  json::object out{{"AWS::UseFIPS", settings.use_fips && !is_custom},
                   {"AWS::UseDualStack", settings.use_dual_stack && !is_custom},
                   {"AWS::S3::ForcePathStyle", is_custom},
                   {"AWS::S3::UseArnRegion", true},
                   {"AWS::Auth::AccountIdEndpointMode", settings.account_id_endpoint_mode}};
  if (!settings.region.empty()) out["AWS::Region"] = settings.region;
  if (is_custom) out["SDK::Endpoint"] = *settings.endpoint_url;
  if (!settings.account_id.empty()) out["AWS::Auth::AccountId"] = settings.account_id;
  return out;
}

Result<json::object> endpoint_parameters(const EndpointRules& rules, const Operation& operation,
                                         const json::object& input, const json::object& built_ins) {
  json::object parameters;
  for (const auto& entry : operation.static_context_params) {
    const json::object* description = entry.value().if_object();
    const json::value* value = description != nullptr ? description->if_contains("value") : nullptr;
    if (value != nullptr) offer(rules, parameters, entry.key(), *value);
  }
  if (operation.input) {
    for (const Member& member : operation.input->shape->members) {
      const json::value* value = input.if_contains(member.name);
      if (!member.ref.traits.context_param.empty() && value != nullptr) {
        offer(rules, parameters, member.ref.traits.context_param, *value);
      }
    }
  }
  SEXTANT_TRY_VOID(offer_from_paths(rules, operation, input, parameters));
  for (const auto& entry : built_ins) offer(rules, parameters, entry.key(), entry.value());
  for (const auto& [name, built_in] : rules.built_ins()) {
    if (const json::value* value = built_ins.if_contains(built_in))
      offer(rules, parameters, name, *value);
  }
  return parameters;
}

}  // namespace sextant::aws
