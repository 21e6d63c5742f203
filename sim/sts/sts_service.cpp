#include "sim/sts/sts_service.h"

#include <fmt/core.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/civil_time.h"
#include "base/digest.h"
#include "base/text.h"
#include "sim/derive.h"
#include "sim/iam/managed_policies.h"
#include "sim/iam/trust.h"
#include "sim/protocol/form_tree.h"
#include "sim/sts/validate.h"

namespace sextant::sim {

namespace {

constexpr const char* kIssuer = "oidc.example.com";
constexpr std::size_t kSessionPolicyBytesMax = 2048;

json::object credentials_of(const Key& key) {
  return {{"AccessKeyId", key.id},
          {"SecretAccessKey", key.secret},
          {"SessionToken", key.token},
          {"Expiration", format_rfc3339(*key.expires)}};
}

json::object assumed(const IamRole& role, const Key& key) {
  const json::object user{{"AssumedRoleId", role.id + ":" + key.session_name},
                          {"Arn", fmt::format("arn:aws:sts::{}:assumed-role/{}/{}", role.account_id,
                                              role.name, key.session_name)}};
  return {{"Credentials", credentials_of(key)}, {"AssumedRoleUser", user}};
}

std::expected<std::optional<std::vector<Policy>>, Fault> session_policies(
    const Simulation& simulation, const AssumeInput& input) {
  if (input.policy.empty() && input.policy_arns.empty()) return std::nullopt;
  if (input.policy.size() > kSessionPolicyBytesMax) {
    return refuse(
        "ValidationError",
        "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member "
        "must have length less than or equal to 2048");
  }
  std::vector<std::string> texts;
  if (!input.policy.empty()) texts.push_back(input.policy);
  for (const std::string& arn : input.policy_arns) {
    const ManagedPolicy* managed = find_managed_policy(arn);
    const auto own = simulation.directory.find_policy(arn);
    if (managed == nullptr && !own) {
      return refuse("PackedPolicyTooLarge", "PolicyArn " + arn + " does not exist.");
    }
    texts.push_back(managed != nullptr ? managed->document : own->document.text);
  }
  std::vector<Policy> out;
  for (const std::string& text : texts) {
    auto policy = parse_policy(text);
    if (!policy) return refuse("MalformedPolicyDocument", policy.error());
    out.push_back(std::move(*policy));
  }
  return out;
}

// AWS says why only within one account or one organization; across them a missing role, an
// untrusted principal and a wrong external ID are one and the same text.
bool may_say_why(const World& world, const std::string& a, const std::string& b) {
  if (a == b) return true;
  const SimOrganization* organization = world.organization_of(a);
  return organization != nullptr && organization == world.organization_of(b);
}

std::expected<void, Fault> check_duration(const Principal& principal, const IamRole& role,
                                          std::chrono::seconds duration) {
  if (!principal.key.token.empty() && duration > std::chrono::hours(1)) {
    return refuse(
        "ValidationError",
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by "
        "role chaining");
  }
  if (duration > std::chrono::seconds(role.session_s_max)) {
    return refuse(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return {};
}

Outcome assume_role(Simulation& simulation, const Caller& caller, const json::object& input) {
  const auto wanted = read_assume_input(input);
  if (!wanted) return std::unexpected(wanted.error());
  const auto principal = simulation.directory.principal(caller.access_key_id);
  if (!principal)
    return refuse("InvalidClientTokenId", "The security token included in the request is invalid.",
                  403);
  const auto denied = [&](Refusal reason) -> Outcome {
    const bool says_why = may_say_why(simulation.world, caller.account_id, wanted->role_account);
    return refuse("AccessDenied",
                  refusal_text(*principal, "sts:AssumeRole", wanted->role_arn,
                               says_why ? reason : Refusal::kNone),
                  403);
  };
  RequestFacts facts = facts_of(*principal, simulation.world, caller.region);
  if (wanted->has_external_id) facts.set("sts:ExternalId", wanted->external_id);
  facts.set("sts:RoleSessionName", wanted->session_name);
  const auto role = simulation.directory.find_role(wanted->role_account, wanted->role_name);
  if (!role || role->arn() != wanted->role_arn) return denied(Refusal::kNone);
  const Refusal refusal = may_assume(*principal, *role, facts, *simulation.faults.active_plan());
  if (refusal != Refusal::kNone) return denied(refusal);
  if (auto fits = check_duration(*principal, *role, wanted->duration); !fits) {
    return std::unexpected(fits.error());
  }
  auto policies = session_policies(simulation, *wanted);
  if (!policies) return std::unexpected(policies.error());
  const Key key = simulation.directory.open_session(
      *role, wanted->session_name, simulation.clock.now(), wanted->duration, std::move(*policies));
  return assumed(*role, key);
}

// The payload of a token of ours; nullopt where it is not one.
std::optional<json::object> read_token(const Simulation& simulation, const std::string& token) {
  const std::vector<std::string> parts = split(token, '.');
  if (parts.size() != 3) return std::nullopt;
  const std::string key =
      derive_text(simulation.world.seed, "web-identity-key", kTokenAlphabet, 40);
  if (to_base64_url(hmac_sha256(key, parts[0] + '.' + parts[1])) != parts[2]) return std::nullopt;
  const Result<std::string> payload =
      from_base64(replace_all(replace_all(parts[1], "-", "+"), "_", "/"));
  boost::system::error_code error;
  if (!payload) return std::nullopt;
  const json::value value = json::parse(*payload, error);
  if (error || !value.is_object()) return std::nullopt;
  return value.get_object();
}

Outcome assume_with_web_identity(Simulation& simulation, const json::object& input) {
  const auto wanted = read_assume_input(input);
  if (!wanted) return std::unexpected(wanted.error());
  const auto token = read_token(simulation, text_at(input, "WebIdentityToken"));
  if (!token) {
    return refuse("InvalidIdentityToken",
                  "The ID Token provided is not a valid JWT. (You may see this error if you sent "
                  "an Access Token)");
  }
  const WallTime now = simulation.clock.now();
  const std::int64_t now_s =
      std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
  const json::value* expires = token->if_contains("exp");
  if (expires == nullptr || !expires->is_int64() || expires->get_int64() <= now_s) {
    return refuse("ExpiredTokenException",
                  "Token expired: current date/time must be before the expiration date/time");
  }
  RequestFacts facts;
  facts.set(std::string(kIssuer) + ":sub", text_at(*token, "sub"));
  facts.set(std::string(kIssuer) + ":aud", text_at(*token, "aud"));
  facts.set("sts:RoleSessionName", wanted->session_name);
  const auto role = simulation.directory.find_role(wanted->role_account, wanted->role_name);
  if (!role || role->arn() != wanted->role_arn ||
      !trusts_provider(role->trust.policy, web_identity_provider_arn(wanted->role_account),
                       facts)) {
    return refuse("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
  }
  if (wanted->duration > std::chrono::seconds(role->session_s_max)) {
    return refuse(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  auto policies = session_policies(simulation, *wanted);
  if (!policies) return std::unexpected(policies.error());
  const Key key = simulation.directory.open_session(*role, wanted->session_name, now,
                                                    wanted->duration, std::move(*policies));
  json::object out = assumed(*role, key);
  out["SubjectFromWebIdentityToken"] = text_at(*token, "sub");
  out["Audience"] = text_at(*token, "aud");
  out["Provider"] = web_identity_provider_arn(wanted->role_account);
  return out;
}

Outcome key_owner(const Simulation& simulation, const json::object& input) {
  const auto key = simulation.directory.find_key(text_at(input, "AccessKeyId"));
  if (!key) {
    return refuse("ValidationError",
                  "1 validation error detected: Value at 'accessKeyId' is not a known access key");
  }
  return json::object{{"Account", key->account_id}};
}

}  // namespace

std::string web_identity_provider_arn(const std::string& account_id) {
  return "arn:aws:iam::" + account_id + ":oidc-provider/" + kIssuer;
}

std::string make_web_identity_token(const Simulation& simulation, const std::string& sub,
                                    WallTime expires) {
  const json::object payload{
      {"iss", std::string("https://") + kIssuer},
      {"sub", sub},
      {"aud", "sts.amazonaws.com"},
      {"exp",
       std::chrono::duration_cast<std::chrono::seconds>(expires.time_since_epoch()).count()}};
  const std::string text = to_base64_url(R"({"alg":"HS256","typ":"JWT"})") + '.' +
                           to_base64_url(json::serialize(payload));
  const std::string key =
      derive_text(simulation.world.seed, "web-identity-key", kTokenAlphabet, 40);
  return text + '.' + to_base64_url(hmac_sha256(key, text));
}

void add_sts(Simulation& simulation) {
  Service service;
  service.name = "sts";
  service.signing_name = "sts";
  service.protocol = Protocol::kQuery;
  service.version = "2011-06-15";
  service.xml_namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
  Operation identity;
  identity.name = "GetCallerIdentity";  // needs no permission, and cannot be denied
  identity.run = [](const Caller& caller, const json::object&) -> Outcome {
    return json::object{
        {"Arn", caller.principal_arn}, {"UserId", caller.user_id}, {"Account", caller.account_id}};
  };
  Operation assume;
  assume.name = "AssumeRole";  // checks by itself, since the role's trust policy has a say
  assume.run = [&simulation](const Caller& caller, const json::object& input) {
    return assume_role(simulation, caller, input);
  };
  Operation web_identity;
  web_identity.name = "AssumeRoleWithWebIdentity";
  web_identity.is_signed = false;
  web_identity.run = [&simulation](const Caller&, const json::object& input) {
    return assume_with_web_identity(simulation, input);
  };
  Operation owner;
  owner.name = "GetAccessKeyInfo";
  owner.action = "sts:GetAccessKeyInfo";
  owner.run = [&simulation](const Caller&, const json::object& input) {
    return key_owner(simulation, input);
  };
  service.operations = {std::move(identity), std::move(assume), std::move(web_identity),
                        std::move(owner)};
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
