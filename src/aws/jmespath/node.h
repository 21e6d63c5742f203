#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "aws/jmespath/expression.h"

namespace sextant::aws {

// One step of a parsed expression. `parts` are its operands, by kind:
//   kSub, kOr, kAnd, kCompare: left, right      kNot, kFlatten, kLength, kKeys: operand
//   kProject, kProjectValues: source, what is applied to each element      kFilter: source,
//   condition, what is applied kIndex: source      kList: its elements      kCurrent, kField,
//   kLiteral: none
struct JmesPath::Node {
  enum class Kind : std::uint8_t {
    kCurrent,
    kField,
    kLiteral,
    kSub,
    kIndex,
    kFlatten,
    kProject,
    kProjectValues,
    kFilter,
    kList,
    kOr,
    kAnd,
    kNot,
    kCompare,
    kLength,
    kKeys,
  };
  enum class Comparison : std::uint8_t {
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kMore,
    kMoreOrEqual
  };

  Kind kind = Kind::kCurrent;
  std::string name;            // kField
  boost::json::value literal;  // kLiteral
  std::int64_t index = 0;      // kIndex; negative: from the end
  Comparison comparison = Comparison::kEqual;
  std::vector<std::unique_ptr<Node>> parts;
};

}  // namespace sextant::aws
