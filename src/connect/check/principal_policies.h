#pragma once

#include <map>
#include <string>
#include <vector>

#include "connect/arn.h"
#include "connect/check/api.h"
#include "connect/check/simulation.h"
#include "connect/check/write_access.h"

namespace sextant::connect {

// Policies of the identity that asks, as far as it may read them.
struct PrincipalPolicies {
  std::string source_arn;  // of the role (with its path) or the user; what the policy simulator
                           // wants; "" where not known
  std::string boundary;    // ARN of its permissions boundary, or ""
  std::vector<PolicyText> policies;
  bool is_complete = false;          // every policy was listed
  std::vector<std::string> refused;  // what it was not allowed to read
};

// Reads the policies of `principal` by its own `api`: attached and inline ones, those of a user's
// groups included. Never fails: what may not be read is told in `refused`. At most kPoliciesMax
// policies are read; more leave it incomplete.
PrincipalPolicies read_policies(Api& api, const Principal& principal, const CallContext& context);

inline constexpr std::size_t kPoliciesMax = 60;

// What the policies as read say of each action on all resources: denied where a statement denies it
// or, if every policy could be read, where none allows it; allowed where a statement without
// conditions does. Actions of which they leave doubt (conditions, single resources, a boundary, a
// text that may not be read) are left out. What an organization forbids is not seen.
std::map<std::string, SimulatedAction> judge_by_policies(const PrincipalPolicies& policies,
                                                         const std::vector<std::string>& actions);

// The path of a role of our own account ("/team/"), "" where it may not be looked up.
std::string look_up_role_path(Api& api, const Principal& principal, const CallContext& context);

}  // namespace sextant::connect
