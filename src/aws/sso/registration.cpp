#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "aws/json_fields.h"
#include "aws/sso/login.h"
#include "aws/sso/token_source.h"
#include "base/log.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kScope = "sso:account:access";
constexpr std::chrono::minutes kSpare{15};
constexpr std::chrono::seconds kCallLimit{60};
// Year 9999.
constexpr std::int64_t kTimeMax = 253'402'300'799;

bool is_for_browser(const SsoRegistration& registration) {
  return std::ranges::find(registration.grant_types, "authorization_code") !=
         registration.grant_types.end();
}

boost::json::object register_input(const SsoSession& session, const SsoRegistration& wanted,
                                   const std::string& redirect_uri, WallTime now) {
  const std::string name =
      session.name.empty() ? std::to_string(now.time_since_epoch().count() / 1000) : session.name;
  boost::json::object input = {
      {"clientName", "sextant-" + name},
      {"clientType", "public"},
      {"scopes", boost::json::array(wanted.scopes.begin(), wanted.scopes.end())}};
  if (redirect_uri.empty()) return input;
  input["grantTypes"] = boost::json::array(wanted.grant_types.begin(), wanted.grant_types.end());
  input["redirectUris"] = boost::json::array{redirect_uri};
  input["issuerUrl"] = session.start_url;
  return input;
}

}  // namespace

Result<SsoRegistration> registration_for(const CredentialTools& tools, const SsoSession& session,
                                         const std::string& redirect_uri,
                                         const CallContext& context) {
  SsoTokenCache cache(tools.outside.environment, tools.outside.files);
  const WallTime now = tools.outside.clock.wall();
  const bool for_browser = !redirect_uri.empty();
  if (auto cached = cache.load_registration(session)) {
    if (cached->expires_at - now > kSpare && is_for_browser(*cached) == for_browser)
      return *std::move(cached);
  }
  SsoRegistration made;
  made.scopes =
      session.scopes.empty() ? std::vector<std::string>{std::string(kScope)} : session.scopes;
  if (for_browser) made.grant_types = {"authorization_code", "refresh_token"};
  const auto answer = tools.caller->call(
      "sso-oidc", "RegisterClient", register_input(session, made, redirect_uri, now),
      sso_options(tools, session), nullptr, context.within(tools.outside.clock, kCallLimit));
  if (!answer) return failure(explain_login_error(answer.error(), session));
  const boost::json::object* fields = answer->if_object();
  made.client_id = text_field(fields, "clientId");
  made.client_secret = Secret(text_field(fields, "clientSecret"));
  const auto expires_at = integer_field(fields, "clientSecretExpiresAt");
  if (made.client_id.empty() || made.client_secret.empty() || !expires_at || *expires_at < 0 ||
      *expires_at > kTimeMax) {
    return failure(
        "sso.malformed_answer",
        "RegisterClient answered without clientId, clientSecret or clientSecretExpiresAt");
  }
  made.expires_at = WallTime(std::chrono::seconds(*expires_at));
  if (const auto saved = cache.save_registration(session, made); !saved) {
    log::warning(
        fmt::format("the client registration could not be cached: {}", saved.error().detail));
  }
  return made;
}

Error explain_login_error(Error error, const SsoSession& session) {
  if (!error.remote) return error;
  const std::string& code = error.remote->code;
  std::string ours;
  if (code == "AccessDeniedException") ours = "sso.login_denied";
  if (code == "ExpiredTokenException") ours = "sso.login_timeout";
  const bool is_form = code == "InvalidRequestException" || code == "InvalidGrantException";
  const bool is_setup = error.remote->operation != "CreateToken";
  if (is_form && is_setup) ours = "sso.start_url_refused";
  if (ours.empty()) return error;
  Error out{ours, fmt::format("{}: {}", code, error.remote->message)};
  out.remote = std::move(error.remote);
  return std::move(out)
      .with("start_url", session.start_url)
      .with("region", session.region)
      .with("session", session.cache_name())
      .with("arguments", login_arguments(session));
}

}  // namespace sextant::aws
