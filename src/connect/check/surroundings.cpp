#include "connect/check/surroundings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/credentials/profile_files.h"
#include "base/text.h"

namespace sextant::connect {
namespace {

// Beyond this AWS refuses signatures.
constexpr std::chrono::seconds kSkewMax{300};

template <std::size_t N>
bool is_one_of(const Error& error, const std::array<std::string_view, N>& codes) {
  return error.remote && std::ranges::find(codes, error.remote->code) != codes.end();
}

bool is_clock_error(const Error& error) {
  constexpr std::array<std::string_view, 6> kCodes = {
      "SignatureDoesNotMatch",     "RequestExpired",     "RequestTimeTooSkewed",
      "InvalidSignatureException", "RequestInTheFuture", "AuthFailure"};
  return is_one_of(error, kCodes);
}

bool is_expired(const Error& error) {
  constexpr std::array<std::string_view, 3> kCodes = {"ExpiredToken", "ExpiredTokenException",
                                                      "TokenRefreshRequired"};
  return is_one_of(error, kCodes);
}

std::string profile_name(const std::string& profile, const Environment& environment) {
  if (!profile.empty()) return profile;
  return aws::profile_of_environment(environment).value_or("default");
}

// Values of these are shown; of others only that they are set.
bool holds_no_secret(const std::string& name) {
  constexpr std::array<std::string_view, 12> kOpen = {
      "AWS_PROFILE",         "AWS_DEFAULT_PROFILE",
      "AWS_REGION",          "AWS_DEFAULT_REGION",
      "AWS_CONFIG_FILE",     "AWS_ENDPOINT_URL",
      "AWS_CA_BUNDLE",       "AWS_SHARED_CREDENTIALS_FILE",
      "AWS_ROLE_ARN",        "AWS_USE_FIPS_ENDPOINT",
      "AWS_SDK_LOAD_CONFIG", "AWS_WEB_IDENTITY_TOKEN_FILE"};
  return std::ranges::find(kOpen, name) != kOpen.end();
}

std::string_view code_for(ProfileMethod method, bool expired) {
  switch (method) {
    case ProfileMethod::kSso:
      return "check.sso_expired";
    case ProfileMethod::kKeys:
      return expired ? "check.keys_expired" : "check.keys_refused";
    case ProfileMethod::kEnvironment:
      return "check.environment_refused";
    case ProfileMethod::kRole:
    case ProfileMethod::kProcess:
    case ProfileMethod::kWebIdentity:
    case ProfileMethod::kOther:
      return "check.credentials_refused";
  }
  return "check.credentials_refused";
}

}  // namespace

std::vector<std::string> describe_surroundings(const Environment& environment, Files& files) {
  const auto profiles = aws::ProfileFiles::load(environment, files);
  std::vector<std::string> out = {"HOME is " + environment.home().string(),
                                  "files: " + profiles.describe_files()};
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment.all()) {
    if (!name.starts_with("AWS_")) continue;
    variables.push_back(holds_no_secret(name) ? fmt::format("{}={}", name, value)
                                              : fmt::format("{} (set)", name));
  }
  out.push_back("variables: " +
                (variables.empty() ? "no AWS_... variable is set" : join(variables, ", ")));
  const auto names = profiles.names();
  out.push_back("profiles: " + (names.empty() ? "none" : join(names, ", ")));
  return out;
}

ProfileMethod method_of(const std::string& profile, const Environment& environment, Files& files) {
  if (profile.empty() && environment.get_non_empty("AWS_ACCESS_KEY_ID"))
    return ProfileMethod::kEnvironment;
  const auto profiles = aws::ProfileFiles::load(environment, files);
  const auto* section = profiles.find(profile_name(profile, environment));
  if (section == nullptr) return ProfileMethod::kOther;
  if (section->has("role_arn")) {
    return section->has("web_identity_token_file") ? ProfileMethod::kWebIdentity
                                                   : ProfileMethod::kRole;
  }
  if (section->has("sso_session") || section->has("sso_start_url")) return ProfileMethod::kSso;
  if (section->has("aws_access_key_id")) return ProfileMethod::kKeys;
  if (section->has("credential_process")) return ProfileMethod::kProcess;
  return ProfileMethod::kOther;
}

bool is_credential_error(const Error& error) {
  constexpr std::array<std::string_view, 6> kCodes = {
      "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId",
      "InvalidToken",         "MissingAuthenticationToken",  "IncompleteSignature"};
  return is_one_of(error, kCodes) || is_expired(error) || is_clock_error(error);
}

void explain_credentials(CheckStep& step, const Error& error, const std::string& profile,
                         std::chrono::seconds clock_skew, const Environment& environment,
                         Files& files) {
  if (is_throttled(error)) return describe_throttled(step, error);
  step.status = StepStatus::kFailed;
  const auto skew = std::chrono::abs(clock_skew);
  if (!is_credential_error(error)) {
    describe_error(step, error);
  } else if (is_clock_error(error) && skew > kSkewMax) {
    describe_error(step, Error{"check.clock_wrong", words_of(error), {}, error.remote}
                             .with("by", describe_age(skew))
                             .with("direction", clock_skew.count() > 0 ? "behind" : "ahead of"));
    step.cause_is_proven = true;
  } else {
    const auto method = method_of(profile, environment, files);
    const std::string name = shell_quote(profile_name(profile, environment));
    describe_error(
        step,
        Error{std::string(code_for(method, is_expired(error))), words_of(error), {}, error.remote}
            .with("profile", name));
  }
  const auto around = describe_surroundings(environment, files);
  step.details.insert(step.details.end(), around.begin(), around.end());
}

}  // namespace sextant::connect
