#include "connect/check/permission_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json_text.h"
#include "base/text.h"

namespace sextant::connect {
namespace {

bool any(const CheckStep& step, Outcome outcome) {
  return std::ranges::any_of(step.permissions, [&](const PermissionFinding& finding) {
    return finding.outcome == outcome;
  });
}

std::string names(const CheckStep& step, Outcome outcome) {
  std::vector<std::string> out;
  for (const PermissionFinding& finding : step.permissions) {
    if (finding.outcome == outcome)
      out.insert(out.end(), finding.actions.begin(), finding.actions.end());
  }
  return join(out, ", ");
}

// The simulator's word counts only where it speaks of every action that the operation needs.
std::optional<Observation> by_simulation(const PermissionFinding& finding,
                                         const std::map<std::string, SimulatedAction>& simulated) {
  Observation out{Outcome::kAllowed, Evidence::kSimulated, "", {}};
  for (const std::string& action : finding.actions) {
    const auto found = simulated.find(action);
    if (found == simulated.end()) return std::nullopt;
    if (found->second.outcome == Outcome::kDenied)
      return Observation{Outcome::kDenied, Evidence::kSimulated, found->second.said, {}};
  }
  if (finding.actions.empty()) return std::nullopt;
  return out;
}

PermissionFinding find(const NeededOperation& operation, const PermissionSources& sources) {
  PermissionFinding out{
      operation.service, operation.operation, {}, Outcome::kUnknown, Evidence::kNotTested, "", {}};
  if (const auto actions = sources.actions(operation.service, operation.operation))
    out.actions = *actions;
  std::optional<Observation> known = sources.observed.seen(operation.service, operation.operation);
  if (!known || known->outcome == Outcome::kUnknown) {
    const auto past = sources.past.find(operation.service + "." + operation.operation);
    if (past != sources.past.end()) {
      known = past->second;
    } else if (const auto simulated = by_simulation(out, sources.simulated)) {
      known = simulated;
    }
  }
  if (known) {
    out.outcome = known->outcome;
    out.evidence = known->evidence;
    out.said = known->said;
    out.elapsed = known->elapsed;
  }
  return out;
}

void deny(CheckStep& step, const Purpose& purpose) {
  std::set<std::string> actions;
  for (const PermissionFinding& finding : step.permissions) {
    if (finding.outcome != Outcome::kDenied) continue;
    actions.insert(finding.actions.begin(), finding.actions.end());
    if (finding.evidence == Evidence::kProved) step.evidence = Evidence::kProved;
    if (!finding.said.empty()) step.details.push_back(finding.said);
  }
  describe_error(step, Error{"check.permission_denied", ""});
  step.status = purpose.is_required ? StepStatus::kFailed : StepStatus::kWarning;
  step.counts = !purpose.is_advice;
  step.said = "Denied: " + names(step, Outcome::kDenied);
  step.fix += "\n" + pretty_json(statement_to_add(purpose.sid, {actions.begin(), actions.end()}));
}

void judge(CheckStep& step, const Purpose& purpose) {
  const bool proved = std::ranges::all_of(step.permissions, [](const PermissionFinding& finding) {
    return finding.evidence == Evidence::kProved;
  });
  step.evidence = proved ? Evidence::kProved : Evidence::kSimulated;
  if (any(step, Outcome::kDenied)) {
    deny(step, purpose);
  } else if (any(step, Outcome::kUnknown)) {
    step.status = StepStatus::kNotTested;
    step.evidence = Evidence::kNotTested;
    step.counts = purpose.is_required;
    step.said = "Not tested: " + names(step, Outcome::kUnknown);
  } else if (any(step, Outcome::kNotEnabled)) {
    step.said = "Not enabled: " + names(step, Outcome::kNotEnabled);
  } else {
    step.said = "Allowed: " + names(step, Outcome::kAllowed);
  }
}

}  // namespace

bool is_needed(const NeededOperation& operation, const Principal& principal,
               const std::string& account_kind) {
  if (!operation.fits_account(account_kind)) return false;
  if (operation.reader == ReaderKind::kRole) return principal.kind == PrincipalKind::kAssumedRole;
  if (operation.reader == ReaderKind::kUser) return principal.kind == PrincipalKind::kUser;
  return true;
}

std::vector<std::string> needed_actions(const Principal& principal, const ActionLookup& actions) {
  std::set<std::string> out;
  for (const Purpose& purpose : purposes()) {
    if (purpose.held_by != HeldBy::kReader) continue;
    for (const NeededOperation& operation : purpose.operations) {
      if (!is_needed(operation, principal, "")) continue;
      if (const auto found = actions(operation.service, operation.operation))
        out.insert(found->begin(), found->end());
    }
  }
  return {out.begin(), out.end()};
}

CheckStep permission_step(const Purpose& purpose, const Principal& principal,
                          const std::string& account_kind, const PermissionSources& sources) {
  CheckStep step;
  step.id = "permission." + purpose.id;
  step.title = purpose.title;
  for (const NeededOperation& operation : purpose.operations) {
    if (is_needed(operation, principal, account_kind))
      step.permissions.push_back(find(operation, sources));
  }
  for (const PermissionFinding& finding : step.permissions) step.elapsed += finding.elapsed;
  judge(step, purpose);
  return step;
}

}  // namespace sextant::connect
