#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sextant::sim {

// A request target, divided and decoded.
struct Target {
  using Pair = std::pair<std::string, std::string>;

  std::string raw_path;     // as sent, without the query
  std::string path;         // decoded
  std::vector<Pair> query;  // decoded, in the order sent; a key without '=' has the value ""

  std::optional<std::string> find(std::string_view key) const;
  bool has(std::string_view key) const { return find(key).has_value(); }
};

Target parse_target(std::string_view target);

// "a=b&c=d+e" (application/x-www-form-urlencoded, '+' is a space), decoded; at most 10 000 pairs.
std::vector<Target::Pair> parse_form(std::string_view text);

}  // namespace sextant::sim
