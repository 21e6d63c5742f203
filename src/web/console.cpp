#include "web/console.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/civil_time.h"
#include "base/text.h"
#include "web/responses.h"

namespace sextant::web {
namespace {

constexpr std::string_view kBearer = "Bearer ";
// What takes longer is a task.
constexpr std::chrono::minutes kHandlerLimit{3};

bool is_read(const http::ServerRequest& request) {
  return request.method == "GET" || request.method == "HEAD";
}

http::ServerResponse wrong_method(std::string_view methods) {
  return to_response(Error{"web.method", ""}.with("methods", std::string(methods)));
}

// The cookie of the session; "" where there is none, or more than one.
std::string session_cookie(const http::ServerRequest& request) {
  std::string found;
  for (const auto& [name, value] : request.headers.fields()) {
    if (!equals_ignoring_case(name, "Cookie")) continue;
    for (const std::string& part : split(value, ';')) {
      const std::string_view pair = trim(part);
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != kCookie) continue;
      if (!found.empty()) return "";
      found = std::string(pair.substr(equals + 1));
    }
  }
  return found;
}

Failure too_large() {
  return Error{"web.too_large", ""}.with("bytes_max", std::to_string(kApiBodyMax));
}

}  // namespace

Console::Console(ConsoleParts parts, ConsoleOptions options)
    : parts_(std::move(parts)),
      origins_(std::move(options.place)),
      rate_limit_(options.requests_per_second, parts_.clock) {}

http::ServerResponse Console::handle(const http::ServerRequest& request) {
  const SteadyTime begun = parts_.clock.steady();
  Answered answered = route(request);
  http::ServerResponse& response = answered.response;
  add_safety_headers(response);
  response.headers.add("Date", format_http_date(parts_.clock.wall()));
  metrics_.count(answered.operation, response.status, parts_.clock.steady() - begun);
  return std::move(response);
}

Console::Answered Console::route(const http::ServerRequest& request) {
  if (const auto known = origins_.check_host(request); !known)
    return {"unknown", to_response(known.error())};
  const auto target = parse_target(request.target);
  if (!target) return {"unknown", to_response(target.error())};
  const std::string& path = target->path;
  if (path == "/api" || path.starts_with("/api/")) return serve_api(request, *target);
  if (path == "/mcp") return {"mcp", serve_mcp(request)};
  if (path == "/login" || path == "/login.js") return {"login", serve_login(request, *target)};
  if (!is_read(request)) return {"page", wrong_method("GET, HEAD")};
  if (path == "/healthz") return {"probe", text_response(200, "text/plain", "ok\n")};
  if (path == "/readyz") return {"probe", serve_ready()};
  if (path == "/metrics") return {"probe", serve_metrics(request)};
  if (const auto fine = limit(request.remote_address); !fine)
    return {"page", to_response(fine.error())};
  return {"page", parts_.pages.serve(request, join(target->segments, "/"))};
}

Outcome<void> Console::limit(const std::string& key) {
  const auto wait = rate_limit_.take(key);
  if (!wait) return {};
  return failure(Error{"web.too_many_requests", ""}.with("wait_s", std::to_string(wait->count())));
}

Outcome<Caller> Console::authenticate(const http::ServerRequest& request) const {
  const auto header = request.headers.find("Authorization");
  if (!header) return parts_.auth.by_session(session_cookie(request));
  const std::string_view scheme = std::string_view(*header).substr(0, kBearer.size());
  if (!equals_ignoring_case(scheme, kBearer))
    return failure("web.token_refused", "only bearer tokens are taken");
  return parts_.auth.by_token(trim(std::string_view(*header).substr(kBearer.size())));
}

Console::Answered Console::serve_api(const http::ServerRequest& request, const Target& target) {
  if (target.path == "/api/openapi.json") {
    if (!is_read(request)) return {"contract", wrong_method("GET, HEAD")};
    return {"contract", text_response(200, "application/json", parts_.contract.json_text())};
  }
  if (!target.path.starts_with(std::string(Contract::kBase) + "/"))
    return {"unknown", to_response(Error{"web.not_found", target.path})};
  const auto operation = parts_.contract.find(request.method, target);
  if (!operation) return {"unknown", to_response(operation.error())};
  const std::string& id = (*operation)->id;
  if (const auto own = origins_.check_origin(request); !own) return {id, to_response(own.error())};
  const auto caller = authenticate(request);
  const auto fine = limit(caller ? caller->id : request.remote_address);
  if (!fine) return {id, to_response(fine.error())};
  if (!caller && !(*operation)->is_public) return {id, to_response(caller.error())};
  auto reply = call(**operation, request, target, caller.value_or(Caller{}));
  if (!reply) return {id, to_response(reply.error())};
  http::ServerResponse response = to_response(
      *std::move(reply), request, parts_.clock,
      [&auth = parts_.auth, of = caller.value_or(Caller{})] { return auth.is_still_valid(of); });
  if (id == "endSession" && response.status == 204)
    response.headers.add("Set-Cookie", fmt::format("{}=; Path=/; Max-Age=0; HttpOnly; "
                                                   "SameSite=Strict",
                                                   kCookie));
  return {id, std::move(response)};
}

http::ServerResponse Console::serve_mcp(const http::ServerRequest& request) {
  if (const auto own = origins_.check_origin(request); !own) return to_response(own.error());
  // A page's session is no token: what a browser sends by itself must not reach a tool.
  const auto caller = request.headers.has("Authorization")
                          ? authenticate(request)
                          : Outcome<Caller>(failure("web.token_refused", "none was sent"));
  if (const auto fine = limit(caller ? caller->id : request.remote_address); !fine)
    return to_response(fine.error());
  if (!caller) {
    http::ServerResponse refused = to_response(caller.error());
    refused.headers.set("WWW-Authenticate", "Bearer");
    return refused;
  }
  return parts_.mcp(request, *caller);
}

Outcome<Reply> Console::call(const OperationSpec& operation, const http::ServerRequest& request,
                             const Target& target, const Caller& caller) const {
  if (caller.scope < operation.scope)
    return failure(
        Error{"web.scope", operation.id}.with("scope", std::string(name_of(operation.scope))));
  if (request.body.size() > kApiBodyMax) return std::unexpected(too_large());
  ApiRequest asked;
  asked.operation_id = operation.id;
  asked.caller = caller;
  asked.call = CallContext{SteadyTime::max(), request.gone}.within(parts_.clock, kHandlerLimit);
  asked.last_event_id = request.headers.find("Last-Event-ID").value_or("");
  SEXTANT_TRY(asked.parameters, Contract::read_parameters(operation, target));
  SEXTANT_TRY(asked.body,
              Contract::read_body(operation, request.headers.find("Content-Type").value_or(""),
                                  request.body));
  const Handler* handler = parts_.handlers.find(operation.id);
  if (handler == nullptr) return failure("web.not_found", operation.id);
  return (*handler)(asked);
}

http::ServerResponse Console::serve_ready() const {
  const auto why_not = parts_.why_not_ready();
  if (!why_not) return text_response(200, "text/plain", "ready\n");
  return text_response(503, "text/plain", why_not->code + "\n");
}

http::ServerResponse Console::serve_metrics(const http::ServerRequest& request) const {
  // On this machine anyone may look, as at other programs' metrics; from elsewhere with a token.
  if (!origins_.is_local(request)) {
    if (const auto caller = authenticate(request); !caller) return to_response(caller.error());
  }
  return text_response(200, "text/plain; version=0.0.4; charset=utf-8",
                       metrics_.text() + parts_.more_metrics());
}

}  // namespace sextant::web
