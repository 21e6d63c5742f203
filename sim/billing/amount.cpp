#include "sim/billing/amount.h"

#include <fmt/core.h>

namespace sextant::sim {

namespace {

constexpr int kFractionDigits = 12;
// What is smaller than this is written as Java's BigDecimal does: with an exponent.
constexpr PicoSum kPlainFrom = 1'000'000;

std::string digits_of(PicoSum magnitude) {
  std::string out;
  for (; magnitude != 0; magnitude /= 10) {
    out.insert(out.begin(), static_cast<char>('0' + static_cast<int>(magnitude % 10)));
  }
  return out;
}

std::string scientific(std::string digits) {
  const int exponent = kFractionDigits - static_cast<int>(digits.size()) + 1;
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.size() > 1) digits.insert(1, ".");
  return fmt::format("{}E-{}", digits, exponent);
}

std::string plain(std::string digits) {
  while (digits.size() <= kFractionDigits) digits.insert(digits.begin(), '0');
  digits.insert(digits.size() - kFractionDigits, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

std::string amount_text(PicoSum amount) {
  if (amount == 0) return "0";
  const PicoSum magnitude = amount < 0 ? -amount : amount;
  const std::string digits = digits_of(magnitude);
  return (amount < 0 ? "-" : "") + (magnitude < kPlainFrom ? scientific(digits) : plain(digits));
}

std::string percentage_text(PicoSum part, PicoSum whole) {
  if (whole == 0) return "0";
  // 100 % is 100 units of 10^-12; the last two digits are cut to leave ten.
  const PicoSum percent = part * 100 * kOne / whole;
  return amount_text(percent - percent % 100);
}

}  // namespace sextant::sim
