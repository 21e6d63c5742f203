#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace sextant {

// `value` over several lines, two spaces a level, for people and for files that people read. Lists
// of plain values and empty ones stay on one line while they are short. `indent` is the number of
// spaces that every line but the first begins with.
std::string pretty_json(const boost::json::value& value, int indent = 0);

// The same value as YAML in block style. Every string is quoted, so that none is taken for a date,
// a number or a tag.
std::string to_yaml(const boost::json::value& value, int indent = 0);

}  // namespace sextant
