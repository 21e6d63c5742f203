#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace sextant::aws {

// Deep enough for endpoint rule sets, shallow enough for any stack.
inline constexpr std::size_t kJsonDepthMax = 128;

// Reads one JSON document from a text of unknown origin: strict, UTF-8 only, nesting bounded, and
// with numbers that are the nearest double to what is written (Boost's own reader may be one off in
// the last place). The error says what is wrong and where. The value is for reading: what is
// changed in it takes memory that is freed with the whole.
std::expected<boost::json::value, std::string> parse_json_text(std::string_view text);

}  // namespace sextant::aws
