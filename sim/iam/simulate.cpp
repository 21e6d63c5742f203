#include "sim/iam/simulate.h"

#include "sim/iam/evaluate.h"
#include "sim/iam/iam_wire.h"
#include "sim/protocol/form_tree.h"

namespace sextant::sim {

namespace {

const char* decision_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kAllow:
      return "allowed";
    case Verdict::kDeny:
      return "explicitDeny";
    case Verdict::kNothing:
      return "implicitDeny";
  }
  return "";
}

json::object evaluate_one(const Principal& principal, const std::string& action,
                          const std::string& resource, const RequestFacts& facts) {
  Verdict verdict = judge_all(principal.identity_policies, action, resource, facts);
  json::object out{{"EvalActionName", action}, {"EvalResourceName", resource}};
  if (!principal.control_policies.empty()) {
    const Verdict control = judge_all(principal.control_policies, action, resource, facts);
    if (control != Verdict::kAllow && verdict != Verdict::kDeny) verdict = control;
    out["OrganizationsDecisionDetail"] =
        json::object{{"AllowedByOrganizations", control == Verdict::kAllow}};
  }
  out["EvalDecision"] = decision_of(verdict);
  out["MatchedStatements"] = json::object();
  out["MissingContextValues"] = json::object();
  return out;
}

}  // namespace

Outcome simulate_principal_policy(const Simulation& simulation, const Caller& caller,
                                  const json::object& input) {
  const std::string arn = text_at(input, "PolicySourceArn");
  if (!arn.starts_with("arn:aws:iam::" + caller.account_id + ":")) {
    return refuse("InvalidInput",
                  "Invalid Entity Arn: " + arn + " does not clearly define entity type and name.");
  }
  const auto principal = simulation.directory.principal_of_arn(arn);
  if (!principal) return no_such_entity("Could not find entity " + arn);
  RequestFacts facts = facts_of(*principal, simulation.world, caller.region);
  for (const json::value& item : form_list(input, "ContextEntries")) {
    if (!item.is_object()) continue;
    facts.set_all(text_at(item.get_object(), "ContextKeyName"),
                  form_texts(item.get_object(), "ContextKeyValues"));
  }
  std::vector<std::string> resources = form_texts(input, "ResourceArns");
  if (resources.empty()) resources = {"*"};
  json::array results;
  for (const std::string& action : form_texts(input, "ActionNames")) {
    for (const std::string& resource : resources) {
      results.push_back(evaluate_one(*principal, action, resource, facts));
    }
  }
  return iam_list("EvaluationResults", results, input, simulation.faults);
}

}  // namespace sextant::sim
