#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant::aws {

struct JmesToken {
  enum class Kind : std::uint8_t {
    kEnd,
    kName,
    kLiteral,
    kNumber,
    kDot,
    kStar,
    kFlatten,
    kFilter,
    kOpen,
    kClose,
    kLeftParen,
    kRightParen,
    kComma,
    kCurrent,
    kOr,
    kAnd,
    kNot,
    kEqual,
    kNotEqual,
    kLess,
    kLessOrEqual,
    kMore,
    kMoreOrEqual,
  };
  Kind kind = Kind::kEnd;
  std::string text;            // kName
  boost::json::value literal;  // kLiteral, kNumber
  std::size_t place = 0;       // in the text, from 0
};

// The expression's tokens, the last of them kEnd. Error: jmespath.refused.
Result<std::vector<JmesToken>> lex_jmespath(std::string_view text);

std::unexpected<Error> jmespath_refused(std::size_t place, const std::string& what);

}  // namespace sextant::aws
