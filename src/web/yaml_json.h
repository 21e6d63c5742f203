#pragma once

#include <boost/json/value.hpp>

#include <string_view>

namespace sextant::web {

// A YAML text as JSON, by the core schema of YAML 1.2: quoted scalars are strings, plain ones are
// null, booleans, numbers or strings. For files of the program itself: a malformed one throws.
boost::json::value yaml_to_json(std::string_view text);

}  // namespace sextant::web
