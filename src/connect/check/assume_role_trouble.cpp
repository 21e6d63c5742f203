#include "connect/check/assume_role_trouble.h"

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/text.h"
#include "connect/trust_policy.h"

namespace sextant::connect {
namespace {

std::string trust_that_would_work(const AssumeRoleEvidence& evidence) {
  if (!evidence.principal) return "";
  return fmt::format(
      "This trust policy of the role would work:\n{}",
      pretty_json(trust_policy(*evidence.principal, evidence.patterns, evidence.external_id)));
}

std::string statement_for_us(const AssumeRoleEvidence& evidence) {
  return fmt::format("Add this statement to a policy of our own identity{}:\n{}",
                     evidence.principal ? " (" + evidence.principal->arn + ")" : "",
                     pretty_json(assume_role_statement(evidence.role.text())));
}

// A cause that something proves.
void prove(CheckStep& step, std::string code, const AssumeRoleEvidence& evidence,
           std::string detail, std::string fix, Evidence by = Evidence::kProved) {
  describe_error(
      step, Error{std::move(code), std::move(detail)}
                .with("role", evidence.role.text())
                .with("connection", evidence.connection)
                .with("principal", evidence.principal ? evidence.principal->arn : "our identity"));
  step.cause_is_proven = true;
  step.evidence = by;
  if (!fix.empty()) step.fix += (step.fix.empty() ? "" : "\n") + fix;
}

bool prove_by_words(CheckStep& step, const AssumeRoleEvidence& evidence) {
  const std::string words = words_of(evidence.refusal);
  switch (policy_named_by(words)) {
    case NamedPolicy::kServiceControl:
    case NamedPolicy::kResourceControl:
      prove(step, "check.organization_policy", evidence, words, "");
      return true;
    case NamedPolicy::kIdentity:
    case NamedPolicy::kSession:
    case NamedPolicy::kBoundary:
      prove(step, "check.we_may_not_assume", evidence, words, statement_for_us(evidence));
      return true;
    case NamedPolicy::kResource:
      prove(step, "check.role_refuses", evidence, words, trust_that_would_work(evidence));
      return true;
    case NamedPolicy::kNone:
      return false;
  }
  return false;
}

bool prove_by_partition(CheckStep& step, const AssumeRoleEvidence& evidence) {
  if (!evidence.principal || evidence.principal->partition == evidence.role.partition) return false;
  prove(step, "check.other_partition", evidence,
        fmt::format("the role lies in {}, we lie in {}", evidence.role.partition,
                    evidence.principal->partition),
        "");
  return true;
}

bool prove_by_reading(CheckStep& step, const AssumeRoleEvidence& evidence) {
  if (!evidence.role_as_read || !evidence.principal) return false;
  const auto& read = *evidence.role_as_read;
  if (!read) {
    if (!read.error().remote || !read.error().remote->code.starts_with("NoSuchEntity"))
      return false;
    prove(step, "check.role_missing", evidence, fmt::format("seen through {}", evidence.read_by),
          "");
    return true;
  }
  if (!read->arn.empty() && read->arn != evidence.role.text()) {
    prove(step, "check.role_arn_differs", evidence,
          fmt::format("{} says that the role's ARN is {}", evidence.read_by, read->arn), "");
    return true;
  }
  const auto judgement = judge_trust(read->trust, *evidence.principal, evidence.external_id);
  if (judgement.verdict != TrustVerdict::kRefuses) {
    step.details.push_back(
        judgement.verdict == TrustVerdict::kAllows
            ? fmt::format("its trust policy, read through {}, lets us in", evidence.read_by)
            : fmt::format("its trust policy, read through {}, could not be judged: {}",
                          evidence.read_by, join(judgement.reasons, "; ")));
    return false;
  }
  prove(step, "check.role_refuses", evidence,
        fmt::format("read through {}: {}", evidence.read_by, join(judgement.reasons, "; ")),
        trust_that_would_work(evidence));
  return true;
}

bool prove_by_simulation(CheckStep& step, const AssumeRoleEvidence& evidence) {
  // Within one account a trust policy that names us is enough, so there the simulator proves
  // nothing.
  const bool crosses =
      evidence.principal && evidence.principal->account_id != evidence.role.account_id;
  if (!crosses || !evidence.own_right || evidence.own_right->outcome != Outcome::kDenied)
    return false;
  prove(step, "check.we_may_not_assume", evidence, evidence.own_right->said,
        statement_for_us(evidence), Evidence::kSimulated);
  return true;
}

// Likeliest first; each with how to look.
std::vector<std::string> possible_causes(const AssumeRoleEvidence& evidence) {
  const std::string who = evidence.principal ? evidence.principal->arn : "our identity";
  const std::string look = fmt::format("in account {}: aws iam get-role --role-name {}",
                                       evidence.role.account_id, shell_quote(evidence.role.name));
  std::vector<std::string> out = {
      fmt::format("the role's trust policy requires another external ID than {} (look {}, at "
                  "sts:ExternalId)",
                  evidence.external_id, look),
      fmt::format("the trust policy does not trust {} (look {}, at Principal and aws:PrincipalArn)",
                  who, look),
      fmt::format("there is no role {} in account {} (look {})", evidence.role.name,
                  evidence.role.account_id, look)};
  if (!evidence.own_right || evidence.own_right->outcome != Outcome::kAllowed) {
    out.push_back(fmt::format(
        "no policy of {} allows sts:AssumeRole on this role (look at its policies in IAM)", who));
  }
  out.emplace_back(
      "an organization's service control or resource control policy forbids it (ask who "
      "administers the organization)");
  out.emplace_back(
      "the role or its policy was changed less than a minute ago, and IAM has not applied it yet "
      "(check again)");
  return out;
}

}  // namespace

NamedPolicy policy_named_by(std::string_view message) {
  const std::string text = to_lower(message);
  const auto names = [&](std::string_view kind) { return text.find(kind) != std::string::npos; };
  // Only where AWS says "because no ... allows" or "with an explicit deny in a ...".
  if (!names("because no ") && !names("explicit deny in a")) return NamedPolicy::kNone;
  if (names("service control policy")) return NamedPolicy::kServiceControl;
  if (names("resource control policy")) return NamedPolicy::kResourceControl;
  if (names("permissions boundary")) return NamedPolicy::kBoundary;
  if (names("session policy")) return NamedPolicy::kSession;
  if (names("identity-based policy")) return NamedPolicy::kIdentity;
  if (names("resource-based policy")) return NamedPolicy::kResource;
  return NamedPolicy::kNone;
}

void explain_refusal(CheckStep& step, const AssumeRoleEvidence& evidence) {
  step.status = StepStatus::kFailed;
  if (prove_by_partition(step, evidence) || prove_by_words(step, evidence) ||
      prove_by_reading(step, evidence) || prove_by_simulation(step, evidence)) {
    return;
  }
  const auto known = step.details;
  step.details.clear();
  describe_error(
      step, Error{"check.role_refused", words_of(evidence.refusal), {}, evidence.refusal.remote}
                .with("role", evidence.role.text())
                .with("role_name", shell_quote(evidence.role.name))
                .with("again", evidence.again));
  step.details.insert(step.details.end(), known.begin(), known.end());
  step.causes = possible_causes(evidence);
  const std::string trust = trust_that_would_work(evidence);
  if (!trust.empty()) step.fix += "\n" + trust;
}

}  // namespace sextant::connect
