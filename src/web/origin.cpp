#include "web/origin.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace sextant::web {
namespace {

struct Authority {
  std::string_view host;  // without the brackets of IPv6
  std::optional<unsigned> port;
  bool is_ip = false;
};

std::optional<unsigned> read_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || port > 65535)
    return std::nullopt;
  return port;
}

bool is_ipv4(std::string_view host) {
  const auto parts = split(host, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](const std::string& part) {
           const auto number = read_port(part);
           return number && *number <= 255 && part.size() <= 3;
         });
}

// "host", "host:port", "[::1]:port"; nullopt where it is none of these.
std::optional<Authority> parse_authority(std::string_view text) {
  Authority out;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    out.host = text.substr(1, close - 1);
    out.is_ip = out.host.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos;
    if (!out.is_ip) return std::nullopt;
    text.remove_prefix(close + 1);
  } else {
    out.host = text.substr(0, text.find(':'));
    out.is_ip = is_ipv4(out.host);
    text.remove_prefix(out.host.size());
  }
  if (out.host.empty()) return std::nullopt;
  if (text.empty()) return out;
  out.port = read_port(text.substr(1));
  if (text.front() != ':' || !out.port) return std::nullopt;
  return out;
}

}  // namespace

bool ListenPlace::is_loopback() const {
  return http::is_loopback_host(address);
}

bool ListenPlace::is_any() const {
  return address == "0.0.0.0" || address == "::";
}

std::string OriginCheck::base_url() const {
  if (!place_.public_names.empty()) return "https://" + place_.public_names.front();
  const bool is_ipv6 = place_.address.find(':') != std::string::npos;
  std::string host = is_ipv6 ? "[" + place_.address + "]" : place_.address;
  if (place_.is_any()) host = "localhost";
  return fmt::format("{}://{}:{}", place_.is_tls ? "https" : "http", host, port_.load());
}

bool OriginCheck::is_public_name(std::string_view host) const {
  return std::ranges::any_of(place_.public_names, [&](const std::string& name) {
    return equals_ignoring_case(name, host);
  });
}

bool OriginCheck::knows(std::string_view host_header) const {
  const auto authority = parse_authority(host_header);
  if (!authority) return false;
  if (is_public_name(authority->host)) return true;
  if (authority->port.value_or(place_.is_tls ? 443 : 80) != port_) return false;
  if (equals_ignoring_case(authority->host, place_.address)) return true;
  if (place_.is_any() && authority->is_ip) return true;
  return (place_.is_loopback() || place_.is_any()) && http::is_loopback_host(authority->host);
}

Result<void> OriginCheck::check_host(const http::ServerRequest& request) const {
  const std::string host = request.headers.find("Host").value_or("");
  if (!knows(host)) return failure("web.wrong_host", host.substr(0, 255));
  return {};
}

Result<void> OriginCheck::check_origin(const http::ServerRequest& request) const {
  const auto site = request.headers.find("Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none")
    return failure("web.other_site", "Sec-Fetch-Site: " + site->substr(0, 100));
  const auto origin = request.headers.find("Origin");
  if (!origin) return {};
  const bool is_https = origin->starts_with("https://");
  if (is_https || origin->starts_with("http://")) {
    const std::string_view from = std::string_view(*origin).substr(is_https ? 8 : 7);
    // check_host has found the Host right.
    if (equals_ignoring_case(from, request.headers.find("Host").value_or(""))) return {};
    const auto authority = parse_authority(from);
    if (is_https && authority && is_public_name(authority->host)) return {};
  }
  return failure("web.other_site", "Origin: " + origin->substr(0, 255));
}

bool OriginCheck::is_over_tls(const http::ServerRequest& request) const {
  return place_.is_tls || request.headers.find("Origin").value_or("").starts_with("https://");
}

bool OriginCheck::is_local(const http::ServerRequest& request) const {
  const std::string host = request.headers.find("Host").value_or("");
  const auto authority = parse_authority(host);
  return place_.is_loopback() && authority && !is_public_name(authority->host);
}

}  // namespace sextant::web
