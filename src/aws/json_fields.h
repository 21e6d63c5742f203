#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sextant::aws {

// Reading answers whose form is not to be relied on: a field that is missing, or of another type,
// is as good as absent. `object` may be null.

// "" where there is no such text.
std::string text_field(const boost::json::object* object, std::string_view name);
std::optional<std::int64_t> integer_field(const boost::json::object* object, std::string_view name);
// nullptr where there is no such object.
const boost::json::object* object_field(const boost::json::object* object, std::string_view name);
// nullptr where there is no such array.
const boost::json::array* array_field(const boost::json::object* object, std::string_view name);

// The object in a text of at most 1 MiB; nullopt where it holds none. Never throws.
std::optional<boost::json::object> parse_object(std::string_view text);

}  // namespace sextant::aws
