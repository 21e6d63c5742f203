#include "sim/iam/condition.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace sextant::sim {

namespace json = boost::json;

namespace {

const std::set<std::string> kOperators = {"StringEquals",
                                          "StringNotEquals",
                                          "StringEqualsIgnoreCase",
                                          "StringNotEqualsIgnoreCase",
                                          "StringLike",
                                          "StringNotLike",
                                          "ArnEquals",
                                          "ArnNotEquals",
                                          "ArnLike",
                                          "ArnNotLike",
                                          "Bool",
                                          "Null"};

bool is_negated(const std::string& op) {
  return op.find("Not") != std::string::npos;
}

std::vector<std::string> texts_of(const json::value& value) {
  std::vector<std::string> out;
  const auto add = [&](const json::value& item) {
    if (item.is_string()) out.emplace_back(item.get_string());
    if (item.is_bool()) out.emplace_back(item.get_bool() ? "true" : "false");
  };
  if (value.is_array()) {
    for (const json::value& item : value.get_array()) add(item);
  } else {
    add(value);
  }
  return out;
}

// An ARN pattern is matched part by part: a '*' does not reach over a ':', but in the last part.
bool arn_match(std::string_view pattern, std::string_view arn) {
  for (int part = 0; part < 5; ++part) {
    const std::size_t a = pattern.find(':');
    const std::size_t b = arn.find(':');
    if (a == std::string_view::npos || b == std::string_view::npos) break;
    if (!wildcard_match(pattern.substr(0, a), arn.substr(0, b))) return false;
    pattern.remove_prefix(a + 1);
    arn.remove_prefix(b + 1);
  }
  return wildcard_match(pattern, arn);
}

bool fits(const std::string& op, const std::string& wanted, const std::string& actual) {
  if (op.starts_with("Arn")) return arn_match(wanted, actual);
  if (op.ends_with("Like")) return wildcard_match(wanted, actual);
  if (op.ends_with("IgnoreCase") || op == "Bool") return equals_ignoring_case(wanted, actual);
  return wanted == actual;
}

std::expected<Condition, std::string> parse_operator(std::string name) {
  Condition out;
  if (name.starts_with("ForAllValues:")) {
    out.for_all = true;
    name.erase(0, 13);
  } else if (name.starts_with("ForAnyValue:")) {
    name.erase(0, 12);
  }
  if (name.ends_with("IfExists")) {
    out.if_exists = true;
    name.erase(name.size() - 8);
  }
  if (!kOperators.contains(name)) return std::unexpected("Invalid Condition type : " + name + ".");
  out.op = std::move(name);
  return out;
}

}  // namespace

void RequestFacts::set_all(std::string_view key, std::vector<std::string> values) {
  values_[to_lower(key)] = std::move(values);
}

const std::vector<std::string>& RequestFacts::find(std::string_view key) const {
  static const std::vector<std::string> kNone;
  const auto found = values_.find(to_lower(key));
  return found == values_.end() ? kNone : found->second;
}

std::expected<std::vector<Condition>, std::string> parse_conditions(const json::object& block) {
  std::vector<Condition> out;
  for (const auto& [name, keys] : block) {
    auto parsed = parse_operator(name);
    if (!parsed) return std::unexpected(parsed.error());
    if (!keys.is_object()) return std::unexpected("Syntax errors in policy.");
    for (const auto& [key, value] : keys.get_object()) {
      Condition condition = *parsed;
      condition.key = key;
      condition.values = texts_of(value);
      out.push_back(std::move(condition));
    }
  }
  return out;
}

bool holds(const Condition& condition, const RequestFacts& facts) {
  const std::vector<std::string>& actual = facts.find(condition.key);
  if (condition.op == "Null") {
    const bool wants_absent = condition.values.size() == 1 && condition.values[0] == "true";
    return actual.empty() == wants_absent;
  }
  if (actual.empty()) {
    return condition.if_exists || condition.for_all || is_negated(condition.op);
  }
  const auto fits_one = [&](const std::string& value) {
    const bool any = std::ranges::any_of(condition.values, [&](const std::string& wanted) {
      return fits(condition.op, wanted, value);
    });
    return any != is_negated(condition.op);
  };
  return condition.for_all || is_negated(condition.op) ? std::ranges::all_of(actual, fits_one)
                                                       : std::ranges::any_of(actual, fits_one);
}

bool wildcard_match(std::string_view pattern, std::string_view text) {
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace sextant::sim
