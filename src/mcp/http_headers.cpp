#include "mcp/http_headers.h"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "mcp/server.h"

namespace sextant::mcp {

namespace json = boost::json;

namespace {

constexpr std::string_view kVersionHeader = "MCP-Protocol-Version";
constexpr std::string_view kWrapBegin = "=?base64?";
constexpr std::string_view kWrapEnd = "?=";

// The text that a header stands for; nullopt where it is wrapped, and wrongly.
std::optional<std::string> unwrap(std::string_view value) {
  const std::string_view text = trim(value);
  if (!text.starts_with(kWrapBegin) || !text.ends_with(kWrapEnd) ||
      text.size() < kWrapBegin.size() + kWrapEnd.size())
    return std::string(text);
  const std::string_view inner =
      text.substr(kWrapBegin.size(), text.size() - kWrapBegin.size() - kWrapEnd.size());
  if (inner.size() % 4 != 0) return std::nullopt;  // its padding is part of it
  auto decoded = from_base64(inner);
  if (!decoded) return std::nullopt;
  return *std::move(decoded);
}

// Which member of the params the header Mcp-Name repeats.
std::string_view named_by(std::string_view method) {
  if (method == "tools/call" || method == "prompts/get") return "name";
  return method == "resources/read" ? "uri" : "";
}

bool is_same_value(const std::string& header, const json::value& value) {
  if (const json::string* text = value.if_string()) return header == *text;
  if (value.is_bool()) return header == (value.get_bool() ? "true" : "false");
  if (!value.is_number()) return false;
  double number = 0;
  const char* const end = header.data() + header.size();
  const auto [stop, error] = std::from_chars(header.data(), end, number);
  return error == std::errc() && stop == end && number == value.to_number<double>();
}

// Arguments that a tool's schema marks with x-mcp-header are repeated in headers.
std::optional<RpcError> check_arguments(const http::ServerRequest& request, const Message& message,
                                        const Registry& registry) {
  const json::string* name = text_member(message.params, "name");
  const Tool* tool = name == nullptr ? nullptr : registry.find_tool(*name);
  const json::object* properties =
      tool == nullptr ? nullptr : object_member(tool->input_schema, "properties");
  if (properties == nullptr) return std::nullopt;
  const json::object* arguments = object_member(message.params, "arguments");
  for (const auto& [property, schema] : *properties) {
    const json::object* described = schema.if_object();
    const json::string* suffix =
        described == nullptr ? nullptr : text_member(*described, "x-mcp-header");
    if (suffix == nullptr) continue;
    const std::string header = "Mcp-Param-" + std::string(*suffix);
    const auto sent = request.headers.find(header);
    const json::value* value = arguments == nullptr ? nullptr : arguments->if_contains(property);
    const bool is_absent = value == nullptr || value->is_null();
    if (!sent && is_absent) continue;
    if (!sent) return header_mismatch(header + " is missing");
    const auto text = unwrap(*sent);
    if (is_absent || !text || !is_same_value(*text, *value))
      return header_mismatch(
          fmt::format("{} is not the argument {}", header, std::string_view(property)));
  }
  return std::nullopt;
}

}  // namespace

std::expected<Era, RpcError> era_of(const http::ServerRequest& request, const Message& message) {
  const auto header = request.headers.find(kVersionHeader);
  const bool says_modern = Server::era_of(message) == Era::kModern;
  if (!header) return says_modern ? Era::kModern : Era::kLegacy;
  const std::string_view version = trim(*header);
  if (version == kModernVersion || says_modern) return Era::kModern;
  if (is_legacy_version(version)) return Era::kLegacy;
  return std::unexpected(unsupported_version(version));
}

std::optional<RpcError> check_headers(const http::ServerRequest& request, const Message& message,
                                      const Registry& registry) {
  const json::object* meta = object_member(message.params, "_meta");
  const json::string* version = meta == nullptr ? nullptr : text_member(*meta, kVersionKey);
  // What lacks these is refused for that, later.
  if (version == nullptr || !meta->contains(kCapabilitiesKey)) return std::nullopt;
  const auto header = request.headers.find(kVersionHeader);
  if (!header) return header_mismatch(std::string(kVersionHeader) + " is missing");
  if (trim(*header) != std::string_view(*version))
    return header_mismatch(std::string(kVersionHeader) + " is not the version in the body");
  if (*version != kModernVersion) return unsupported_version(*version);
  const auto method = request.headers.find("Mcp-Method");
  if (!method) return header_mismatch("Mcp-Method is missing");
  if (trim(*method) != message.method) return header_mismatch("Mcp-Method is not the method");
  const std::string_view member = named_by(message.method);
  if (member.empty()) return std::nullopt;
  const json::string* named = text_member(message.params, member);
  if (named == nullptr) return std::nullopt;
  const auto sent = request.headers.find("Mcp-Name");
  if (!sent) return header_mismatch("Mcp-Name is missing");
  const auto name = unwrap(*sent);
  if (!name || *name != std::string_view(*named))
    return header_mismatch(fmt::format("Mcp-Name is not params.{}", member));
  return message.method == "tools/call" ? check_arguments(request, message, registry)
                                        : std::nullopt;
}

bool accepts(const http::ServerRequest& request, std::string_view type) {
  const auto header = request.headers.find("Accept");
  if (!header) return type == "application/json";
  const std::string_view family = type.substr(0, type.find('/'));
  for (const std::string& part : split(*header, ',')) {
    const std::string wanted = to_lower(trim(std::string_view(part).substr(0, part.find(';'))));
    if (wanted == type || wanted == "*/*" || wanted == std::string(family) + "/*") return true;
  }
  return false;
}

bool is_json(const http::ServerRequest& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  return equals_ignoring_case(trim(std::string_view(type).substr(0, type.find(';'))),
                              "application/json");
}

}  // namespace sextant::mcp
