#include <fmt/core.h>

#include <algorithm>

#include "sim/billing/ledger_builder.h"

namespace sextant::sim {

void LedgerBuilder::add_taxes(std::uint32_t account) {
  Dice dice(options_.seed, fmt::format("tax/{}", accounts_[account].id));
  ChargeLine line = line_of(account, "Tax");
  set(line, Dimension::kService, "Tax");
  set(line, Dimension::kServiceCode, "Tax");
  line.cadence = Cadence::kMonthly;
  line.base = dice.skewed(500'000, 60'000'000) * 1'000'000;
  line.step = kOne / 100;
  line.noise_seed = dice.seed();
  line.noise_permille = 80;
  line.growth_permille = 8;
  line.weight.fill(1000);
  push(line);
}

void LedgerBuilder::add_support() {
  Dice dice(options_.seed, "support");
  ChargeLine line = line_of(0, "Support");
  set(line, Dimension::kService, "AWS Support (Business)");
  set(line, Dimension::kServiceCode, "AWSSupportBusiness");
  set(line, Dimension::kRegion, "global");
  set(line, Dimension::kUsageType, "Dollar");
  line.unit = names_.id("Dollar");
  line.cadence = Cadence::kMonthly;
  line.base = dice.between(100, 400) * kOne;
  line.step = kOne / 100;
  line.noise_seed = dice.seed();
  line.noise_permille = 50;
  line.weight.fill(1000);
  push(line);
}

// Credits, a refund, and a charge of a type that nobody has heard of.
void LedgerBuilder::add_corrections() {
  const Date month = first_of_month(options_.today);
  const DateInterval half_year{add_months(month, -6), options_.today};
  const std::uint32_t first = member_through(half_year, 1);
  const std::uint32_t second = member_through(half_year, first + 1);

  ChargeLine credit = line_of(second, "Credit");
  set_compute(credit);
  credit.first = std::max(credit.first, add_months(month, -6));
  credit.last = std::min(credit.last, add_months(month, 1));
  credit.base = 2 * kOne + 500'000'004'500;
  credit.weight.fill(-1000);
  push(credit);

  // A free tier that is given back: a negative amount of a few billionths.
  ChargeLine tiny = line_of(first, "Credit");
  set(tiny, Dimension::kService, "AWS Key Management Service");
  set(tiny, Dimension::kServiceCode, "awskms");
  set(tiny, Dimension::kRegion, regions_of(currency_).front().name);
  set(tiny, Dimension::kUsageType, "KMS-Requests");
  tiny.base = 4'500;
  tiny.weight.fill(-1000);
  push(tiny);

  ChargeLine refund = line_of(first, "Refund");
  set(refund, Dimension::kService, "Amazon Simple Storage Service");
  set(refund, Dimension::kServiceCode, "AmazonS3");
  set(refund, Dimension::kRegion, regions_of(currency_).front().name);
  refund.weight.fill(-1000);
  add_once(refund, add_months(month, -3) + std::chrono::days(11), 37 * kOne + 123'456'789'012);

  ChargeLine unheard = line_of(first, "Enterprise Discount Program Reversal X");
  set(unheard, Dimension::kService, "AWS Enterprise Programs");
  set(unheard, Dimension::kServiceCode, "AWSEnterprisePrograms");
  unheard.weight.fill(1000);
  add_once(unheard, add_months(month, -2) + std::chrono::days(4), 12 * kOne + kOne / 2);
}

void LedgerBuilder::add_refresh(std::uint32_t number, Date today) {
  Dice dice(options_.seed, fmt::format("refresh/{}", number));
  const Date month = first_of_month(today);
  const DateInterval closed{add_months(month, -1), month};
  const std::uint32_t giver = member_through(closed, 1);
  const std::uint32_t taker = member_through(closed, giver + 1);
  const Pico moved = dice.between(10'000, 900'000) * 1'000'000;
  const Date day = closed.start + std::chrono::days(dice.between(0, 27));

  ChargeLine from = line_of(giver, "Usage");
  set_compute(from);
  from.weight.fill(-1000);
  add_once(from, day, moved);
  ChargeLine to = line_of(taker, "Usage");
  set_compute(to);
  set(to, Dimension::kService, "EC2 - Other");
  to.weight.fill(1000);
  add_once(to, day, moved);

  ChargeLine late = line_of(giver, "Usage");
  set_compute(late);
  late.weight.fill(1000);
  add_once(late, month, dice.between(10'000, 900'000) * 1'000'000);
}

}  // namespace sextant::sim
