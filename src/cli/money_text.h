#pragma once

#include <string>

#include "base/decimal.h"

namespace sextant::cli {

// An amount for people: two digits after the point, thousands apart: "1,234.50". What would read as
// zero and is none says so:
// "<0.01", "-<0.01".
std::string money_text(Decimal amount);
// How far `after` is from `before`: "+12.3%", "-4%", "new", "gone", "=". For people only.
std::string change_text(Decimal before, Decimal after);

}  // namespace sextant::cli
