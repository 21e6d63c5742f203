#include "sim/iam/evaluate.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace sextant::sim {

namespace {

bool any_fits(const std::vector<std::string>& patterns, std::string_view action) {
  return std::ranges::any_of(patterns, [&](const std::string& pattern) {
    return wildcard_match(to_lower(pattern), to_lower(action));
  });
}

std::string reason_text(Refusal reason, std::string_view action) {
  const auto nothing = [&](std::string_view kind) {
    return fmt::format(" because no {} policy allows the {} action", kind, action);
  };
  switch (reason) {
    case Refusal::kNone:
      return {};
    case Refusal::kControlPolicyDeny:
      return " with an explicit deny in a service control policy";
    case Refusal::kControlPolicyNothing:
      return nothing("service control");
    case Refusal::kIdentityDeny:
      return " with an explicit deny in an identity-based policy";
    case Refusal::kIdentityNothing:
      return nothing("identity-based");
    case Refusal::kSessionDeny:
      return " with an explicit deny in a session policy";
    case Refusal::kSessionNothing:
      return nothing("session");
    case Refusal::kTrustDeny:
      return " with an explicit deny in the role trust policy";
    case Refusal::kTrustNothing:
      return nothing("role trust");
  }
  return {};
}

}  // namespace

RequestFacts facts_of(const Principal& principal, const World& world, std::string_view region) {
  RequestFacts facts;
  facts.set("aws:PrincipalArn", principal.policy_arn);
  facts.set("aws:PrincipalAccount", principal.key.account_id);
  facts.set("aws:PrincipalType", principal.is_role ? "AssumedRole" : "User");
  facts.set("aws:userid", principal.user_id);
  if (!principal.key.user_name.empty()) facts.set("aws:username", principal.key.user_name);
  if (!region.empty()) facts.set("aws:RequestedRegion", std::string(region));
  facts.set("aws:SecureTransport", "true");
  if (const SimOrganization* organization = world.organization_of(principal.key.account_id)) {
    facts.set("aws:PrincipalOrgID", organization->id);
  }
  return facts;
}

Refusal evaluate(const Principal& principal, std::string_view action, std::string_view resource,
                 const RequestFacts& facts, const FaultPlan& faults) {
  const auto ask = [&](const std::vector<Policy>& policies) {
    return judge_all(policies, action, resource, facts);
  };
  const Verdict control =
      principal.control_policies.empty() ? Verdict::kAllow : ask(principal.control_policies);
  const Verdict identity = ask(principal.identity_policies);
  const Verdict session =
      principal.key.has_session_policies ? ask(principal.key.session_policies) : Verdict::kAllow;
  if (control == Verdict::kDeny || any_fits(faults.deny_scp, action)) {
    return Refusal::kControlPolicyDeny;
  }
  if (identity == Verdict::kDeny) return Refusal::kIdentityDeny;
  if (session == Verdict::kDeny) return Refusal::kSessionDeny;
  if (control == Verdict::kNothing) return Refusal::kControlPolicyNothing;
  if (identity == Verdict::kNothing || any_fits(faults.deny, action)) {
    return Refusal::kIdentityNothing;
  }
  return session == Verdict::kNothing ? Refusal::kSessionNothing : Refusal::kNone;
}

std::string refusal_text(const Principal& principal, std::string_view action,
                         std::string_view shown_resource, Refusal reason) {
  const std::string on =
      shown_resource.empty() ? "" : fmt::format(" on resource: {}", shown_resource);
  return fmt::format("User: {} is not authorized to perform: {}{}{}", principal.arn, action, on,
                     reason_text(reason, action));
}

}  // namespace sextant::sim
