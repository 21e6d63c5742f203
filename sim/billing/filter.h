#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "sim/billing/ledger.h"
#include "sim/service.h"

namespace sextant::sim {

// Cost Explorer's Expression: which lines of the bill are meant. A plain value.
class Filter {
 public:
  // Matches everything.
  Filter() = default;
  // Faults are ValidationExceptions in Cost Explorer's words. Depth and numbers are limited.
  static std::expected<Filter, Fault> parse(const json::object& expression);

  bool matches(const Ledger& ledger, const ChargeLine& line) const;
  // The values of EQUALS on this dimension, where the filter is that condition or an And with it.
  std::vector<std::string> values_of(Dimension dimension) const;

 private:
  enum class Kind : std::uint8_t { kEverything, kAnd, kOr, kNot, kDimension, kTag, kCategory };
  enum class How : std::uint8_t { kEquals, kStartsWith, kEndsWith, kContains, kAbsent };

  static std::expected<Filter, Fault> parse_at(const json::object& expression, int depth);
  static std::expected<Filter, Fault> parse_operands(Kind kind, const json::value& operands,
                                                     int depth);
  static std::expected<Filter, Fault> parse_condition(Kind kind, const json::value& condition);
  std::expected<void, Fault> read_match_options(const json::object& condition);
  bool accepts(std::string_view text) const;

  Kind kind_ = Kind::kEverything;
  How how_ = How::kEquals;
  bool ignores_case_ = false;
  Dimension dimension_ = Dimension::kService;
  std::size_t key_ = 0;  // of kTagKeys or kCategoryNames; their size where the key is unknown
  std::vector<std::string> values_;
  std::vector<Filter> operands_;
};

}  // namespace sextant::sim
