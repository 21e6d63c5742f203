#include "connect/check/access_steps.h"

#include <fmt/format.h>

#include "aws/credentials/endpoint_trust.h"
#include "aws/credentials/profile_files.h"
#include "base/text.h"
#include "connect/check/assume_role_trouble.h"
#include "connect/check/principal_policies.h"
#include "connect/check/surroundings.h"
#include "connect/json_access.h"
#include "connect/trust_policy.h"
#include "http/message.h"

namespace sextant::connect {
namespace {

constexpr std::chrono::seconds kSkewShown{60};
constexpr std::size_t kOthersAskedMax = 3;

CheckStep named(std::string id, std::string title) {
  CheckStep out;
  out.id = std::move(id);
  out.title = std::move(title);
  return out;
}

// The identity that the connection starts from: the profile itself, or the one that assumes the
// role.
aws::Identity base_identity(const Connection& connection) {
  aws::Identity out;
  if (!connection.profile.empty()) out.profile = connection.profile;
  return out;
}

std::string profile_words(const Connection& connection) {
  return connection.profile.empty() ? "the default order of credentials"
                                    : "profile " + connection.profile;
}

Result<Principal> who(Api& api, const CallContext& context) {
  SEXTANT_TRY(const auto answer, api.call("sts", "GetCallerIdentity", {}, context));
  return parse_principal(text_at(answer, {"Arn"}));
}

std::string_view host_of(const std::string& url) {
  const auto parts = http::split_url(url);
  return parts ? parts->host : std::string_view();
}

void describe_credentials(CheckStep& step, const aws::Credentials& credentials) {
  step.said = "Found: " + credentials.source;
  if (!credentials.access_key_id.empty())
    step.details.push_back("access key " + credentials.access_key_id);
  if (credentials.expires_at)
    step.details.push_back("valid until " + format_rfc3339(*credentials.expires_at));
  if (credentials.session_token.empty()) {
    const auto found = step.details;
    const std::string said = step.said;
    describe_error(step, Error{"check.long_lived_keys", ""});
    step.details.insert(step.details.begin(), step.said);
    step.said = said;
    step.status = StepStatus::kWarning;
    step.counts = false;
    step.cause_is_proven = true;
  }
}

// Before it is bound to its role a set-up is tried by connecting it.
std::string command_again(const Connection& connection) {
  const std::string name = shell_quote(connection.name);
  if (connection.state == ConnectionState::kConnected) return "sextant check " + name;
  return fmt::format("sextant connect aws --name {} --role-arn {}", name, connection.role_arn);
}

// Asks other connections of the role's account what its trust policy says.
void read_role_elsewhere(const CheckSetting& setting, const CheckRequest& request,
                         AssumeRoleEvidence& evidence, const CallContext& context) {
  std::size_t asked = 0;
  for (const Connection& other : request.others) {
    if (other.account_id != evidence.role.account_id || other.name == request.connection.name ||
        other.state != ConnectionState::kConnected || !other.is_on || asked++ == kOthersAskedMax) {
      continue;
    }
    auto api = setting.cloud.open(other.identity(), {});
    if (!api) continue;
    const auto answer = (*api)->call("iam", "GetRole", {{"RoleName", evidence.role.name}}, context);
    if (!answer && outcome_of(answer.error()) != Outcome::kAllowed) continue;  // it may not look
    evidence.role_as_read =
        answer ? read_role(*answer) : Result<RoleAsRead>(failure(answer.error()));
    evidence.read_by = "connection " + other.name;
    return;
  }
}

// Whether our own identity may assume the role: by AWS's simulator, else by its policies as read.
void judge_own_right(Access& access, AssumeRoleEvidence& evidence, const CallContext& context) {
  const Principal& principal = *evidence.principal;
  if (!principal.can_assume_roles()) return;
  const std::string action = "sts:AssumeRole";
  const auto policies = read_policies(*access.base, principal, context);
  std::map<std::string, SimulatedAction> judged = judge_by_policies(policies, {action});
  if (!policies.source_arn.empty()) {
    auto simulated =
        simulate(*access.base, policies.source_arn, {action}, evidence.role.text(), context);
    if (simulated) judged = std::move(*simulated);
  }
  if (judged.contains(action)) evidence.own_right = judged.at(action);
}

void explain_failed_assumption(CheckStep& step, const CheckSetting& setting,
                               const CheckRequest& request, Access& access, const Error& error,
                               const CallContext& context) {
  if (is_throttled(error)) return describe_throttled(step, error);
  step.status = StepStatus::kFailed;
  const auto role = parse_role_arn(request.connection.role_arn);
  if (!is_access_denied(error) || !role) {
    describe_error(step, error);
    return;
  }
  AssumeRoleEvidence evidence{request.connection.name,
                              *role,
                              request.connection.external_id,
                              error,
                              access.base_principal,
                              {},
                              std::nullopt,
                              std::nullopt,
                              "",
                              command_again(request.connection)};
  if (evidence.principal) {
    evidence.patterns = principal_patterns(
        *evidence.principal, look_up_role_path(*access.base, *evidence.principal, context));
    judge_own_right(access, evidence, context);
  }
  if (request.pasted_role) {
    evidence.role_as_read = Result<RoleAsRead>(*request.pasted_role);
    evidence.read_by = request.pasted_from;
  } else {
    read_role_elsewhere(setting, request, evidence, context);
  }
  explain_refusal(step, evidence);
}

}  // namespace

CheckStep form_step(const CheckSetting& setting, const Connection& connection) {
  CheckStep step =
      named("form", connection.method == Method::kRole ? "Role ARN and base profile" : "Profile");
  step.evidence = Evidence::kProved;
  if (connection.method == Method::kRole) {
    const auto role = parse_role_arn(connection.role_arn);
    if (!role) {
      describe_error(step, role.error());
      step.status = StepStatus::kFailed;
      step.cause_is_proven = true;
      return step;
    }
  }
  const auto profiles = aws::ProfileFiles::load(setting.environment, setting.files);
  const std::string wanted = connection.profile.empty()
                                 ? aws::profile_of_environment(setting.environment).value_or("")
                                 : connection.profile;
  if (!wanted.empty()) {
    if (const auto found = profiles.get(wanted); !found) {
      explain_credentials(step, found.error(), connection.profile, {}, setting.environment,
                          setting.files);
      return step;
    }
  }
  step.said =
      connection.method == Method::kRole
          ? fmt::format("{} is well-formed; assumed with {}", connection.role_arn,
                        profile_words(connection))
          : fmt::format("{} is there, in {}", profile_words(connection), profiles.describe_files());
  return step;
}

CheckStep credentials_step(const CheckSetting& setting, const Connection& connection,
                           Access& access, const CallContext& context) {
  CheckStep step = named(
      "credentials", connection.method == Method::kRole ? "Our own credentials" : "Credentials");
  step.evidence = Evidence::kProved;
  auto api = setting.cloud.open(base_identity(connection), {});
  auto credentials =
      api ? (*api)->credentials(context) : Result<aws::Credentials>(failure(api.error()));
  if (!credentials) {
    explain_credentials(step, credentials.error(), connection.profile,
                        api ? (*api)->clock_skew() : std::chrono::seconds(0), setting.environment,
                        setting.files);
    return step;
  }
  describe_credentials(step, *credentials);
  if (const auto url = (*api)->endpoint_url("sts"); url && !aws::is_aws_host(host_of(*url))) {
    step.alarms.push_back(fmt::format("Requests go to {}, which is not AWS", *url));
  }
  if (connection.method == Method::kRole) {
    access.base = std::move(*api);
  } else {
    access.reader = std::make_unique<ObservingApi>(std::move(*api), setting.clock);
  }
  return step;
}

CheckStep base_identity_step(const CheckSetting& setting, const Connection& connection,
                             Access& access, const CallContext& context) {
  CheckStep step = named("own_identity", "Our own identity");
  const auto principal = who(*access.base, context);
  if (!principal) {
    explain_credentials(step, principal.error(), connection.profile, access.base->clock_skew(),
                        setting.environment, setting.files);
    return step;
  }
  access.base_principal = *principal;
  step.evidence = Evidence::kProved;
  step.said = principal->arn;
  if (!principal->can_assume_roles()) {
    describe_error(
        step, Error{"connection.identity_cannot_assume", ""}.with("principal", principal->arn));
    step.status = StepStatus::kFailed;
    step.cause_is_proven = true;
  }
  return step;
}

CheckStep assume_role_step(const CheckSetting& setting, const CheckRequest& request, Access& access,
                           const CallContext& context) {
  CheckStep step = named("assume_role", "Assume the role");
  auto api = setting.cloud.open(request.connection.identity(), {});
  const auto credentials =
      api ? (*api)->credentials(context) : Result<aws::Credentials>(failure(api.error()));
  if (!credentials) {
    explain_failed_assumption(step, setting, request, access, credentials.error(), context);
    return step;
  }
  access.reader = std::make_unique<ObservingApi>(std::move(*api), setting.clock);
  step.evidence = Evidence::kProved;
  step.said = "Assumed, with the external ID";
  if (credentials->expires_at)
    step.details.push_back("valid until " + format_rfc3339(*credentials->expires_at));
  return step;
}

CheckStep identity_step(const CheckSetting& setting, const Connection& connection, Access& access,
                        CheckReport& report, const CallContext& context) {
  CheckStep step = named("identity", "Who we are");
  const auto principal = who(*access.reader, context);
  if (!principal) {
    explain_credentials(step, principal.error(), connection.profile, access.reader->clock_skew(),
                        setting.environment, setting.files);
    return step;
  }
  access.principal = *principal;
  report.account_id = principal->account_id;
  report.principal_arn = principal->arn;
  if (const auto aliases = access.reader->call("iam", "ListAccountAliases", {}, context)) {
    const auto names = texts_at(*aliases, "AccountAliases");
    if (!names.empty()) report.account_alias = names.front();
  }
  step.evidence = Evidence::kProved;
  step.said = fmt::format("account {}{}, {}", principal->account_id,
                          report.account_alias.empty() ? "" : " (" + report.account_alias + ")",
                          principal->arn);
  const auto skew = access.reader->clock_skew();
  if (std::chrono::abs(skew) > kSkewShown) {
    step.status = StepStatus::kWarning;
    step.details.push_back(fmt::format(
        "this machine's clock is {} {} AWS's; Sextant corrects for it, other programs may fail",
        describe_age(std::chrono::abs(skew)), skew.count() > 0 ? "behind" : "ahead of"));
  }
  return step;
}

}  // namespace sextant::connect
