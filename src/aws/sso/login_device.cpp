#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>

#include "aws/json_fields.h"
#include "aws/sso/login.h"
#include "aws/sso/token_source.h"
#include "http/message.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kGrant = "urn:ietf:params:oauth:grant-type:device_code";
constexpr std::chrono::seconds kSlowDown{5};
constexpr std::int64_t kIntervalDefault = 5;
constexpr std::int64_t kIntervalMax = 60;
constexpr std::int64_t kLifeDefault = 600;
constexpr std::int64_t kLifeMax = 3600;
constexpr std::chrono::seconds kCallLimit{60};

struct Authorization {
  Secret device_code;
  SsoLoginPrompt prompt;
  std::chrono::seconds interval{kIntervalDefault};
  std::chrono::seconds life{kLifeDefault};
};

bool is_safe_page(const std::string& url) {
  const auto parts = http::split_url(url);
  return parts && !parts->host.empty() &&
         (parts->scheme == "https" || http::is_loopback_host(parts->host));
}

Result<Authorization> authorize(const CredentialTools& tools, const SsoSession& session,
                                const SsoRegistration& registration, const CallContext& context) {
  const boost::json::object input = {{"clientId", registration.client_id},
                                     {"clientSecret", registration.client_secret.reveal()},
                                     {"startUrl", session.start_url}};
  const auto answer =
      tools.caller->call("sso-oidc", "StartDeviceAuthorization", input, sso_options(tools, session),
                         nullptr, context.within(tools.outside.clock, kCallLimit));
  if (!answer) return failure(explain_login_error(answer.error(), session));
  const boost::json::object* fields = answer->if_object();
  Authorization out;
  out.device_code = Secret(text_field(fields, "deviceCode"));
  out.prompt.user_code = text_field(fields, "userCode");
  out.prompt.url = text_field(fields, "verificationUriComplete");
  if (out.prompt.url.empty()) out.prompt.url = text_field(fields, "verificationUri");
  if (out.device_code.empty() || !is_safe_page(out.prompt.url)) {
    return failure("sso.malformed_answer",
                   "StartDeviceAuthorization answered without deviceCode or a page to open");
  }
  out.interval = std::chrono::seconds(std::clamp<std::int64_t>(
      integer_field(fields, "interval").value_or(kIntervalDefault), 1, kIntervalMax));
  out.life = std::chrono::seconds(std::clamp<std::int64_t>(
      integer_field(fields, "expiresIn").value_or(kLifeDefault), 1, kLifeMax));
  out.prompt.expires_at = tools.outside.clock.wall() + out.life;
  return out;
}

Error login_error(std::string code, std::string detail, const SsoSession& session) {
  return Error{std::move(code), std::move(detail)}
      .with("session", session.cache_name())
      .with("arguments", login_arguments(session));
}

}  // namespace

Result<SsoToken> login_by_device(const CredentialTools& tools, const SsoSession& session,
                                 const ShowLoginPrompt& show, const CallContext& context) {
  SEXTANT_TRY(const SsoRegistration registration, registration_for(tools, session, "", context));
  SEXTANT_TRY(Authorization authorization, authorize(tools, session, registration, context));
  show(authorization.prompt);
  const Clock& clock = tools.outside.clock;
  const SteadyTime end = std::min(context.deadline, clock.steady() + authorization.life);
  const boost::json::object input = {{"grantType", kGrant},
                                     {"clientId", registration.client_id},
                                     {"clientSecret", registration.client_secret.reveal()},
                                     {"deviceCode", authorization.device_code.reveal()}};
  while (true) {
    const SteadyTime next = clock.steady() + authorization.interval;
    if (next >= end)
      return failure(
          login_error("sso.login_timeout", "the code was not confirmed in time", session));
    if (!clock.sleep_until(next, context.stop))
      return failure(login_error("sso.login_cancelled", "", session));
    const auto answer =
        tools.caller->call("sso-oidc", "CreateToken", input, sso_options(tools, session), nullptr,
                           context.within(clock, kCallLimit));
    if (answer) {
      SEXTANT_TRY(SsoToken token, read_token_answer(*answer, session, registration, clock.wall()));
      SEXTANT_TRY_VOID(
          SsoTokenCache(tools.outside.environment, tools.outside.files).save_token(session, token));
      return token;
    }
    const std::string code = answer.error().remote ? answer.error().remote->code : "";
    if (code == "SlowDownException") {
      authorization.interval += kSlowDown;
    } else if (code != "AuthorizationPendingException") {
      return failure(explain_login_error(answer.error(), session));
    }
  }
}

}  // namespace sextant::aws
