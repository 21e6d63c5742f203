#include "web/target.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::web {
namespace {

constexpr std::size_t kPairsMax = 500;

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

std::unexpected<Failure> wrong(std::string field, std::string detail) {
  return wrong_field("web.invalid", std::move(field), std::move(detail));
}

// One part of a target, decoded. `field` names it in an error.
Outcome<std::string> decode(std::string_view text, std::string_view field) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2]))
      return wrong(std::string(field), "an escape is malformed");
    i += 2;
  }
  std::string out = percent_decode(text);
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  if (!is_valid_utf8(out) || std::ranges::any_of(out, is_control))
    return wrong(std::string(field), "is not UTF-8, or holds control characters");
  return out;
}

}  // namespace

Outcome<std::vector<std::pair<std::string, std::string>>> parse_pairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!text.empty()) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    if (out.size() == kPairsMax) return wrong("query", "has too many parts");
    const std::size_t equals = pair.find('=');
    const std::string spaced = replace_all(pair, "+", " ");
    const std::string_view whole = spaced;
    SEXTANT_TRY(std::string name, decode(whole.substr(0, equals), "query"));
    std::string value;
    if (equals != std::string_view::npos) {
      SEXTANT_TRY(value, decode(whole.substr(equals + 1), name));
    }
    out.emplace_back(std::move(name), std::move(value));
  }
  return out;
}

Outcome<Target> parse_target(std::string_view text) {
  Target out;
  out.path = std::string(text.substr(0, text.find('?')));
  if (!out.path.starts_with('/')) return wrong("path", "must begin with a slash");
  if (out.path != "/") {
    for (const std::string& part : split(std::string_view(out.path).substr(1), '/')) {
      SEXTANT_TRY(std::string segment, decode(part, "path"));
      if (segment == "." || segment == "..") return wrong("path", "must not lead upwards");
      out.segments.push_back(std::move(segment));
    }
  }
  if (out.path.size() < text.size()) {
    SEXTANT_TRY(out.query, parse_pairs(text.substr(out.path.size() + 1)));
  }
  return out;
}

}  // namespace sextant::web
