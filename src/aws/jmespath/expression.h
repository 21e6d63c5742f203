#pragma once

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sextant::aws {

// A JMESPath expression, of the part of the language that AWS's paginators, waiters and endpoint
// parameters use:
//
//   a  "quoted"  a.b  a[0]  a[-1]  a[]  a[*]  a.*  a[?x == 'y']  [a, b]  @  (a)
//   a || b  a && b  !a  ==  !=  <  <=  >  >=  'text'  `literal`  length(a)  keys(a)
//
// The rest (pipes, slices, multi-select hashes, other functions) is refused. Immutable,
// thread-safe, cheap to copy.
class JmesPath {
 public:
  static constexpr std::size_t kTextBytesMax = 4096;
  static constexpr int kDepthMax = 32;

  // Error: jmespath.refused, saying what at which place.
  static Result<JmesPath> parse(std::string_view text);

  // What the expression selects in `document`; null where there is nothing. Never fails: a
  // comparison or a function of values that it is not made for gives null, as a missing member
  // does.
  boost::json::value search(const boost::json::value& document) const;

  struct Node;

 private:
  std::shared_ptr<const Node> root_;
};

// Whether JMESPath takes a value for true: not null, false, "", [] or {}.
bool is_jmespath_true(const boost::json::value& value);

}  // namespace sextant::aws
