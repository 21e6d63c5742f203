#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

#include "aws/model/shape.h"
#include "base/result.h"

namespace sextant::aws {

// Structures, lists and maps are not scalars; everything else is.
bool is_scalar(const Shape& shape);

// The text of a scalar in forms, URIs, headers and XML. `value` has passed check_input. Where the
// model names no format for a timestamp, `otherwise` is used.
std::string scalar_text(const ShapeRef& ref, const boost::json::value& value,
                        TimestampFormat otherwise);

// Reads such a text by its type. Error: aws.unreadable_answer without facts.
Result<boost::json::value> read_scalar_text(const ShapeRef& ref, std::string_view text);

// The same error, for readers of whole bodies.
std::unexpected<Error> unreadable(std::string detail);

// A finite or non-finite number as APIs write it: "1.1", "4.0", "1e-07", "NaN", "-Infinity".
std::string number_text(double number);
// False where `text` is no number.
bool read_number(std::string_view text, double& number);
// The number, or its name where JSON has no way to write it.
boost::json::value number_value(double number);

}  // namespace sextant::aws
