#pragma once

#include <boost/json/value.hpp>

#include <string_view>

#include "aws/model/shape.h"
#include "base/result.h"

namespace sextant::aws {

// The JSON that stands in a body for `value`, which has passed check_input. Of a structure, only
// the members that travel in the body.
boost::json::value write_json(const ShapeRef& ref, const boost::json::value& value);

// Reads a whole body: a JSON document of the type of `ref`, or nothing, which is an empty object.
// Error: aws.unreadable_answer without facts, naming the member.
Result<boost::json::value> read_json_body(const ShapeRef& ref, std::string_view body);

// The same from JSON that is parsed already, in `memory`.
Result<boost::json::value> read_json(const ShapeRef& ref, const boost::json::value& value,
                                     const boost::json::storage_ptr& memory = {});

}  // namespace sextant::aws
