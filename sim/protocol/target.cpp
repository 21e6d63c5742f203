#include "sim/protocol/target.h"

#include "base/text.h"

namespace sextant::sim {

namespace {

constexpr std::size_t kPairsMax = 10'000;

std::vector<Target::Pair> parse_pairs(std::string_view text, bool plus_is_space) {
  std::vector<Target::Pair> out;
  const auto decode = [&](std::string_view part) {
    return percent_decode(plus_is_space ? replace_all(part, "+", " ") : std::string(part));
  };
  while (!text.empty() && out.size() < kPairsMax) {
    const std::string_view pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) {
      out.emplace_back(decode(pair), "");
    } else {
      out.emplace_back(decode(pair.substr(0, equals)), decode(pair.substr(equals + 1)));
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> Target::find(std::string_view key) const {
  for (const auto& [name, value] : query) {
    if (name == key) return value;
  }
  return std::nullopt;
}

Target parse_target(std::string_view target) {
  Target out;
  const std::size_t mark = target.find('?');
  out.raw_path = std::string(target.substr(0, mark));
  out.path = percent_decode(out.raw_path);
  if (mark != std::string_view::npos) out.query = parse_pairs(target.substr(mark + 1), false);
  return out;
}

std::vector<Target::Pair> parse_form(std::string_view text) {
  return parse_pairs(text, true);
}

}  // namespace sextant::sim
