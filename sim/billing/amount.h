#pragma once

#include <cstdint>
#include <string>

namespace sextant::sim {

// Amounts of the ledger are whole numbers of 10^-12 of a currency unit (or of a unit of usage): one
// line of one day in 64 bits, which reach to nine million, sums in 128.
using Pico = std::int64_t;
__extension__ using PicoSum = __int128;
inline constexpr Pico kOne = 1'000'000'000'000;

// As Cost Explorer writes amounts: plain ("123.4567", "-0.000001", "0") down to 10^-6, and in
// scientific notation below that ("1.2E-7"), without trailing zeros.
std::string amount_text(PicoSum amount);

// As reservation and Savings Plans reports write percentages: "93.75" for part = 15, whole = 16;
// "0" where the whole is 0. Rounded down to ten digits after the point.
std::string percentage_text(PicoSum part, PicoSum whole);

}  // namespace sextant::sim
