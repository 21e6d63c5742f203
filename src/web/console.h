#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/rate_limit.h"
#include "http/server.h"
#include "web/api.h"
#include "web/auth.h"
#include "web/contract.h"
#include "web/metrics.h"
#include "web/origin.h"
#include "web/static_pages.h"

namespace sextant::web {

inline constexpr std::string_view kCookie = "sextant_session";
// Longer bodies of the API are refused by the HTTP server itself.
inline constexpr std::size_t kApiBodyMax = 1U << 20U;

struct ConsoleOptions {
  ListenPlace place;
  double requests_per_second = 200;  // of one session, token or unknown address; 0: no limit
};

// What the console is made of. References outlive it.
struct ConsoleParts {
  const Contract& contract;
  const HandlerTable& handlers;
  const StaticPages& pages;
  Auth& auth;
  const Clock& clock;
  // Clients of MCP at /mcp, who show a token.
  std::function<http::ServerResponse(const http::ServerRequest&, const Caller&)> mcp;
  // More lines for /metrics: tasks, cells, spending.
  std::function<std::string()> more_metrics;
  // Why the server cannot do its work; nullopt where it can. For /readyz.
  std::function<std::optional<Error>()> why_not_ready;
};

// The console as a function from requests to answers: who may ask what, from where, in which form.
// It opens no socket. Thread-safe.
class Console {
 public:
  Console(ConsoleParts parts, ConsoleOptions options);

  http::ServerResponse handle(const http::ServerRequest& request);
  const OriginCheck& origins() const { return origins_; }
  // Once it is known. Until then no request is taken for one of this server's.
  void set_port(unsigned port) { origins_.set_port(port); }

 private:
  struct Answered {
    std::string operation;  // for the metrics
    http::ServerResponse response;
  };
  Answered route(const http::ServerRequest& request);
  Answered serve_api(const http::ServerRequest& request, const Target& target);
  http::ServerResponse serve_mcp(const http::ServerRequest& request);
  Outcome<Reply> call(const OperationSpec& operation, const http::ServerRequest& request,
                      const Target& target, const Caller& caller) const;
  Outcome<Caller> authenticate(const http::ServerRequest& request) const;
  Outcome<void> limit(const std::string& key);

  http::ServerResponse serve_login(const http::ServerRequest& request, const Target& target);
  http::ServerResponse sign_in(const http::ServerRequest& request);
  http::ServerResponse serve_ready() const;
  http::ServerResponse serve_metrics(const http::ServerRequest& request) const;

  const ConsoleParts parts_;
  OriginCheck origins_;
  RateLimit rate_limit_;
  RequestMetrics metrics_;
};

}  // namespace sextant::web
