#include "sim/billing/filter.h"

#include <fmt/core.h>

#include <algorithm>
#include <boost/json/array.hpp>

#include "base/text.h"
#include "sim/billing/validation.h"

namespace sextant::sim {

namespace {

constexpr int kDepthMax = 16;
constexpr std::size_t kOperandsMax = 1000;
constexpr std::size_t kValuesMax = 10'000;

template <std::size_t N>
std::size_t index_of(const std::array<std::string_view, N>& keys, std::string_view key) {
  return static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin());
}

}  // namespace

std::expected<Filter, Fault> Filter::parse(const json::object& expression) {
  return parse_at(expression, 0);
}

std::expected<Filter, Fault> Filter::parse_at(const json::object& expression, int depth) {
  if (depth > kDepthMax) return invalid("Expression is nested too deeply");
  static constexpr std::array<std::pair<std::string_view, Kind>, 6> kRoots = {
      {{"And", Kind::kAnd},
       {"Or", Kind::kOr},
       {"Not", Kind::kNot},
       {"Dimensions", Kind::kDimension},
       {"Tags", Kind::kTag},
       {"CostCategories", Kind::kCategory}}};
  const json::value* root = nullptr;
  Kind kind = Kind::kEverything;
  int roots = 0;
  for (const auto& [name, candidate] : kRoots) {
    const json::value* found = expression.if_contains(name);
    if (found == nullptr || found->is_null()) continue;
    ++roots;
    root = found;
    kind = candidate;
  }
  if (roots != 1) {
    return invalid(
        "Expression has zero or more than one roots. Only one root operator is allowed for each "
        "expression: \"and\", \"or\", \"not\", \"tag\" or \"dimensionValue\"");
  }
  if (kind == Kind::kAnd || kind == Kind::kOr) return parse_operands(kind, *root, depth);
  if (kind == Kind::kNot) {
    if (!root->is_object()) return malformed_request();
    Filter out;
    out.kind_ = kind;
    SEXTANT_TRY(Filter operand, parse_at(root->get_object(), depth + 1));
    out.operands_.push_back(std::move(operand));
    return out;
  }
  return parse_condition(kind, *root);
}

std::expected<Filter, Fault> Filter::parse_operands(Kind kind, const json::value& operands,
                                                    int depth) {
  if (!operands.is_array()) return malformed_request();
  const json::array& items = operands.get_array();
  const std::string_view name = kind == Kind::kAnd ? "And" : "Or";
  if (items.size() < 2)
    return invalid(fmt::format("{} expression must have at least 2 operands", name));
  if (items.size() > kOperandsMax) return invalid("Expression has too many operands");
  Filter out;
  out.kind_ = kind;
  for (const json::value& item : items) {
    if (!item.is_object()) return malformed_request();
    SEXTANT_TRY(Filter operand, parse_at(item.get_object(), depth + 1));
    out.operands_.push_back(std::move(operand));
  }
  return out;
}

std::expected<Filter, Fault> Filter::parse_condition(Kind kind, const json::value& condition) {
  if (!condition.is_object()) return malformed_request();
  const json::object& members = condition.get_object();
  Filter out;
  out.kind_ = kind;
  SEXTANT_TRY(const std::string key, read_text(members, "Key"));
  SEXTANT_TRY(out.values_, read_texts(members, "Values", kValuesMax));
  SEXTANT_TRY_VOID(out.read_match_options(members));
  if (kind == Kind::kDimension) {
    if (key == "RESOURCE_ID") return invalid("Dimension RESOURCE_ID is not allowed.");
    const auto dimension = find_dimension(key);
    if (!dimension) {
      std::vector<std::string> known;
      for (std::size_t i = 0; i < kDimensionCount; ++i) {
        known.emplace_back(dimension_name(static_cast<Dimension>(i)));
      }
      return invalid("Dimension not valid. Valid values are " + join(known, ", "));
    }
    out.dimension_ = *dimension;
  } else {
    out.key_ = kind == Kind::kTag ? index_of(kTagKeys, key) : index_of(kCategoryNames, key);
  }
  if (out.values_.empty() && out.how_ != How::kAbsent) {
    return invalid(fmt::format("Values for {} cannot be empty", key));
  }
  return out;
}

std::expected<void, Fault> Filter::read_match_options(const json::object& condition) {
  SEXTANT_TRY(const std::vector<std::string> options, read_texts(condition, "MatchOptions", 8));
  for (const std::string& option : options) {
    if (option == "EQUALS") {
      how_ = How::kEquals;
    } else if (option == "ABSENT") {
      how_ = How::kAbsent;
    } else if (option == "STARTS_WITH") {
      how_ = How::kStartsWith;
    } else if (option == "ENDS_WITH") {
      how_ = How::kEndsWith;
    } else if (option == "CONTAINS") {
      how_ = How::kContains;
    } else if (option == "CASE_INSENSITIVE") {
      ignores_case_ = true;
    } else if (option == "GREATER_THAN_OR_EQUAL") {
      return invalid("Match option GREATER_THAN_OR_EQUAL is not allowed for this operation");
    } else if (option != "CASE_SENSITIVE") {
      return not_in_enum(option, "filter.matchOptions",
                         "EQUALS, ABSENT, STARTS_WITH, ENDS_WITH, CONTAINS, CASE_SENSITIVE, "
                         "CASE_INSENSITIVE, GREATER_THAN_OR_EQUAL");
    }
  }
  if (ignores_case_) {
    for (std::string& value : values_) value = to_lower(value);
  }
  return {};
}

bool Filter::accepts(std::string_view text) const {
  std::string lowered;
  if (ignores_case_) text = lowered = to_lower(text);
  return std::ranges::any_of(values_, [&](const std::string& value) {
    switch (how_) {
      case How::kEquals:
        return text == value;
      case How::kStartsWith:
        return text.starts_with(value);
      case How::kEndsWith:
        return text.ends_with(value);
      case How::kContains:
        return text.find(value) != std::string_view::npos;
      case How::kAbsent:
        return false;
    }
    return false;
  });
}

bool Filter::matches(const Ledger& ledger, const ChargeLine& line) const {
  const auto matching = [&](const Filter& operand) { return operand.matches(ledger, line); };
  const auto keyed = [&](const auto& ids) {
    const std::uint32_t id = key_ < ids.size() ? ids[key_] : 0;
    return how_ == How::kAbsent ? id == 0 : accepts(ledger.names().text(id));
  };
  switch (kind_) {
    case Kind::kEverything:
      return true;
    case Kind::kAnd:
      return std::ranges::all_of(operands_, matching);
    case Kind::kOr:
      return std::ranges::any_of(operands_, matching);
    case Kind::kNot:
      return !operands_.front().matches(ledger, line);
    case Kind::kDimension:
      return how_ == How::kAbsent ? line.value(dimension_) == 0
                                  : accepts(ledger.text_of(line, dimension_));
    case Kind::kTag:
      return keyed(line.tags);
    case Kind::kCategory:
      return keyed(line.categories);
  }
  return false;
}

std::vector<std::string> Filter::values_of(Dimension dimension) const {
  if (kind_ == Kind::kDimension && dimension_ == dimension) return values_;
  if (kind_ != Kind::kAnd) return {};
  for (const Filter& operand : operands_) {
    if (auto values = operand.values_of(dimension); !values.empty()) return values;
  }
  return {};
}

}  // namespace sextant::sim
