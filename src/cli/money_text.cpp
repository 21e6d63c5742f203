#include "cli/money_text.h"

#include <fmt/format.h>

#include <cmath>

namespace sextant::cli {

std::string money_text(Decimal amount) {
  std::string text = amount.to_fixed(2);
  const bool reads_as_zero = text == "0.00" || text == "-0.00";
  if (reads_as_zero) return amount.is_zero() ? "0.00" : amount.is_negative() ? "-<0.01" : "<0.01";
  const std::size_t first = amount.is_negative() ? 1 : 0;
  for (std::size_t at = text.size() - 3; at > first + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string change_text(Decimal before, Decimal after) {
  if (before == after) return "=";
  if (before.is_zero()) return "new";
  if (after.is_zero()) return "gone";
  const double ratio =
      (after.approximate() - before.approximate()) / std::abs(before.approximate()) * 100;
  if (std::abs(ratio) >= 1000) return ratio > 0 ? ">+999%" : "<-999%";
  return fmt::format("{:+.{}f}%", ratio, std::abs(ratio) < 10 ? 1 : 0);
}

}  // namespace sextant::cli
