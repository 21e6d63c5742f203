#include "connect/check/simulation.h"

#include <boost/json/array.hpp>

#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

bool is_false_at(const json::object& root, std::initializer_list<std::string_view> path) {
  const auto* value = find_at(root, path);
  return value != nullptr && value->is_bool() && !value->get_bool();
}

SimulatedAction to_action(const json::object& result) {
  const std::string decision = text_at(result, {"EvalDecision"});
  if (is_false_at(result, {"OrganizationsDecisionDetail", "AllowedByOrganizations"})) {
    return {Outcome::kDenied, "a service control policy of the organization does not allow it"};
  }
  if (is_false_at(result, {"PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary"})) {
    return {Outcome::kDenied, "the permissions boundary of the identity does not allow it"};
  }
  if (decision == "allowed") return {Outcome::kAllowed, ""};
  if (decision == "explicitDeny")
    return {Outcome::kDenied, "a policy of the identity denies it explicitly"};
  if (decision == "implicitDeny") return {Outcome::kDenied, "no policy of the identity allows it"};
  return {};
}

}  // namespace

Result<std::map<std::string, SimulatedAction>> simulate(Api& api, std::string_view source_arn,
                                                        const std::vector<std::string>& actions,
                                                        std::string_view resource,
                                                        const CallContext& context) {
  std::map<std::string, SimulatedAction> out;
  if (actions.empty()) return out;
  json::array names;
  for (const std::string& action : actions) names.emplace_back(action);
  json::object input = {{"PolicySourceArn", source_arn}, {"ActionNames", std::move(names)}};
  if (!resource.empty()) input["ResourceArns"] = json::array{json::value(resource)};
  SEXTANT_TRY(const json::value answer,
              api.call_all_pages("iam", "SimulatePrincipalPolicy", input, context));
  for (const json::object* result : objects_at(answer, "EvaluationResults")) {
    const SimulatedAction action = to_action(*result);
    if (action.outcome != Outcome::kUnknown) out[text_at(*result, {"EvalActionName"})] = action;
  }
  return out;
}

}  // namespace sextant::connect
