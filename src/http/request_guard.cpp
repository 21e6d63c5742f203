#include "http/request_guard.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::http {
namespace {

// Longer numbers could overflow what reads them, and no body is that long.
constexpr std::size_t kLengthDigitsMax = 15;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// A character of a method or of a field's name (RFC 9110, "token").
bool is_token_character(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || is_digit(c) ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_target_character(char c) {
  return c > ' ' && c < '\x7f' && c != '#';
}

// Tabs and all that is printed; bytes above ASCII are opaque.
bool is_value_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

// Counts what may come once only.
struct Seen {
  std::size_t fields = 0;
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  bool has_encoding = false;
};

std::optional<HeadFault> check_target(std::string_view target, const HeadLimits& limits) {
  if (target.size() > limits.target_bytes_max) return HeadFault{414, "the address is too long"};
  if (!std::ranges::all_of(target, is_target_character))
    return HeadFault{400, "the address holds characters that must be escaped"};
  if (target.starts_with('/')) return std::nullopt;
  if (limits.allow_absolute_target && target.find("://") != std::string_view::npos)
    return std::nullopt;
  return HeadFault{400, "the address is not a path"};
}

std::optional<HeadFault> check_request_line(std::string_view line, const HeadLimits& limits) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || !is_token(line.substr(0, first)))
    return HeadFault{400, "not a proper HTTP request"};
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0")
    return HeadFault{version.starts_with("HTTP/") ? 505 : 400, "only HTTP/1.1 is spoken here"};
  return check_target(line.substr(first + 1, last - first - 1), limits);
}

std::optional<HeadFault> check_field(std::string_view line, Seen& seen) {
  const std::size_t colon = line.find(':');
  // A folded line begins with a space; a space before the colon hides a field from some programs.
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return HeadFault{400, "a header field is malformed"};
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim(line.substr(colon + 1));
  if (!std::ranges::all_of(value, is_value_character))
    return HeadFault{400, "a header field holds control characters"};
  ++seen.fields;
  if (equals_ignoring_case(name, "host")) ++seen.hosts;
  if (equals_ignoring_case(name, "transfer-encoding")) seen.has_encoding = true;
  if (!equals_ignoring_case(name, "content-length")) return std::nullopt;
  ++seen.lengths;
  if (value.empty() || value.size() > kLengthDigitsMax || !std::ranges::all_of(value, is_digit))
    return HeadFault{400, "the length is malformed"};
  return std::nullopt;
}

std::optional<HeadFault> check_whole(const Seen& seen, bool is_first_version) {
  if (seen.lengths + (seen.has_encoding ? 1U : 0U) > 1)
    return HeadFault{400, "the length is announced twice"};
  if (seen.has_encoding) return HeadFault{411, "announce the length of the body"};
  if (seen.hosts > 1 || (seen.hosts == 0 && !is_first_version))
    return HeadFault{400, "exactly one Host is needed"};
  return std::nullopt;
}

}  // namespace

bool has_lone_line_feed(std::string_view bytes, char before) {
  for (const char c : bytes) {
    if (c == '\n' && before != '\r') return true;
    before = c;
  }
  return false;
}

std::optional<HeadFault> check_head(std::string_view head, const HeadLimits& limits) {
  if (!head.ends_with("\r\n\r\n")) return HeadFault{400, "the header does not end"};
  head.remove_suffix(2);
  Seen seen;
  bool is_request_line = true;
  bool is_first_version = false;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end + 2);
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
      return HeadFault{400, "a line ends improperly"};
    const auto fault = is_request_line ? check_request_line(line, limits) : check_field(line, seen);
    if (fault) return fault;
    if (is_request_line) is_first_version = line.ends_with("HTTP/1.0");
    is_request_line = false;
    if (seen.fields > limits.headers_max) return HeadFault{431, "too many header fields"};
  }
  return check_whole(seen, is_first_version);
}

}  // namespace sextant::http
