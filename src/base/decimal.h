#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace sextant {

// An exact decimal with 18 fractional digits and 38 digits in all: DECIMAL(38,18) in the lake. All
// money is one of these; no double ever holds an amount. Sums that leave the range are errors
// (`decimal.overflow`), and text with a non-zero 19th fractional digit is refused
// (`decimal.too_precise`), never rounded in silence. A plain value, 16 bytes.
class Decimal {
 public:
  __extension__ using Units = __int128;
  static constexpr int kScale = 18;

  constexpr Decimal() = default;
  static constexpr Decimal from_units(Units units) { return Decimal(units); }
  static constexpr Decimal from_int(std::int64_t whole) {
    return Decimal(static_cast<Units>(whole) * kOne);
  }

  // Reads "12.5", "-0.001", "+3", "1.2E-7", "1e3"; nothing else (no spaces, separators, NaN). At
  // most 128 characters. Errors: decimal.malformed, decimal.too_precise, decimal.overflow.
  static Result<Decimal> parse(std::string_view text);

  constexpr Units units() const { return units_; }
  constexpr bool is_zero() const { return units_ == 0; }
  constexpr bool is_negative() const { return units_ < 0; }

  Result<Decimal> plus(Decimal other) const;
  Result<Decimal> minus(Decimal other) const;
  Result<Decimal> times(std::int64_t factor) const;
  constexpr Decimal negated() const { return Decimal(-units_); }
  constexpr Decimal magnitude() const { return Decimal(units_ < 0 ? -units_ : units_); }

  // Exact, in plain notation without trailing zeros: "123.4567", "-0.00000012", "0".
  std::string to_string() const;
  // For people: rounded half away from zero to `digits` (0 to 18) fractional digits: "123.46",
  // "-0.00".
  std::string to_fixed(int digits) const;
  // For plots and percentages only; never for an amount that is shown or added.
  double approximate() const;

  constexpr auto operator<=>(const Decimal&) const = default;

 private:
  static constexpr Units kOne = 1'000'000'000'000'000'000;
  explicit constexpr Decimal(Units units) : units_(units) {}

  Units units_ = 0;  // in 10^-18; |units_| < 10^38
};

}  // namespace sextant
