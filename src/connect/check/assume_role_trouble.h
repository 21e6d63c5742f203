#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connect/arn.h"
#include "connect/check/report.h"
#include "connect/check/simulation.h"
#include "connect/check/trust_evaluation.h"

namespace sextant::connect {

// What is known after AWS refused an AssumeRole.
struct AssumeRoleEvidence {
  std::string connection;
  RoleArn role;
  std::string external_id;
  Error refusal;
  std::optional<Principal> principal;        // our own identity, where AWS said who we are
  std::vector<std::string> patterns;         // see principal_patterns
  std::optional<SimulatedAction> own_right;  // sts:AssumeRole on this role, by the policy simulator
  // The role as somebody who may read it sees it: through another connection, or pasted by its
  // owner.
  std::optional<Result<RoleAsRead>> role_as_read;
  std::string read_by;     // "connection payer", "role.json"
  std::string again = {};  // the command that tries again
};

// Fills in why AWS refused. It says the same of a missing role, an untrusted principal and a wrong
// external ID, so a cause is named as certain only where something proves it; else the possible
// ones are ranked, each with how to look, and the trust policy that would work is given.
void explain_refusal(CheckStep& step, const AssumeRoleEvidence& evidence);

// The policy that AWS's own text names as the reason.
enum class NamedPolicy {
  kNone,
  kIdentity,
  kResource,
  kServiceControl,
  kResourceControl,
  kSession,
  kBoundary
};
NamedPolicy policy_named_by(std::string_view message);

}  // namespace sextant::connect
