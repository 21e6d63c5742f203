#pragma once

#include "assistant/assistant.h"
#include "http/server.h"
#include "mcp/http_endpoint.h"
#include "operations/context.h"
#include "web/api.h"

namespace sextant::web {

// Claude and other clients of MCP over HTTP, at /mcp. Thread-safe.
class McpEndpoint {
 public:
  // `context` outlives it.
  McpEndpoint(operations::Context& context, assistant::Options options)
      : assistant_(context, options),
        endpoint_(assistant_.server(), context.outside.clock, context.outside.random) {}

  // `caller` is one with a token, of any scope: each tool looks at it.
  http::ServerResponse handle(const http::ServerRequest& request, const Caller& caller) {
    return endpoint_.handle(request, {caller.id, std::string(name_of(caller.scope))});
  }

 private:
  assistant::Assistant assistant_;
  mcp::HttpEndpoint endpoint_;
};

}  // namespace sextant::web
