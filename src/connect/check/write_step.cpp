#include "connect/check/write_step.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sextant::connect {
namespace {

enum class Grant { kNone, kWrites, kUnknown };

bool is_aws_managed(const PolicyText& policy) {
  return policy.arn.find(":iam::aws:policy/") != std::string::npos;
}

Grant judge(const PolicyText& policy, std::vector<std::string>& evidence) {
  // AWS's own read-only policies hold some actions whose names do not say that they read.
  if (is_aws_managed(policy) && is_known_to_read_only(policy.name)) return Grant::kNone;
  if (policy.has_text) {
    const auto actions = changing_actions(policy.document, 5);
    if (actions.empty()) return Grant::kNone;
    evidence.push_back(fmt::format("{} allows {}", policy.name, join(actions, ", ")));
    return Grant::kWrites;
  }
  if (is_aws_managed(policy) && is_known_to_write(policy.name)) {
    evidence.push_back(fmt::format("{} is attached", policy.name));
    return Grant::kWrites;
  }
  return Grant::kUnknown;
}

void warn(WriteFinding& out, std::vector<std::string> evidence, Evidence by) {
  out.access = WriteAccess::kYes;
  describe_error(out.step, Error{"check.can_write", ""});
  out.step.status = StepStatus::kWarning;
  out.step.evidence = by;
  out.step.details = std::move(evidence);
}

void judge_by_simulation(WriteFinding& out,
                         const std::map<std::string, SimulatedAction>& simulated) {
  std::vector<std::string> allowed;
  std::size_t known = 0;
  for (const std::string& action : sample_write_actions()) {
    const auto found = simulated.find(action);
    if (found == simulated.end()) continue;
    ++known;
    if (found->second.outcome == Outcome::kAllowed) allowed.push_back(action);
  }
  if (!allowed.empty()) {
    warn(out, {"AWS's policy simulator allows " + join(allowed, ", ")}, Evidence::kSimulated);
  } else if (known == sample_write_actions().size()) {
    out.access = WriteAccess::kNoneFound;
    out.step.evidence = Evidence::kSimulated;
    out.step.said = fmt::format("None found: AWS's policy simulator denies {} usual writes", known);
  } else {
    out.step.status = StepStatus::kNotTested;
    out.step.counts = false;
    out.step.said = "Not allowed to look: the identity may not read its own policies";
  }
}

}  // namespace

const std::vector<std::string>& sample_write_actions() {
  static const std::vector<std::string> actions = {
      "ec2:RunInstances",     "ec2:TerminateInstances", "iam:CreateUser",
      "iam:PutRolePolicy",    "s3:DeleteBucket",        "lambda:UpdateFunctionCode",
      "rds:DeleteDBInstance", "kms:ScheduleKeyDeletion"};
  return actions;
}

WriteFinding judge_write_access(const Principal& principal, const PrincipalPolicies& policies,
                                const std::map<std::string, SimulatedAction>& simulated) {
  WriteFinding out;
  out.step.id = "write";
  out.step.title = "Can it change things?";
  if (principal.kind == PrincipalKind::kRoot) {
    warn(out, {"this is the root user of the account, who may do everything"}, Evidence::kProved);
    return out;
  }
  std::vector<std::string> evidence;
  bool writes = false;
  bool unknown = !policies.is_complete;
  for (const PolicyText& policy : policies.policies) {
    const Grant grant = judge(policy, evidence);
    writes = writes || grant == Grant::kWrites;
    unknown = unknown || grant == Grant::kUnknown;
  }
  if (writes) {
    if (!policies.boundary.empty())
      evidence.push_back("within its permissions boundary " + policies.boundary);
    warn(out, std::move(evidence), Evidence::kProved);
  } else if (!unknown) {
    out.access = WriteAccess::kNoneFound;
    out.step.evidence = Evidence::kProved;
    out.step.said = fmt::format("None found in its {} policies", policies.policies.size());
  } else {
    judge_by_simulation(out, simulated);
    for (const std::string& refused : policies.refused)
      out.step.details.push_back("not readable: " + refused);
  }
  return out;
}

}  // namespace sextant::connect
