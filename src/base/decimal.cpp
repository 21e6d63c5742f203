#include "base/decimal.h"

#include <algorithm>
#include <cassert>

namespace sextant {
namespace {

using Units = Decimal::Units;

constexpr std::size_t kTextMax = 128;
constexpr int kExponentMax = 1000;  // far outside the range already; bounds the loop below

constexpr Units power_of_ten(int exponent) {
  Units out = 1;
  for (int i = 0; i < exponent; ++i) out *= 10;
  return out;
}
constexpr Units kLimit = power_of_ten(38);  // exclusive

std::unexpected<Error> malformed(std::string_view text) {
  return failure("decimal.malformed",
                 "not a decimal number: '" + std::string(text.substr(0, 40)) + "'");
}
std::unexpected<Error> overflow() {
  return failure("decimal.overflow", "the amount has more than 38 digits (20 before the point)");
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The parts of a literal: digits without a point, where the point stood, and the exponent.
struct Literal {
  bool negative = false;
  std::string digits;
  int point = 0;  // the value is 0.digits × 10^point
};

// Reads an optional exponent at `at`; false where there is none but should be.
bool read_exponent(std::string_view text, std::size_t at, int& exponent) {
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  bool negative = false;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
  if (at == text.size()) return false;
  for (; at < text.size(); ++at) {
    if (!is_digit(text[at])) return false;
    exponent = std::min(exponent * 10 + (text[at] - '0'), kExponentMax);
  }
  if (negative) exponent = -exponent;
  return true;
}

bool read_literal(std::string_view text, Literal& out) {
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) out.negative = text[at++] == '-';
  std::size_t digits_read = 0;
  for (; at < text.size() && is_digit(text[at]); ++at, ++digits_read) out.digits += text[at];
  out.point = static_cast<int>(out.digits.size());
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && is_digit(text[at]); ++at, ++digits_read) out.digits += text[at];
  }
  int exponent = 0;
  if (digits_read == 0 || !read_exponent(text, at, exponent)) return false;
  out.point += exponent;
  return true;
}

}  // namespace

Result<Decimal> Decimal::parse(std::string_view text) {
  Literal literal;
  if (text.size() > kTextMax || !read_literal(text, literal)) return malformed(text);
  const std::size_t first = literal.digits.find_first_not_of('0');
  if (first == std::string::npos) return Decimal();
  literal.digits.erase(0, first);
  literal.point -= static_cast<int>(first);
  literal.digits.erase(literal.digits.find_last_not_of('0') + 1);
  const int fraction = static_cast<int>(literal.digits.size()) - literal.point;
  if (fraction > kScale) {
    return failure("decimal.too_precise",
                   "more than 18 digits after the point: '" + std::string(text) + "'");
  }
  if (literal.point > 20) return overflow();
  Units units = 0;
  for (const char c : literal.digits) units = units * 10 + (c - '0');
  units *= power_of_ten(kScale - fraction);
  assert(units > 0 && units < kLimit);
  return Decimal(literal.negative ? -units : units);
}

Result<Decimal> Decimal::plus(Decimal other) const {
  Units sum = 0;
  if (__builtin_add_overflow(units_, other.units_, &sum)) return overflow();
  if (sum >= kLimit || sum <= -kLimit) return overflow();
  return Decimal(sum);
}

Result<Decimal> Decimal::minus(Decimal other) const {
  return plus(other.negated());
}

Result<Decimal> Decimal::times(std::int64_t factor) const {
  Units product = 0;
  if (__builtin_mul_overflow(units_, static_cast<Units>(factor), &product)) return overflow();
  if (product >= kLimit || product <= -kLimit) return overflow();
  return Decimal(product);
}

std::string Decimal::to_string() const {
  std::string out = to_fixed(kScale);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string Decimal::to_fixed(int digits) const {
  assert(digits >= 0 && digits <= kScale);
  Units left = units_ < 0 ? -units_ : units_;
  const Units step = power_of_ten(kScale - digits);
  left = left / step + (left % step * 2 >= step ? 1 : 0);
  std::string out;
  for (; left != 0; left /= 10) out += static_cast<char>('0' + static_cast<int>(left % 10));
  while (static_cast<int>(out.size()) <= digits) out += '0';
  std::reverse(out.begin(), out.end());
  if (digits > 0) out.insert(out.size() - static_cast<std::size_t>(digits), ".");
  if (units_ < 0) out.insert(0, "-");
  return out;
}

double Decimal::approximate() const {
  return static_cast<double>(units_) / static_cast<double>(kOne);
}

}  // namespace sextant
