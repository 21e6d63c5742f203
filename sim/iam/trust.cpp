#include "sim/iam/trust.h"

#include <algorithm>

namespace sextant::sim {

namespace {

// How a statement's principals concern this one.
Trust concern(const Statement& statement, const Principal& principal) {
  const std::string& account = principal.key.account_id;
  Trust out = Trust::kNothing;
  for (const std::string& wanted : statement.aws_principals) {
    // A session is named by its role or by itself; a star names everybody.
    if (wanted == "*" || wanted == principal.arn || wanted == principal.policy_arn) {
      return Trust::kDirect;
    }
    if (wanted == account || wanted == "arn:aws:iam::" + account + ":root") out = Trust::kAccount;
  }
  return out;
}

}  // namespace

Trust ask_trust(const Policy& trust, const Principal& principal, const RequestFacts& facts) {
  Trust out = Trust::kNothing;
  for (const Statement& statement : trust.statements) {
    if (!concerns_action(statement, "sts:AssumeRole")) continue;
    const Trust concerned = concern(statement, principal);
    if (concerned == Trust::kNothing || !conditions_hold(statement, facts)) continue;
    if (!statement.is_allow) return Trust::kDenied;
    if (out != Trust::kDirect) out = concerned;
  }
  return out;
}

bool trusts_provider(const Policy& trust, const std::string& provider_arn,
                     const RequestFacts& facts) {
  bool is_allowed = false;
  for (const Statement& statement : trust.statements) {
    if (!concerns_action(statement, "sts:AssumeRoleWithWebIdentity")) continue;
    const auto& federated = statement.federated_principals;
    if (std::ranges::find(federated, provider_arn) == federated.end()) continue;
    if (!conditions_hold(statement, facts)) continue;
    if (!statement.is_allow) return false;
    is_allowed = true;
  }
  return is_allowed;
}

Refusal may_assume(const Principal& principal, const IamRole& role, const RequestFacts& facts,
                   const FaultPlan& faults) {
  const Refusal own = evaluate(principal, "sts:AssumeRole", role.arn(), facts, faults);
  const bool is_explicit = own == Refusal::kControlPolicyDeny || own == Refusal::kIdentityDeny ||
                           own == Refusal::kSessionDeny;
  if (is_explicit) return own;
  const Trust trust = ask_trust(role.trust.policy, principal, facts);
  if (trust == Trust::kDenied) return Refusal::kTrustDeny;
  const bool is_same_account = principal.key.account_id == role.account_id;
  if (own == Refusal::kIdentityNothing && is_same_account && trust == Trust::kDirect) {
    return Refusal::kNone;
  }
  if (own != Refusal::kNone) return own;
  return trust == Trust::kNothing ? Refusal::kTrustNothing : Refusal::kNone;
}

}  // namespace sextant::sim
