#pragma once

#include <map>
#include <string>

#include "connect/arn.h"
#include "connect/check/api.h"
#include "connect/check/report.h"
#include "connect/check/simulation.h"
#include "connect/permissions.h"
#include "connect/policy.h"

namespace sextant::connect {

// Where what is known of permissions comes from, the surest first.
struct PermissionSources {
  const ObservingApi& observed;                    // calls that this check has made
  const std::map<std::string, Observation>& past;  // by "ce.GetCostForecast": the last sync's calls
  const std::map<std::string, SimulatedAction>& simulated;  // by IAM action
  const ActionLookup& actions;
};

// Whether an identity of that kind needs the operation in an account of that kind.
bool is_needed(const NeededOperation& operation, const Principal& principal,
               const std::string& account_kind);

// The IAM actions of all that a reader needs, for the policy simulator.
std::vector<std::string> needed_actions(const Principal& principal, const ActionLookup& actions);

// One purpose as a step: allowed, denied, not enabled or not tested, with the statement to add
// where something is denied.
CheckStep permission_step(const Purpose& purpose, const Principal& principal,
                          const std::string& account_kind, const PermissionSources& sources);

}  // namespace sextant::connect
