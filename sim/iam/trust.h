#pragma once

#include <string>

#include "sim/iam/evaluate.h"

namespace sextant::sim {

// What a role's trust policy says to someone who asks to assume it.
enum class Trust {
  kNothing,
  kDenied,
  kAccount,  // it trusts the principal's account, which must allow the principal to assume
  kDirect,   // it names the principal itself
};

// `facts` hold sts:ExternalId, if one was given.
Trust ask_trust(const Policy& trust, const Principal& principal, const RequestFacts& facts);

// Whether the trust policy lets a token of this OpenID Connect provider assume the role.
bool trusts_provider(const Policy& trust, const std::string& provider_arn,
                     const RequestFacts& facts);

// Whether the principal may assume the role, and if not, which policy stands in the way. Within one
// account a trust policy that names the principal suffices; else the principal's own policies must
// allow it too.
Refusal may_assume(const Principal& principal, const IamRole& role, const RequestFacts& facts,
                   const FaultPlan& faults);

}  // namespace sextant::sim
