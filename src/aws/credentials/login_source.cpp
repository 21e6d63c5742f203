#include "aws/credentials/login_source.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "aws/credentials/caching_provider.h"
#include "aws/credentials/dpop.h"
#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/digest.h"
#include "base/log.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::chrono::minutes kRenewBefore{5};
constexpr std::chrono::seconds kRenewLimit{20};
constexpr std::uint64_t kFileBytesMax = 1U << 20U;
constexpr std::size_t kAnswerMax = 1U << 20U;
constexpr std::int64_t kExpiresInMax = 24LL * 3600;

// AWS's sign-in service, or the custom endpoint that stands for it.
std::string token_url(const ClientOptions& options) {
  const auto own = options.service_endpoint_urls.find("signin");
  std::string base;
  if (own != options.service_endpoint_urls.end()) {
    base = own->second;
  } else if (options.endpoint_url) {
    base = *options.endpoint_url;
  } else if (options.region.starts_with("cn-")) {
    base = fmt::format("https://{}.signin.amazonaws.cn", options.region);
  } else if (options.region.starts_with("us-gov-")) {
    base = fmt::format("https://{}.signin.amazonaws-us-gov.com", options.region);
  } else {
    base = fmt::format("https://{}.signin.aws.amazon.com", options.region);
  }
  while (base.ends_with('/')) base.pop_back();
  return base + "/v1/token";
}

class LoginSession {
 public:
  LoginSession(CredentialTools tools, std::string profile, const std::string& name)
      : tools_(std::move(tools)),
        profile_(std::move(profile)),
        path_(login_cache_path(tools_.outside.environment, name)) {}

  Result<Credentials> fetch(const CallContext& context) const {
    const auto bytes = tools_.outside.files.read(path_, kFileBytesMax);
    if (!bytes) return missing(bytes.error().detail);
    auto cached = parse_object(*bytes);
    if (!cached) return missing(path_.string() + " is not a JSON object");
    SEXTANT_TRY(const Credentials held, read(*cached));
    const WallTime now = tools_.outside.clock.wall();
    if (*held.expires_at - now > kRenewBefore) return held;
    auto renewed = renew(*std::move(cached), context);
    if (renewed) return renewed;
    if (*held.expires_at > now) {
      log::info(fmt::format("the session of `aws login` could not be renewed: {}",
                            renewed.error().detail));
      return held;
    }
    return renewed;
  }

 private:
  Error error(std::string code, std::string detail) const {
    return Error{std::move(code), std::move(detail)}.with("profile", profile_);
  }
  std::unexpected<Error> missing(std::string detail) const {
    return failure(error("credentials.login_missing", std::move(detail)));
  }
  std::unexpected<Error> expired(std::string detail) const {
    return failure(error("credentials.login_expired", std::move(detail)));
  }

  Result<Credentials> read(const boost::json::object& cached) const {
    const boost::json::object* fields = object_field(&cached, "accessToken");
    Credentials credentials;
    credentials.access_key_id = text_field(fields, "accessKeyId");
    credentials.secret_access_key = Secret(text_field(fields, "secretAccessKey"));
    credentials.session_token = Secret(text_field(fields, "sessionToken"));
    credentials.account_id = text_field(fields, "accountId");
    const auto expires_at = parse_rfc3339(text_field(fields, "expiresAt"));
    if (credentials.access_key_id.empty() || credentials.secret_access_key.empty() || !expires_at) {
      return missing(path_.string() + " lacks accessKeyId, secretAccessKey or expiresAt");
    }
    credentials.expires_at = *expires_at;
    credentials.source = fmt::format("aws login (profile {})", profile_);
    return credentials;
  }

  Result<http::Request> renewal(const boost::json::object& cached) const {
    const Secret refresh_token(text_field(&cached, "refreshToken"));
    const Secret key(text_field(&cached, "dpopKey"));
    const std::string client_id = text_field(&cached, "clientId");
    if (refresh_token.empty() || key.empty() || client_id.empty())
      return expired("the cache holds no means to renew it");
    http::Request request;
    request.method = "POST";
    request.url = token_url(tools_.options);
    const std::string id = to_hex(tools_.outside.random.bytes(16));
    auto proof = dpop_proof(key.reveal(), request.url, id, tools_.outside.clock.wall());
    if (!proof) return missing(proof.error().detail);
    request.headers.set("Content-Type", "application/json");
    request.headers.set("DPoP", *proof);
    request.body =
        boost::json::serialize(boost::json::object{{"clientId", client_id},
                                                   {"refreshToken", refresh_token.reveal()},
                                                   {"grantType", "refresh_token"}});
    request.response_bytes_max = kAnswerMax;
    return request;
  }

  Result<Credentials> renew(boost::json::object cached, const CallContext& context) const {
    SEXTANT_TRY(const http::Request request, renewal(cached));
    const auto response =
        tools_.outside.http.send(request, context.within(tools_.outside.clock, kRenewLimit));
    if (!response) return failure(response.error());
    const auto answer = parse_object(response->body);
    const boost::json::object* fields = answer ? &*answer : nullptr;
    if (response->status != 200) {
      return expired(fmt::format("the renewal was answered with status {} {}", response->status,
                                 text_field(fields, "error")));
    }
    const boost::json::object* given = object_field(fields, "accessToken");
    const auto expires_in = integer_field(fields, "expiresIn");
    const Secret secret_key(text_field(given, "secretAccessKey"));
    const Secret session_token(text_field(given, "sessionToken"));
    const Secret refresh_token(text_field(fields, "refreshToken"));
    if (secret_key.empty() || refresh_token.empty() || !expires_in || *expires_in <= 0 ||
        *expires_in > kExpiresInMax) {
      return expired("the renewal was answered without credentials");
    }
    const WallTime ends = tools_.outside.clock.wall() + std::chrono::seconds(*expires_in);
    boost::json::object& kept = cached["accessToken"].as_object();
    kept["accessKeyId"] = text_field(given, "accessKeyId");
    kept["secretAccessKey"] = secret_key.reveal();
    kept["sessionToken"] = session_token.reveal();
    kept["expiresAt"] = format_rfc3339(std::chrono::floor<std::chrono::seconds>(ends));
    cached["refreshToken"] = refresh_token.reveal();
    // The old refresh token is spent: without this file the next program would have to sign in
    // again.
    SEXTANT_TRY_VOID(
        tools_.outside.files.write_atomically(path_, boost::json::serialize(cached), 0600));
    return read(cached);
  }

  CredentialTools tools_;
  std::string profile_;
  std::filesystem::path path_;
};

}  // namespace

std::filesystem::path login_cache_path(const Environment& environment,
                                       const std::string& login_session) {
  const auto moved = environment.get_non_empty("AWS_LOGIN_CACHE_DIRECTORY");
  const std::filesystem::path folder =
      moved ? environment.expand(*moved) : environment.home() / ".aws" / "login" / "cache";
  return folder / (to_hex(sha256(login_session)) + ".json");
}

std::shared_ptr<CredentialsProvider> login_provider(const CredentialTools& tools,
                                                    const std::string& profile,
                                                    const std::string& login_session) {
  auto fetch = [session = LoginSession(tools, profile, login_session)](const CallContext& context) {
    return session.fetch(context);
  };
  return std::make_shared<CachingProvider>(std::move(fetch), tools.outside.clock);
}

}  // namespace sextant::aws
