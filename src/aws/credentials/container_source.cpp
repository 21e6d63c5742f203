#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>

#include "aws/credentials/caching_provider.h"
#include "aws/credentials/metadata_source.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::chrono::seconds kRequestLimit{2};
constexpr std::chrono::seconds kBetweenTries{1};
constexpr int kTries = 3;
constexpr std::size_t kAnswerMax = 64U << 10U;
constexpr std::uint64_t kTokenBytesMax = 64U << 10U;
constexpr std::array<std::string_view, 3> kHosts = {"169.254.170.2", "169.254.170.23",
                                                    "fd00:ec2::23"};

Result<void> check_url(const std::string& url) {
  const auto parts = http::split_url(url);
  const std::string host = parts ? std::string(parts->host) : "";
  if (parts && (parts->scheme == "https" || http::is_loopback_host(host) ||
                std::ranges::find(kHosts, host) != kHosts.end())) {
    return {};
  }
  return failure(
      Error{"credentials.container_host",
            parts ? "the host is " + host : "AWS_CONTAINER_CREDENTIALS_FULL_URI is not a URL"}
          .with("host", parts ? host : "no host"));
}

Result<Secret> authorization(const Outside& outside) {
  std::string token = outside.environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN").value_or("");
  if (const auto path =
          outside.environment.get_non_empty("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
    auto read = outside.files.read(*path, kTokenBytesMax);
    if (!read) return failure("credentials.container_token", read.error().detail);
    token = trim(*read);
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::ranges::any_of(token, is_control)) {
    return failure("credentials.container_token",
                   "the token holds a line break or another control character");
  }
  return Secret(token);
}

Result<Credentials> read_answer(const std::string& body) {
  const auto parsed = parse_object(body);
  if (!parsed) return failure("credentials.container_failed", "the answer is not a JSON object");
  const boost::json::object* fields = &*parsed;
  Credentials credentials;
  credentials.access_key_id = text_field(fields, "AccessKeyId");
  credentials.secret_access_key = Secret(text_field(fields, "SecretAccessKey"));
  credentials.session_token = Secret(text_field(fields, "Token"));
  const auto expires_at = parse_rfc3339(text_field(fields, "Expiration"));
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() || !expires_at) {
    return failure("credentials.container_failed",
                   "the answer lacks AccessKeyId, SecretAccessKey or Expiration");
  }
  credentials.expires_at = *expires_at;
  credentials.account_id = text_field(fields, "AccountId");
  credentials.source = "container";
  return credentials;
}

Result<Credentials> fetch_once(const CredentialTools& tools, const std::string& url,
                               const CallContext& context) {
  SEXTANT_TRY(const Secret token, authorization(tools.outside));
  http::Request request;
  request.url = url;
  request.headers.set("Accept", "application/json");
  if (!token.empty()) request.headers.set("Authorization", token.reveal());
  request.response_bytes_max = kAnswerMax;
  request.allow_proxy = false;
  const auto response =
      tools.outside.http.send(request, context.within(tools.outside.clock, kRequestLimit));
  if (!response) return failure("credentials.container_failed", response.error().detail);
  if (response->status != 200) {
    return failure("credentials.container_failed",
                   fmt::format("it answered with status {}", response->status));
  }
  return read_answer(response->body);
}

}  // namespace

Result<std::shared_ptr<CredentialsProvider>> container_provider(const CredentialTools& tools) {
  const Environment& environment = tools.outside.environment;
  std::string url;
  if (const auto relative = environment.get_non_empty("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
    url = fmt::format("http://{}{}{}", kHosts[0], relative->starts_with('/') ? "" : "/", *relative);
  } else if (const auto full = environment.get_non_empty("AWS_CONTAINER_CREDENTIALS_FULL_URI")) {
    url = *full;
  } else {
    return nullptr;
  }
  SEXTANT_TRY_VOID(check_url(url));
  auto fetch = [tools, url](const CallContext& context) -> Result<Credentials> {
    for (int attempt = 1;; ++attempt) {
      auto fetched = fetch_once(tools, url, context);
      const bool is_final =
          fetched || attempt == kTries || fetched.error().code != "credentials.container_failed";
      if (is_final || tools.outside.clock.steady() >= context.deadline) return fetched;
      if (!tools.outside.clock.sleep_until(tools.outside.clock.steady() + kBetweenTries,
                                           context.stop))
        return fetched;
    }
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
