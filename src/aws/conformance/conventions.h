#pragma once

#include <boost/json/value.hpp>

#include "aws/model/shape.h"

namespace sextant::aws::conformance {

// `value` in the vectors' conventions (blob = plain text, timestamp = seconds since 1970) turned
// into ours, as its shape says. What does not fit the shape stays as it is.
boost::json::value to_our_conventions(const ShapeRef& ref, const boost::json::value& value);

}  // namespace sextant::aws::conformance
