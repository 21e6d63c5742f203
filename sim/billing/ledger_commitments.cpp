#include <fmt/core.h>

#include <algorithm>

#include "sim/billing/ledger_builder.h"

namespace sextant::sim {

namespace {

constexpr std::int64_t kUsedPermille = 930;
constexpr std::size_t kCoveredAccounts = 3;
constexpr Pico kHoursOfDay = 24;

Pico permille_of(Pico amount, std::int64_t permille) {
  return static_cast<Pico>(static_cast<PicoSum>(amount) * permille / 1000);
}

// Paid now, amortized with the usage of the term.
void weigh_as_prepaid(ChargeLine& line) {
  line.weight.fill(1000);
  line.weight_of(Metric::kAmortizedCost) = 0;
  line.weight_of(Metric::kNetAmortizedCost) = 0;
}

}  // namespace

// A Savings Plan of one year, partly paid in advance, bought by the payer ten months ago and shared
// by some members. It is not used up, so some of it is amortized in its own fee.
void LedgerBuilder::add_savings_plan() {
  Dice dice(options_.seed, "savings-plan");
  Commitment plan;
  plan.kind = Commitment::Kind::kSavingsPlan;
  plan.id = derive_uuid(options_.seed, "savings-plan");
  plan.arn = fmt::format("arn:aws:savingsplans::{}:savingsplan/{}", accounts_.front().id, plan.id);
  plan.region = regions_of(currency_).front().name;
  plan.first = add_months(options_.today, -10);
  plan.last = add_months(plan.first, 12);
  plan.recurring = dice.between(300'000, 700'000) * 100'000'000;
  plan.upfront = dice.between(80'000, 160'000) * 100'000'000;

  std::vector<std::uint32_t> covered;
  for (std::uint32_t i = 1; i < accounts_.size() && covered.size() < kCoveredAccounts; ++i) {
    const std::uint32_t member = member_through({plan.first, options_.today}, i);
    if (member == 0) break;
    covered.push_back(member);
    i = member;
  }
  const Pico whole = plan.upfront + plan.recurring;
  for (const std::uint32_t account : covered) {
    const Pico share = permille_of(whole, kUsedPermille) / static_cast<Pico>(covered.size());
    plan.used += share;
    plan.on_demand += permille_of(share, 1400);
    add_covered_usage(plan, account, share);
  }

  ChargeLine fee = line_of(0, "SavingsPlanRecurringFee");
  set(fee, Dimension::kService, "Savings Plans for AWS Compute usage");
  set(fee, Dimension::kServiceCode, "ComputeSavingsPlans");
  set(fee, Dimension::kRegion, "global");
  set(fee, Dimension::kUsageType, "ComputeSP:1yrPartialUpfront");
  set(fee, Dimension::kSavingsPlanArn, plan.arn);
  set(fee, Dimension::kSavingsPlansType, "ComputeSavingsPlans");
  set(fee, Dimension::kPaymentOption, "Partial Upfront");
  fee.first = plan.first;
  fee.last = plan.last;
  ChargeLine upfront = fee;
  fee.fixed.fill(plan.recurring);
  fee.fixed_of(Metric::kAmortizedCost) = whole - plan.used;
  fee.fixed_of(Metric::kNetAmortizedCost) = whole - plan.used;
  push(fee);

  set(upfront, Dimension::kRecordType, "SavingsPlanUpfrontFee");
  weigh_as_prepaid(upfront);
  add_once(upfront, plan.first, plan.upfront * (plan.last - plan.first).count());
  commitments.push_back(plan);
}

// Usage that the plan pays for: at its on-demand price and taken back again, so that nothing is
// left of it unblended; amortized at the plan's price. The member itself, which does not own the
// plan, sees what it would have paid without.
void LedgerBuilder::add_covered_usage(const Commitment& plan, std::uint32_t account,
                                      Pico effective) {
  Dice dice(options_.seed, fmt::format("covered/{}", accounts_[account].id));
  ChargeLine usage = line_of(account, "SavingsPlanCoveredUsage");
  set_compute(usage);
  set(usage, Dimension::kPurchaseType, "Savings Plans");
  set(usage, Dimension::kSavingsPlanArn, plan.arn);
  set(usage, Dimension::kSavingsPlansType, "ComputeSavingsPlans");
  usage.first = plan.first;
  usage.last = plan.last;
  usage.base = permille_of(effective, 1400);
  usage.noise_seed = dice.seed();
  usage.noise_permille = 40;
  usage.weight.fill(1000);
  usage.quantity_permille = 10'416;
  usage.normalized_permille = 41'666;

  ChargeLine alone = usage;
  set(alone, Dimension::kRecordType, "Usage");
  set(alone, Dimension::kPurchaseType, "On Demand Instances");
  set(alone, Dimension::kSavingsPlanArn, "");
  set(alone, Dimension::kSavingsPlansType, "");
  alone.in_payer_view = false;
  push(alone);

  usage.in_member_view = false;
  ChargeLine negation = usage;
  for (const Metric metric : {Metric::kAmortizedCost, Metric::kNetAmortizedCost}) {
    usage.weight_of(metric) = 0;
    usage.fixed_of(metric) = effective;
  }
  push(usage);

  set(negation, Dimension::kRecordType, "SavingsPlanNegation");
  negation.weight.fill(-1000);
  negation.weight_of(Metric::kAmortizedCost) = 0;
  negation.weight_of(Metric::kNetAmortizedCost) = 0;
  negation.quantity_permille = 0;
  negation.normalized_permille = 0;
  push(negation);
}

// A reserved database of one year, partly paid in advance, which has run out two months ago: its
// whole term lies within the usual ledger.
void LedgerBuilder::add_reservation() {
  Dice dice(options_.seed, "reservation");
  Commitment held;
  held.kind = Commitment::Kind::kReservation;
  held.id = derive_uuid(options_.seed, "reservation");
  held.service = "Amazon Relational Database Service";
  held.region = regions_of(currency_).front().name;
  held.instance_type = "db.r6g.large";
  held.first = add_months(options_.today, -14);
  held.last = add_months(held.first, 12);
  held.account = member_through({held.first, options_.today}, 1);
  held.recurring = dice.between(60'000, 120'000) * 100'000'000;
  held.upfront = dice.between(20'000, 50'000) * 100'000'000;
  const Pico whole = held.recurring + held.upfront;
  held.used = permille_of(whole, kUsedPermille);
  held.on_demand = permille_of(held.used, 1600);
  held.hours = kHoursOfDay * kOne;
  held.hours_used = permille_of(held.hours, kUsedPermille);

  ChargeLine line = line_of(held.account, "DiscountedUsage");
  set(line, Dimension::kService, held.service);
  set(line, Dimension::kServiceCode, "AmazonRDS");
  set(line, Dimension::kRegion, held.region);
  set(line, Dimension::kInstanceType, held.instance_type);
  set(line, Dimension::kInstanceTypeFamily, "db.r6g");
  set(line, Dimension::kDatabaseEngine, "Aurora MySQL");
  set(line, Dimension::kPurchaseType, "Standard Reserved Instances");
  set(line, Dimension::kReservationId, held.id);
  set(line, Dimension::kSubscriptionId, held.id.substr(0, 8));
  set(line, Dimension::kUsageType, "HeavyUsage:db.r6g.large");
  set(line, Dimension::kOperation, "CreateDBInstance:0014");
  line.unit = names_.id("Hrs");
  line.first = held.first;
  line.last = held.last;

  ChargeLine used = line;
  used.fixed_of(Metric::kBlendedCost) = held.recurring;
  used.fixed_of(Metric::kAmortizedCost) = held.used;
  used.fixed_of(Metric::kNetAmortizedCost) = held.used;
  used.quantity_fixed = held.hours_used;
  used.normalized_fixed = 4 * held.hours_used;
  push(used);

  set(line, Dimension::kRecordType, "RIFee");
  ChargeLine monthly = line;
  monthly.cadence = Cadence::kMonthly;
  monthly.by_days_of_month = true;
  monthly.fixed.fill(held.recurring);
  monthly.fixed_of(Metric::kBlendedCost) = 0;
  monthly.fixed_of(Metric::kAmortizedCost) = whole - held.used;
  monthly.fixed_of(Metric::kNetAmortizedCost) = whole - held.used;
  push(monthly);

  weigh_as_prepaid(line);
  add_once(line, held.first, held.upfront * (held.last - held.first).count());
  commitments.push_back(held);
}

}  // namespace sextant::sim
