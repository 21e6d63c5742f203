#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <charconv>

#include "aws/credentials/caching_provider.h"
#include "aws/credentials/metadata_source.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/log.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kTokenPath = "/latest/api/token";
constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";
constexpr std::array<std::string_view, 2> kHosts = {"169.254.169.254", "fd00:ec2::254"};
constexpr std::size_t kAnswerMax = 64U << 10U;
constexpr int kTimeoutSecondsMax = 30;
constexpr int kTriesMax = 10;
// The service may go on handing out credentials that have ended while it cannot get new ones; AWS
// accepts those, so they are kept a while.
constexpr std::chrono::minutes kExtension{10};

struct Settings {
  std::string base_url;
  std::chrono::seconds timeout{1};
  int tries = 1;
  bool allows_version_1 = true;
};

std::string setting(const CredentialTools& tools, const ProfileSection* profile,
                    const std::string& variable, const std::string& key) {
  if (const auto value = tools.outside.environment.get_non_empty(variable)) return *value;
  return profile == nullptr ? "" : profile->get(key).value_or("");
}

bool is_true(std::string_view text) {
  return equals_ignoring_case(trim(text), "true");
}

int number_within(const std::string& text, int otherwise, int most) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 1) return otherwise;
  return std::min(number, most);
}

Result<std::string> base_url_of(const CredentialTools& tools, const ProfileSection* profile) {
  constexpr const char* kVariable = "AWS_EC2_METADATA_SERVICE_ENDPOINT";
  const std::string own = setting(tools, profile, kVariable, "ec2_metadata_service_endpoint");
  if (own.empty()) {
    const std::string mode = setting(tools, profile, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
                                     "ec2_metadata_service_endpoint_mode");
    const bool uses_ipv6 = equals_ignoring_case(mode, "ipv6") ||
                           is_true(setting(tools, profile, "AWS_IMDS_USE_IPV6", "imds_use_ipv6"));
    return uses_ipv6 ? fmt::format("http://[{}]", kHosts[1]) : fmt::format("http://{}", kHosts[0]);
  }
  const auto parts = http::split_url(own);
  const std::string host = parts ? std::string(parts->host) : own;
  if (!parts ||
      (!http::is_loopback_host(host) && std::ranges::find(kHosts, host) == kHosts.end())) {
    const bool is_variable = tools.outside.environment.get_non_empty(kVariable).has_value();
    return failure(Error{"credentials.metadata_host", "the host is " + host}
                       .with("host", host)
                       .with("origin", is_variable ? kVariable : "ec2_metadata_service_endpoint"));
  }
  return fmt::format("{}://{}", parts->scheme, parts->authority);
}

class InstanceFetcher {
 public:
  InstanceFetcher(CredentialTools tools, Settings settings)
      : tools_(std::move(tools)), settings_(std::move(settings)) {}

  Result<Credentials> fetch(const CallContext& context) const {
    SEXTANT_TRY(const Secret token, session_token(context));
    SEXTANT_TRY(const std::string listing, get(std::string(kRolePath), token, context));
    const std::string role(trim(std::string_view(listing).substr(0, listing.find('\n'))));
    if (role.empty() || role.size() > 64 || role.find_first_of(" /?#%\t\r") != std::string::npos) {
      return failed("it names no role");
    }
    SEXTANT_TRY(const std::string body, get(std::string(kRolePath) + role, token, context));
    return read(body, role);
  }

 private:
  static std::unexpected<Error> failed(std::string detail) {
    return failure("credentials.instance_failed", std::move(detail));
  }

  Result<http::Response> send(http::Request request, const CallContext& context) const {
    request.response_bytes_max = kAnswerMax;
    request.allow_proxy = false;
    for (int attempt = 1;; ++attempt) {
      auto response = tools_.outside.http.send(
          request, context.within(tools_.outside.clock, settings_.timeout));
      const bool is_done = attempt >= settings_.tries || context.stop.stop_requested() ||
                           tools_.outside.clock.steady() >= context.deadline;
      if (is_done || (response && response->status < 500)) return response;
    }
  }

  // Empty for version 1.
  Result<Secret> session_token(const CallContext& context) const {
    http::Request request;
    request.method = "PUT";
    request.url = settings_.base_url + std::string(kTokenPath);
    request.headers.set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    const auto response = send(request, context);
    if (response && response->status == 200) return Secret(std::string(trim(response->body)));
    // In a container the answer to this request may not reach us (hop limit 1) though version 1
    // does, hence a timeout falls back.
    const bool may_fall_back =
        response ? response->status == 403 || response->status == 404 || response->status == 405
                 : response.error().code == "http.timeout";
    const std::string what = response ? fmt::format("it answered with status {}", response->status)
                                      : response.error().detail;
    if (!may_fall_back) return failed(what);
    if (!settings_.allows_version_1)
      return failed(what + "; version 1 is disabled by AWS_EC2_METADATA_V1_DISABLED");
    return Secret();
  }

  Result<std::string> get(const std::string& path, const Secret& token,
                          const CallContext& context) const {
    http::Request request;
    request.url = settings_.base_url + path;
    if (!token.empty()) request.headers.set("x-aws-ec2-metadata-token", token.reveal());
    auto response = send(request, context);
    if (!response) return failed(response.error().detail);
    if (response->status != 200)
      return failed(fmt::format("it answered with status {}", response->status));
    return std::move(response->body);
  }

  Result<Credentials> read(const std::string& body, const std::string& role) const {
    const auto parsed = parse_object(body);
    if (!parsed) return failed("the answer is not a JSON object");
    const boost::json::object* fields = &*parsed;
    Credentials credentials;
    credentials.access_key_id = text_field(fields, "AccessKeyId");
    credentials.secret_access_key = Secret(text_field(fields, "SecretAccessKey"));
    credentials.session_token = Secret(text_field(fields, "Token"));
    const auto expires_at = parse_rfc3339(text_field(fields, "Expiration"));
    if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() || !expires_at) {
      return failed(fmt::format("it gave no credentials for the role {}: {} {}", role,
                                text_field(fields, "Code"), text_field(fields, "Message")));
    }
    credentials.expires_at = *expires_at;
    credentials.source = fmt::format("EC2 instance metadata (role {})", role);
    if (*credentials.expires_at <= tools_.outside.clock.wall()) {
      log::warning(
          "the metadata service gave credentials that have ended; they are used for ten more "
          "minutes");
      credentials.expires_at = tools_.outside.clock.wall() + kExtension;
    }
    return credentials;
  }

  CredentialTools tools_;
  Settings settings_;
};

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> instance_provider(const CredentialTools& tools,
                                                               const ProfileSection* profile) {
  if (is_true(tools.outside.environment.get("AWS_EC2_METADATA_DISABLED").value_or("")))
    return nullptr;
  Settings settings;
  SEXTANT_TRY(settings.base_url, base_url_of(tools, profile));
  settings.timeout = std::chrono::seconds(number_within(
      setting(tools, profile, "AWS_METADATA_SERVICE_TIMEOUT", "metadata_service_timeout"), 1,
      kTimeoutSecondsMax));
  settings.tries = number_within(
      setting(tools, profile, "AWS_METADATA_SERVICE_NUM_ATTEMPTS", "metadata_service_num_attempts"),
      1, kTriesMax);
  settings.allows_version_1 =
      !is_true(setting(tools, profile, "AWS_EC2_METADATA_V1_DISABLED", "ec2_metadata_v1_disabled"));
  auto fetch = [fetcher = InstanceFetcher(tools, settings)](const CallContext& context) {
    return fetcher.fetch(context);
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
