#include "mcp/protocol.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

#include "base/text.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::size_t kEchoMax = 100;

}  // namespace

const std::vector<std::string>& legacy_versions() {
  static const auto* versions =
      new std::vector<std::string>{"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"};
  return *versions;
}

bool is_legacy_version(std::string_view version) {
  return std::ranges::find(legacy_versions(), version) != legacy_versions().end();
}

std::string clipped(std::string_view text, std::size_t bytes_max) {
  if (!is_valid_utf8(text)) return "";
  if (text.size() <= bytes_max) return std::string(text);
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xc0U) == 0x80U)
    --bytes_max;
  return std::string(text.substr(0, bytes_max));
}

RpcError invalid_params(std::string message) {
  return {kInvalidParams, std::move(message)};
}

RpcError bad_request(std::string message) {
  return {kInvalidParams, std::move(message), nullptr, 400};
}

RpcError method_not_found(std::string_view method) {
  return {kMethodNotFound, "Method not found: " + clipped(method, kEchoMax), nullptr, 404};
}

RpcError header_mismatch(std::string message) {
  return {kHeaderMismatch, std::move(message), nullptr, 400};
}

RpcError unsupported_version(std::string_view requested) {
  return {kUnsupportedVersion, "Unsupported protocol version",
          json::object{{"supported", json::array{kModernVersion}},
                       {"requested", clipped(requested, kEchoMax)}},
          400};
}

RpcError missing_capability(json::object capabilities) {
  return {kMissingCapability, "The client did not declare a capability that this request needs",
          json::object{{"requiredCapabilities", std::move(capabilities)}}, 400};
}

}  // namespace sextant::mcp
