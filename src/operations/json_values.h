#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace sextant::operations {

// What the JSON of several operations has in common.

// null for "".
boost::json::value or_null(const std::string& text);
// RFC 3339, or null.
boost::json::value time_or_null(const std::optional<WallTime>& time);
// An error in the catalog's words: {"code", "title", "detail", "causes", "fix"}, and what AWS
// called it where AWS refused.
boost::json::object explained_json(const Error& error);

}  // namespace sextant::operations
