#include "aws/sso/token_source.h"

#include <fmt/format.h>

#include <boost/json/object.hpp>

#include "aws/json_fields.h"
#include "base/civil_time.h"
#include "base/log.h"

namespace sextant::aws {
namespace {

constexpr std::chrono::minutes kRenewBefore{15};
constexpr std::chrono::minutes kBetweenTries{1};
constexpr std::chrono::seconds kRenewLimit{20};

}  // namespace

ClientOptions sso_options(const CredentialTools& tools, const SsoSession& session) {
  ClientOptions options = tools.options;
  options.region = session.region;
  return options;
}

Result<SsoToken> read_token_answer(const boost::json::value& answer, const SsoSession& session,
                                   const SsoRegistration& registration, WallTime now) {
  constexpr std::int64_t kExpiresInMax = 366LL * 24 * 3600;
  const boost::json::object* fields = answer.if_object();
  SsoToken token;
  token.access_token = Secret(text_field(fields, "accessToken"));
  const auto expires_in = integer_field(fields, "expiresIn");
  if (token.access_token.empty() || !expires_in || *expires_in <= 0 ||
      *expires_in > kExpiresInMax) {
    return failure("sso.malformed_answer",
                   "CreateToken answered without accessToken or a usable expiresIn");
  }
  token.start_url = session.start_url;
  token.region = session.region;
  token.expires_at = now + std::chrono::seconds(*expires_in);
  token.client_id = registration.client_id;
  token.client_secret = registration.client_secret;
  token.registration_expires_at = registration.expires_at;
  token.refresh_token = Secret(text_field(fields, "refreshToken"));
  return token;
}

SsoTokenSource::SsoTokenSource(CredentialTools tools, SsoSession session)
    : tools_(std::move(tools)),
      session_(std::move(session)),
      cache_(tools_.outside.environment, tools_.outside.files) {}

Result<SsoToken> SsoTokenSource::get(const CallContext& context) {
  const std::lock_guard lock(mutex_);
  SEXTANT_TRY(auto token, cache_.load_token(session_));
  if (!token) {
    return failure(Error{"sso.not_signed_in",
                         fmt::format("there is no {}", cache_.token_path(session_).string())}
                       .with("session", session_.cache_name())
                       .with("arguments", login_arguments(session_)));
  }
  if (token->expires_at - tools_.outside.clock.wall() < kRenewBefore) {
    if (auto renewed = renew(*token, context)) return *std::move(renewed);
    // Another program may have been quicker with the same refresh token.
    if (auto again = cache_.load_token(session_); again && *again) token = std::move(*again);
  }
  if (token->expires_at <= tools_.outside.clock.wall()) {
    return failure(
        Error{"sso.expired", fmt::format("it ended at {}", format_rfc3339(token->expires_at))}
            .with("session", session_.cache_name())
            .with("arguments", login_arguments(session_)));
  }
  return *std::move(token);
}

std::optional<SsoToken> SsoTokenSource::renew(const SsoToken& token, const CallContext& context) {
  const WallTime now = tools_.outside.clock.wall();
  const bool can_renew = !session_.name.empty() && !token.refresh_token.empty() &&
                         !token.client_id.empty() && !token.client_secret.empty() &&
                         token.registration_expires_at && *token.registration_expires_at > now;
  if (!can_renew || tools_.outside.clock.steady() < next_try_) return std::nullopt;
  next_try_ = tools_.outside.clock.steady() + kBetweenTries;
  const boost::json::object input = {{"grantType", "refresh_token"},
                                     {"clientId", token.client_id},
                                     {"clientSecret", token.client_secret.reveal()},
                                     {"refreshToken", token.refresh_token.reveal()}};
  const auto answer =
      tools_.caller->call("sso-oidc", "CreateToken", input, sso_options(tools_, session_), nullptr,
                          context.within(tools_.outside.clock, kRenewLimit));
  const SsoRegistration registration{
      token.client_id, token.client_secret, *token.registration_expires_at, {}, {}};
  auto renewed =
      answer ? read_token_answer(*answer, session_, registration, now) : failure(answer.error());
  if (!renewed) {
    log::info(fmt::format("the SSO session {} could not be renewed: {} {}", session_.cache_name(),
                          renewed.error().code, renewed.error().detail));
    return std::nullopt;
  }
  if (renewed->refresh_token.empty()) renewed->refresh_token = token.refresh_token;
  if (const auto saved = cache_.save_token(session_, *renewed); !saved) {
    log::warning(
        fmt::format("the renewed SSO token could not be stored: {}", saved.error().detail));
  }
  return *std::move(renewed);
}

}  // namespace sextant::aws
