#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace sextant::mcp {

// A client of the modern era says in each request who it is and what it can; one of the legacy era
// has said so once, at `initialize`.
enum class Era { kLegacy, kModern };

inline constexpr std::string_view kModernVersion = "2026-07-28";
// What a legacy client gets that asks for a revision which nobody knows.
inline constexpr std::string_view kLegacyNewest = "2025-11-25";
// Of an HTTP request that names none, by the protocol.
inline constexpr std::string_view kLegacyUnnamed = "2025-03-26";

// Newest first. Revisions are dates, so they compare as texts.
const std::vector<std::string>& legacy_versions();
bool is_legacy_version(std::string_view version);

// Names of the members of `_meta` of the modern era.
inline constexpr std::string_view kVersionKey = "io.modelcontextprotocol/protocolVersion";
inline constexpr std::string_view kCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
inline constexpr std::string_view kClientKey = "io.modelcontextprotocol/clientInfo";
inline constexpr std::string_view kLogLevelKey = "io.modelcontextprotocol/logLevel";
inline constexpr std::string_view kServerKey = "io.modelcontextprotocol/serverInfo";

enum ErrorCode : int {
  kParseError = -32700,
  kInvalidRequest = -32600,
  kMethodNotFound = -32601,
  kInvalidParams = -32602,
  kInternalError = -32603,
  kHeaderMismatch = -32020,
  kMissingCapability = -32021,
  kUnsupportedVersion = -32022,
};

// Why a request is refused as a whole. What a tool could not do is a result, so that the model sees
// it and can do better. A plain value.
struct RpcError {
  int code = kInternalError;
  std::string message;
  boost::json::value data = nullptr;  // null: none is sent
  // Over HTTP; the protocol wants 4xx only for what is wrong before a handler runs.
  int http_status = 200;
};

// What a client has sent, fit to be sent back: cut where a character ends; "" where it is not
// UTF-8.
std::string clipped(std::string_view text, std::size_t bytes_max);

RpcError invalid_params(std::string message);  // told with 200
RpcError bad_request(std::string message);     // -32602, told with 400
RpcError method_not_found(std::string_view method);
RpcError header_mismatch(std::string message);
RpcError unsupported_version(std::string_view requested);
// `capabilities` as ClientCapabilities: {"sampling": {}}.
RpcError missing_capability(boost::json::object capabilities);

}  // namespace sextant::mcp
