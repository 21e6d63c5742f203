#include "http/message.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace sextant::http {

void Headers::set(const std::string& name, std::string value) {
  remove(name);
  add(name, std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_,
                [&](const Field& field) { return equals_ignoring_case(field.first, name); });
}

std::optional<std::string> Headers::find(std::string_view name) const {
  const auto found = std::ranges::find_if(
      fields_, [&](const Field& field) { return equals_ignoring_case(field.first, name); });
  if (found == fields_.end()) return std::nullopt;
  return found->second;
}

namespace {

// Fills host and port from the authority; false where they are malformed.
bool split_authority(UrlParts& parts) {
  std::string_view rest = parts.authority;
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) return false;
    parts.host = rest.substr(1, close - 1);
    rest.remove_prefix(close + 1);
  } else {
    parts.host = rest.substr(0, rest.find(':'));
    rest.remove_prefix(parts.host.size());
  }
  if (parts.host.empty()) return false;
  if (rest.empty()) return true;
  if (rest.front() != ':') return false;
  rest.remove_prefix(1);
  unsigned port = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), port);
  if (error != std::errc() || end != rest.data() + rest.size() || port > 65535) return false;
  parts.port = port;
  return true;
}

}  // namespace

std::optional<UrlParts> split_url(std::string_view url) {
  UrlParts parts;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  parts.scheme = url.substr(0, colon);
  if (!equals_ignoring_case(parts.scheme, "http") && !equals_ignoring_case(parts.scheme, "https"))
    return std::nullopt;
  url.remove_prefix(colon + 3);
  url = url.substr(0, url.find('#'));
  parts.authority = url.substr(0, url.find_first_of("/?"));
  url.remove_prefix(parts.authority.size());
  if (parts.authority.find('@') != std::string_view::npos || !split_authority(parts))
    return std::nullopt;
  parts.path = url.substr(0, url.find('?'));
  url.remove_prefix(parts.path.size());
  if (!url.empty()) parts.query = url.substr(1);
  return parts;
}

bool is_loopback_host(std::string_view host) {
  if (equals_ignoring_case(host, "localhost") || host == "::1") return true;
  // 127.x.y.z in full dotted form only: "127.evil.example" is a name.
  if (!host.starts_with("127.")) return false;
  const auto parts = split(host, '.');
  return parts.size() == 4 && std::ranges::all_of(parts, [](const std::string& part) {
           int value = -1;
           const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
           return error == std::errc() && end == part.data() + part.size() && value >= 0 &&
                  value <= 255;
         });
}

}  // namespace sextant::http
