#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant {

std::string to_lower(std::string_view text);   // ASCII only
std::string to_upper(std::string_view text);   // ASCII only
std::string_view trim(std::string_view text);  // spaces, tabs, CR, LF
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string_view text, std::string_view from, std::string_view to);
bool equals_ignoring_case(std::string_view a, std::string_view b);

// `text` as one word of a POSIX shell, quoted only where it has to be.
std::string shell_quote(std::string_view text);

// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);
// RFC 4648 section 5, without padding.
std::string to_base64_url(std::string_view bytes);
// Error: text.malformed_base64. Padding is required only where `text` has some.
Result<std::string> from_base64(std::string_view text);
// Percent-encodes all but RFC 3986's unreserved characters and those in `keep`.
std::string percent_encode(std::string_view text, std::string_view keep = "");
// Leaves malformed escapes as they are.
std::string percent_decode(std::string_view text);

bool is_valid_utf8(std::string_view text);
// `text` made fit for a terminal line: control characters, escape sequences, bidirectional controls
// and invalid UTF-8 become visible replacements. For all that comes from a cloud, a file or a
// server.
std::string for_terminal(std::string_view text);
// Columns that `text` takes on a terminal (wide characters two, combining ones none).
std::size_t display_width(std::string_view text);
// The nearest of `names` to `wanted` (edit distance at most a third of its length), best first, at
// most `count`.
std::vector<std::string> nearest(std::string_view wanted, const std::vector<std::string>& names,
                                 std::size_t count = 3);

}  // namespace sextant
