#pragma once

#include "http/server.h"
#include "mcp/http_sessions.h"
#include "mcp/server.h"

namespace sextant::mcp {

// The one address of a server over HTTP, as a function from requests to responses. Who calls, and
// whether it may, is found out before: Host, Origin, tokens and rates are the caller's business.
// Thread-safe.
class HttpEndpoint {
 public:
  // References outlive it.
  HttpEndpoint(Server& server, const Clock& clock, Random& random)
      : server_(server), sessions_(clock, random) {}

  // `request.gone` ends what is under way.
  http::ServerResponse handle(const http::ServerRequest& request, const Caller& caller);

 private:
  http::ServerResponse post(const http::ServerRequest& request, const Caller& caller);
  http::ServerResponse modern(const http::ServerRequest& request, Message message,
                              const Caller& caller);
  http::ServerResponse legacy(const http::ServerRequest& request, Message message,
                              const Caller& caller);
  http::ServerResponse begin_session(const http::ServerRequest& request, const Message& message,
                                     const Caller& caller);
  http::ServerResponse converse(const http::ServerRequest& request, Message message, Era era,
                                std::shared_ptr<Session> session, const Caller& caller);
  http::ServerResponse end_session(const http::ServerRequest& request, const Caller& caller);

  Server& server_;
  HttpSessions sessions_;
};

}  // namespace sextant::mcp
