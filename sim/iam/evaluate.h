#pragma once

#include <string>
#include <string_view>

#include "sim/faults/faults.h"
#include "sim/iam/directory.h"

namespace sextant::sim {

enum class Refusal {
  kNone,
  kControlPolicyDeny,
  kControlPolicyNothing,
  kIdentityDeny,
  kIdentityNothing,
  kSessionDeny,
  kSessionNothing,
  kTrustDeny,
  kTrustNothing,
};

// What a request from this principal is known by to policies.
RequestFacts facts_of(const Principal& principal, const World& world, std::string_view region);

// Whether the principal's own policies let it do so, and if not, which kind of policy stands in the
// way. A deny in any comes first. The plan's "deny" and "deny_scp" count too.
Refusal evaluate(const Principal& principal, std::string_view action, std::string_view resource,
                 const RequestFacts& facts, const FaultPlan& faults);

// AWS's words: "User: ... is not authorized to perform: ... on resource: ... because no
// identity-based policy allows ...". `shown_resource` "" names none; kNone adds no reason.
std::string refusal_text(const Principal& principal, std::string_view action,
                         std::string_view shown_resource, Refusal reason);

}  // namespace sextant::sim
