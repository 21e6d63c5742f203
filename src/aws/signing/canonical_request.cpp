#include "aws/signing/canonical_request.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"

namespace sextant::aws {
namespace {

// A proxy or the HTTP library may add or change these after signing.
constexpr std::array<std::string_view, 12> kUnsignedHeaders = {
    "authorization",      "connection",          "expect",  "keep-alive", "te",
    "proxy-authenticate", "proxy-authorization", "trailer", "upgrade",    "transfer-encoding",
    "user-agent",         "x-amzn-trace-id"};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string fold_spaces(std::string_view value) {
  std::string out;
  for (const char c : trim(value)) {
    if (!is_space(c)) {
      out += c;
    } else if (!out.ends_with(' ')) {
      out += ' ';
    }
  }
  return out;
}

std::string normalized(std::string_view path) {
  std::vector<std::string> kept;
  for (std::string& segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(std::move(segment));
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  if (kept.empty()) return "/";
  return "/" + join(kept, "/") + (path.ends_with('/') ? "/" : "");
}

}  // namespace

std::vector<std::pair<std::string, std::string>> query_pairs(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& part : split(query, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string::npos) {
      pairs.emplace_back(percent_decode(part), "");
    } else {
      pairs.emplace_back(percent_decode(part.substr(0, equals)),
                         percent_decode(part.substr(equals + 1)));
    }
  }
  return pairs;
}

std::string canonical_query(std::vector<std::pair<std::string, std::string>> pairs) {
  for (auto& [name, value] : pairs) {
    name = percent_encode(name);
    value = percent_encode(value);
  }
  std::ranges::sort(pairs);
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

std::string canonical_path(std::string_view path, bool normalize, bool double_encode) {
  const std::string plain = path.empty() ? "/" : normalize ? normalized(path) : std::string(path);
  // Without the second encoding the path is signed as it travels; what may not stand in a request
  // line at all is encoded even then.
  return double_encode ? percent_encode(plain, "/") : percent_encode(plain, "/%!$&'()*+,;=:@");
}

CanonicalHeaders canonical_headers(const http::Headers& headers) {
  std::map<std::string, std::string> by_name;
  for (const auto& [name, value] : headers.fields()) {
    const std::string lower = to_lower(trim(name));
    if (std::ranges::find(kUnsignedHeaders, lower) != kUnsignedHeaders.end()) continue;
    const auto [place, is_new] = by_name.try_emplace(lower, fold_spaces(value));
    if (!is_new) place->second.append(",").append(fold_spaces(value));
  }
  CanonicalHeaders out;
  for (const auto& [name, value] : by_name) {
    out.lines.append(name).append(":").append(value).append("\n");
    if (!out.names.empty()) out.names += ';';
    out.names += name;
  }
  return out;
}

}  // namespace sextant::aws
