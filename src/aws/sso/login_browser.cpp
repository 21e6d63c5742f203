#include <fmt/format.h>

#include <algorithm>
#include <boost/json/object.hpp>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "aws/sso/login.h"
#include "aws/sso/token_source.h"
#include "base/digest.h"
#include "base/text.h"
#include "http/server.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kPath = "/oauth/callback";
constexpr std::string_view kScope = "sso:account:access";
constexpr std::chrono::minutes kLoginLimit{10};
constexpr std::chrono::seconds kCallLimit{60};
constexpr std::chrono::milliseconds kLook{20};
constexpr std::size_t kValueMax = 8U << 10U;

std::string page(std::string_view title, std::string_view text) {
  return fmt::format(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title>"
      "<style>body{{font:1.1rem system-ui,sans-serif;margin:20vh "
      "auto;max-width:30rem;text-align:center}}</style>"
      "<h1>{0}</h1><p>{1}</p></html>",
      title, text);
}

http::ServerResponse answer(int status, std::string_view title, std::string_view text) {
  http::ServerResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "no-referrer"},
                      {"Content-Security-Policy",
                       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"}};
  response.body = page(title, text);
  return response;
}

// The first value of that name in a query; "" where there is none or it is too long.
std::string parameter(std::string_view query, std::string_view name) {
  for (const std::string& pair : split(query, '&')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || pair.substr(0, equals) != name || pair.size() > kValueMax)
      continue;
    return percent_decode(std::string_view(pair).substr(equals + 1));
  }
  return "";
}

// What the browser brought back.
struct Callback {
  Secret code;
  std::string refusal;  // the service's error; empty where there is a code
};

// Waits on 127.0.0.1 for the browser to come back. Requests without the right state are answered
// and forgotten, so that no other page can end or take over the sign-in.
class CallbackListener {
 public:
  CallbackListener(std::string state, const Clock& clock)
      : state_(std::move(state)), clock_(clock) {}

  Result<void> start() {
    http::ServerOptions options;
    options.threads = 1;
    options.connections_max = 16;
    options.body_bytes_max = 1024;
    options.idle_time = std::chrono::seconds(10);
    SEXTANT_TRY(server_, http::Server::start(options, [this](const http::ServerRequest& request) {
                  return handle(request);
                }));
    return {};
  }
  std::string redirect_uri() const {
    return fmt::format("http://127.0.0.1:{}{}", server_->port(), kPath);
  }

  // nullopt at the deadline or a stop.
  std::optional<Callback> wait(const CallContext& context) {
    std::unique_lock lock(mutex_);
    while (!callback_) {
      if (context.stop.stop_requested() || clock_.steady() >= context.deadline) return std::nullopt;
      arrived_.wait_for(lock, kLook);
    }
    return callback_;
  }

 private:
  http::ServerResponse handle(const http::ServerRequest& request) {
    const std::string_view target = request.target;
    const std::size_t mark = target.find('?');
    if (target.substr(0, mark) != kPath || mark == std::string_view::npos) {
      return answer(404, "Not found", "This port only waits for the end of a sign-in.");
    }
    const std::string_view query = target.substr(mark + 1);
    if (request.method != "GET" || parameter(query, "state") != state_) {
      return answer(400, "Not this sign-in",
                    "This answer does not belong to the sign-in that Sextant started.");
    }
    Callback callback{Secret(parameter(query, "code")), parameter(query, "error")};
    if (callback.code.empty() && callback.refusal.empty()) {
      return answer(400, "Nothing came back", "The sign-in page sent neither a code nor an error.");
    }
    http::ServerResponse shown =
        callback.refusal.empty()
            ? answer(200, "You are signed in", "Go back to your terminal. This page can be closed.")
            : answer(200, "The sign-in was refused",
                     "Go back to your terminal. This page can be closed.");
    // The server ends as soon as the callback is known, so the page has to be with the browser
    // before.
    shown.headers.set("Content-Length", std::to_string(shown.body.size()));
    shown.stream = [this, body = shown.body,
                    callback = std::move(callback)](http::BodyWriter& writer) {
      writer.write(body);
      const std::lock_guard lock(mutex_);
      if (!callback_) callback_ = callback;
      arrived_.notify_all();
    };
    return shown;
  }

  const std::string state_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<Callback> callback_;
  std::unique_ptr<http::Server>
      server_;  // last, so that it stops before what its handler uses goes
};

std::string authorize_url(const std::string& endpoint, const SsoRegistration& registration,
                          const std::string& redirect_uri, const std::string& state,
                          const std::string& verifier) {
  std::string base = endpoint;
  while (base.ends_with('/')) base.pop_back();
  const std::string scopes =
      registration.scopes.empty() ? std::string(kScope) : join(registration.scopes, " ");
  return fmt::format(
      "{}/"
      "authorize?response_type=code&client_id={}&redirect_uri={}&state={}&code_challenge_method="
      "S256&scopes={}"
      "&code_challenge={}",
      base, percent_encode(registration.client_id), percent_encode(redirect_uri), state,
      percent_encode(scopes), to_base64_url(sha256(verifier)));
}

Error login_error(std::string code, std::string detail, const SsoSession& session) {
  return Error{std::move(code), std::move(detail)}
      .with("session", session.cache_name())
      .with("arguments", login_arguments(session));
}

}  // namespace

Result<SsoToken> login_by_browser(const CredentialTools& tools, const SsoSession& session,
                                  const ShowLoginPrompt& show, const CallContext& context) {
  const Clock& clock = tools.outside.clock;
  const CallContext limits = context.within(clock, kLoginLimit);
  const std::string state = to_base64_url(tools.outside.random.bytes(24));
  const Secret verifier(to_base64_url(tools.outside.random.bytes(48)));
  // Registered without the port, which differs each time (RFC 8252 section 7.3).
  SEXTANT_TRY(const SsoRegistration registration,
              registration_for(tools, session, fmt::format("http://127.0.0.1{}", kPath), limits));
  SEXTANT_TRY(const std::string endpoint,
              tools.caller->endpoint_url("sso-oidc", sso_options(tools, session)));
  CallbackListener listener(state, clock);
  SEXTANT_TRY_VOID(listener.start());
  const std::string redirect_uri = listener.redirect_uri();
  show({authorize_url(endpoint, registration, redirect_uri, state, verifier.reveal()), "",
        clock.wall() + kLoginLimit});
  const auto callback = listener.wait(limits);
  if (!callback) {
    const bool stopped = context.stop.stop_requested();
    return failure(login_error(stopped ? "sso.login_cancelled" : "sso.login_timeout",
                               stopped ? "" : "the browser did not come back in time", session));
  }
  if (!callback->refusal.empty())
    return failure(login_error("sso.login_denied", callback->refusal, session));
  const boost::json::object input = {{"grantType", "authorization_code"},
                                     {"clientId", registration.client_id},
                                     {"clientSecret", registration.client_secret.reveal()},
                                     {"redirectUri", redirect_uri},
                                     {"codeVerifier", verifier.reveal()},
                                     {"code", callback->code.reveal()}};
  const auto given =
      tools.caller->call("sso-oidc", "CreateToken", input, sso_options(tools, session), nullptr,
                         limits.within(clock, kCallLimit));
  if (!given) return failure(explain_login_error(given.error(), session));
  SEXTANT_TRY(SsoToken token, read_token_answer(*given, session, registration, clock.wall()));
  SEXTANT_TRY_VOID(
      SsoTokenCache(tools.outside.environment, tools.outside.files).save_token(session, token));
  return token;
}

}  // namespace sextant::aws
