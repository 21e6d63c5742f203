#include "aws/credentials/role_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/json/object.hpp>
#include <regex>

#include "aws/credentials/caching_provider.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::chrono::seconds kStsLimit{60};
constexpr int kDurationMin = 900;
constexpr int kDurationMax = 43'200;
constexpr int kChainedMax = 3'600;
constexpr std::size_t kExternalIdMax = 1'224;
constexpr std::uint64_t kTokenBytesMax = 64U << 10U;

bool is_word_of(std::string_view text, std::string_view more, std::size_t longest) {
  return text.size() >= 2 && text.size() <= longest && std::ranges::all_of(text, [&](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || more.find(c) != std::string_view::npos;
         });
}

bool is_role_arn(const std::string& arn) {
  static const std::regex pattern("arn:aws[a-z0-9-]*:iam::[0-9]{12}:role/[!-~]{1,576}");
  return arn.size() <= 2048 && std::regex_match(arn, pattern);
}

// What STS gave, as credentials.
Result<Credentials> read_sts_answer(const boost::json::value& answer, const std::string& role_arn,
                                    std::string source) {
  const boost::json::object* fields = object_field(answer.if_object(), "Credentials");
  Credentials credentials;
  credentials.access_key_id = text_field(fields, "AccessKeyId");
  credentials.secret_access_key = Secret(text_field(fields, "SecretAccessKey"));
  credentials.session_token = Secret(text_field(fields, "SessionToken"));
  const auto expires_at = parse_rfc3339(text_field(fields, "Expiration"));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() ||
      credentials.session_token.empty() || !expires_at) {
    return failure("credentials.malformed_answer",
                   "STS answered without AccessKeyId, SecretAccessKey, SessionToken or Expiration");
  }
  credentials.expires_at = *expires_at;
  credentials.source = std::move(source);
  credentials.account_id = account_of_arn(role_arn);
  return credentials;
}

Error role_refused(Error error, const std::string& role_arn, const std::string& caller) {
  const bool is_denied = error.remote && error.remote->code.starts_with("AccessDenied");
  if (!is_denied) return error;
  Error refused{"credentials.role_refused", error.remote->message};
  refused.remote = std::move(error.remote);
  return std::move(refused).with("role", role_arn).with("caller", caller);
}

// Asks for a code once; a renewal in the background must not.
class MfaCode {
 public:
  explicit MfaCode(const CredentialTools& tools) : ask_(tools.outside.ask_secret) {}

  Result<Secret> get(const std::string& serial) {
    if (was_asked_.exchange(true)) {
      return failure(Error{"credentials.mfa_again", "device " + serial}.with("serial", serial));
    }
    auto code = ask_ ? ask_(fmt::format("Code of the MFA device {}: ", for_terminal(serial)))
                     : std::nullopt;
    if (!code || code->empty()) {
      was_asked_ = false;
      return failure(Error{"credentials.mfa_needed", "device " + serial}.with("serial", serial));
    }
    return *std::move(code);
  }

 private:
  std::function<std::optional<Secret>(const std::string&)> ask_;
  std::atomic<bool> was_asked_ = false;
};

boost::json::object assume_role_input(const RoleRequest& request) {
  boost::json::object input = {{"RoleArn", request.role_arn},
                               {"RoleSessionName", request.session_name}};
  if (request.external_id) input["ExternalId"] = *request.external_id;
  if (request.session_policy) input["Policy"] = *request.session_policy;
  if (request.duration_seconds) {
    const int cap = request.is_chained ? kChainedMax : kDurationMax;
    input["DurationSeconds"] = std::min(*request.duration_seconds, cap);
  }
  return input;
}

}  // namespace

std::string account_of_arn(std::string_view arn) {
  const std::vector<std::string> parts = split(arn, ':');
  const bool has_account = parts.size() >= 6 && parts[0] == "arn" && parts[4].size() == 12 &&
                           parts[4].find_first_not_of("0123456789") == std::string::npos;
  return has_account ? parts[4] : "";
}

Result<void> check_role_request(const RoleRequest& request) {
  if (!is_role_arn(request.role_arn)) {
    return failure(
        Error{"credentials.malformed_role_arn", fmt::format("\"{}\"", request.role_arn)}.with(
            "role", request.role_arn));
  }
  if (request.external_id && !is_word_of(*request.external_id, "+=,.@:/-", kExternalIdMax)) {
    return failure("credentials.malformed_external_id",
                   fmt::format("it has {} characters", request.external_id->size()));
  }
  if (!is_word_of(request.session_name, "+=,.@-", 64)) {
    return failure("credentials.malformed_session_name",
                   fmt::format("\"{}\"", request.session_name));
  }
  if (request.duration_seconds &&
      (*request.duration_seconds < kDurationMin || *request.duration_seconds > kDurationMax)) {
    return failure("credentials.malformed_duration",
                   fmt::format("{} seconds", *request.duration_seconds));
  }
  return {};
}

Result<std::shared_ptr<CredentialsProvider>> role_provider(
    const CredentialTools& tools, std::shared_ptr<CredentialsProvider> base,
    const std::string& base_words, const RoleRequest& request) {
  SEXTANT_TRY_VOID(check_role_request(request));
  const std::string source = fmt::format("assume-role ({}) from {}", request.role_arn, base_words);
  auto mfa = std::make_shared<MfaCode>(tools);
  auto fetch = [tools, base = std::move(base), base_words, request, source,
                mfa = std::move(mfa)](const CallContext& context) -> Result<Credentials> {
    boost::json::object input = assume_role_input(request);
    if (request.mfa_serial) {
      SEXTANT_TRY(const Secret code, mfa->get(*request.mfa_serial));
      input["SerialNumber"] = *request.mfa_serial;
      input["TokenCode"] = trim(code.reveal());
    }
    const auto answer = tools.caller->call("sts", "AssumeRole", input, tools.options, base,
                                           context.within(tools.outside.clock, kStsLimit));
    if (!answer) return failure(role_refused(answer.error(), request.role_arn, base_words));
    return read_sts_answer(*answer, request.role_arn, source);
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

Result<std::shared_ptr<CredentialsProvider>> web_identity_provider(const CredentialTools& tools,
                                                                   const std::string& token_file,
                                                                   const RoleRequest& request) {
  SEXTANT_TRY_VOID(check_role_request(request));
  auto fetch = [tools, token_file, request](const CallContext& context) -> Result<Credentials> {
    auto token =
        tools.outside.files.read(tools.outside.environment.expand(token_file), kTokenBytesMax);
    if (!token || trim(*token).empty()) {
      return failure(Error{"credentials.web_identity_token",
                           token ? token_file + " is empty" : token.error().detail}
                         .with("path", token_file));
    }
    const Secret secret{std::string(trim(*token))};
    const boost::json::object input = {{"RoleArn", request.role_arn},
                                       {"RoleSessionName", request.session_name},
                                       {"WebIdentityToken", secret.reveal()}};
    const auto answer = tools.caller->call("sts", "AssumeRoleWithWebIdentity", input, tools.options,
                                           nullptr, context.within(tools.outside.clock, kStsLimit));
    if (!answer) {
      return failure(role_refused(answer.error(), request.role_arn,
                                  "the web identity token in " + token_file));
    }
    return read_sts_answer(*answer, request.role_arn,
                           fmt::format("web identity ({}) from {}", request.role_arn, token_file));
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
