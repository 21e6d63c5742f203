#pragma once

#include <optional>
#include <string>

#include "http/server.h"
#include "mcp/message.h"
#include "mcp/protocol.h"
#include "mcp/registry.h"

namespace sextant::mcp {

// The era of an HTTP request, by its header MCP-Protocol-Version and its message. Error: 400 for a
// version that nobody knows.
std::expected<Era, RpcError> era_of(const http::ServerRequest& request, const Message& message);

// Whether the headers of a modern request say what its body says: proxies route by them, and must
// not be told something else than the server. nullopt where they agree.
std::optional<RpcError> check_headers(const http::ServerRequest& request, const Message& message,
                                      const Registry& registry);

// Whether a header that lists media types takes this one ("application/json").
bool accepts(const http::ServerRequest& request, std::string_view type);
bool is_json(const http::ServerRequest& request);

}  // namespace sextant::mcp
