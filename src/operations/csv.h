#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::operations {

// One line of CSV (RFC 4180, ended by a line feed). Empty cells for nullopt.
//
// A text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage
// return, and is no number) gets an apostrophe in front.
std::string csv_line(const std::vector<std::optional<std::string>>& cells);

// "12", "-0.5", "1.2e-7": what may begin with a sign and is no formula.
bool is_plain_number(std::string_view text);

}  // namespace sextant::operations
