#include "sim/billing/ledger.h"

#include <gtest/gtest.h>

#include <set>

namespace sextant::sim {
namespace {

class LedgerTest : public testing::Test {
 protected:
  static constexpr Freshness kNow{std::chrono::sys_days(std::chrono::year(2026) / 10 / 15), 8, 0};
  static constexpr Perspective kPayer{};

  static World world_of(std::uint64_t seed) {
    return make_world({.seed = seed, .now = kNow.today, .members = 12});
  }
  static Ledger ledger_of(const World& world, std::uint64_t seed) {
    LedgerOptions options;
    options.seed = seed;
    options.today = kNow.today;
    return {"USD", world.organizations.front().accounts, options};
  }

  // Sums of all metrics over the lines that `wanted` takes.
  template <typename Wanted>
  static std::array<PicoSum, kMetricCount> sums(const Ledger& ledger,
                                                const Perspective& perspective,
                                                DateInterval interval, const Freshness& fresh,
                                                const Wanted& wanted) {
    std::array<PicoSum, kMetricCount> out{};
    Amounts amounts;
    for (const ChargeLine& line : ledger.lines(fresh.refreshes)) {
      if (!wanted(line)) continue;
      const DateInterval span = ledger.span_of(line, perspective);
      for (Date day = std::max(span.start, interval.start); day < std::min(span.end, interval.end);
           day += std::chrono::days(1)) {
        if (!ledger.amounts_on(line, day, fresh, amounts)) continue;
        for (std::size_t m = 0; m < kMetricCount; ++m) out[m] += amounts[m];
      }
    }
    return out;
  }
  static bool all(const ChargeLine&) { return true; }
  static PicoSum of(const std::array<PicoSum, kMetricCount>& sums, Metric metric) {
    return sums[static_cast<std::size_t>(metric)];
  }
  static DateInterval month(int back) {
    return {add_months(kNow.today, -back), add_months(kNow.today, 1 - back)};
  }
};

TEST_F(LedgerTest, FollowsFromTheSeedAlone) {
  const World world = world_of(7);
  const Ledger one = ledger_of(world, 7);
  const Ledger same = ledger_of(world, 7);
  const Ledger other = ledger_of(world, 8);
  const DateInterval whole{one.begin(), kNow.today};
  EXPECT_EQ(sums(one, kPayer, whole, kNow, all), sums(same, kPayer, whole, kNow, all));
  EXPECT_NE(sums(one, kPayer, whole, kNow, all), sums(other, kPayer, whole, kNow, all));
}

TEST_F(LedgerTest, MetricsAgreeWithEachOther) {
  for (const std::uint64_t seed : {1U, 7U, 99U}) {
    const World world = world_of(seed);
    const Ledger ledger = ledger_of(world, seed);
    for (int back = 1; back < 17; ++back) {
      const auto sum = sums(ledger, kPayer, month(back), kNow, all);
      EXPECT_EQ(of(sum, Metric::kBlendedCost), of(sum, Metric::kUnblendedCost)) << back;
      EXPECT_EQ(of(sum, Metric::kNetUnblendedCost), of(sum, Metric::kUnblendedCost)) << back;
      EXPECT_EQ(of(sum, Metric::kNetAmortizedCost), of(sum, Metric::kAmortizedCost)) << back;
      EXPECT_GT(of(sum, Metric::kUsageQuantity), 0) << back;
    }
  }
}

TEST_F(LedgerTest, AmortizesACommitmentOverItsTerm) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  const auto held =
      std::ranges::find(ledger.commitments(), Commitment::Kind::kReservation, &Commitment::kind);
  ASSERT_NE(held, ledger.commitments().end());
  const auto of_it = [&](const ChargeLine& line) {
    return ledger.text_of(line, Dimension::kReservationId) == held->id;
  };
  const auto term = sums(ledger, kPayer, {held->first, held->last}, kNow, of_it);
  EXPECT_EQ(of(term, Metric::kAmortizedCost), of(term, Metric::kUnblendedCost));
  EXPECT_GT(of(term, Metric::kAmortizedCost), 0);
  const auto first_month =
      sums(ledger, kPayer, {held->first, add_months(held->first, 1)}, kNow, of_it);
  EXPECT_GT(of(first_month, Metric::kUnblendedCost), of(first_month, Metric::kAmortizedCost) * 2)
      << "what is paid in advance shows on the first day";
}

TEST_F(LedgerTest, HoldsEveryTypeOfChargeAndOneThatIsUnheardOf) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  std::set<std::string_view> types;
  std::set<std::string_view> regions;
  for (const ChargeLine& line : ledger.lines(0)) {
    types.insert(ledger.text_of(line, Dimension::kRecordType));
    regions.insert(ledger.text_of(line, Dimension::kRegion));
  }
  for (const char* type :
       {"Usage", "Tax", "Credit", "Refund", "RIFee", "DiscountedUsage", "SavingsPlanCoveredUsage",
        "SavingsPlanRecurringFee", "SavingsPlanNegation", "SavingsPlanUpfrontFee", "Support",
        "Solution Provider Program Discount", "Enterprise Discount Program Reversal X"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
  EXPECT_TRUE(regions.contains("NoRegion"));
  EXPECT_TRUE(regions.contains("global"));
  EXPECT_TRUE(regions.contains("us-east-1"));
}

TEST_F(LedgerTest, HoldsAmountsBelowAMillionth) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  bool has_tiny = false;
  bool has_negative = false;
  Amounts amounts;
  for (const ChargeLine& line : ledger.lines(0)) {
    if (!ledger.amounts_on(line, kNow.today - std::chrono::days(3), kNow, amounts)) continue;
    has_tiny = has_tiny || amount_text(amounts[0]) == "1.2E-7";
    has_negative = has_negative || amount_text(amounts[0]) == "-4.5E-9";
  }
  EXPECT_TRUE(has_tiny);
  EXPECT_TRUE(has_negative);
}

TEST_F(LedgerTest, KnowsWhoLeftAndWhoJoinedLate) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  for (std::uint32_t i = 1; i < ledger.accounts().size(); ++i) {
    const SimAccount& account = ledger.accounts()[i];
    const auto costs = [&](DateInterval interval) {
      return of(sums(ledger, kPayer, interval, kNow,
                     [&](const ChargeLine& line) { return line.account == i; }),
                Metric::kUnblendedCost);
    };
    EXPECT_EQ(costs({ledger.begin(), std::max(account.joined, ledger.begin())}), 0) << account.name;
    if (account.left) {
      EXPECT_EQ(costs({*account.left, kNow.today}), 0) << account.name;
      EXPECT_NE(costs({ledger.begin(), *account.left}), 0) << account.name;
    }
  }
}

TEST_F(LedgerTest, AMemberThatLeftGoesOnWithABillOfItsOwn) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  const auto gone = std::ranges::find(ledger.accounts(), "divested", &SimAccount::name);
  ASSERT_NE(gone, ledger.accounts().end());
  const Perspective own = *ledger.perspective_of(gone->id);
  const auto before = sums(ledger, own, {ledger.begin(), *gone->left}, kNow, all);
  const auto after = sums(ledger, own, {*gone->left, kNow.today}, kNow, all);
  EXPECT_EQ(of(before, Metric::kUnblendedCost), 0);
  EXPECT_GT(of(after, Metric::kUnblendedCost), 0);
}

TEST_F(LedgerTest, AMemberSeesOtherFiguresThanItsPayer) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  const Perspective own{.is_payer = false, .account = 1};
  const auto of_member = [](const ChargeLine& line) { return line.account == 1; };
  const auto payers = sums(ledger, kPayer, month(1), kNow, of_member);
  const auto members = sums(ledger, own, month(1), kNow, all);
  EXPECT_GT(of(members, Metric::kUnblendedCost), of(payers, Metric::kUnblendedCost))
      << "without the shared Savings Plan and the reseller's discount";
}

TEST_F(LedgerTest, TodayHoldsAShareOfTheDay) {
  const World world = world_of(7);
  const Ledger ledger = ledger_of(world, 7);
  const DateInterval today{kNow.today, kNow.today + std::chrono::days(1)};
  const auto at = [&](int hours) {
    return of(sums(ledger, kPayer, today, {kNow.today, hours, 0}, all), Metric::kUnblendedCost);
  };
  EXPECT_EQ(at(0), 0);
  EXPECT_GT(at(8), 0);
  EXPECT_GT(at(16), at(8));
  EXPECT_EQ(freshness_at(WallTime(kNow.today) + std::chrono::hours(15)).hours, 8);
  EXPECT_EQ(freshness_at(WallTime(kNow.today) + std::chrono::hours(23)).hours, 16);
  EXPECT_EQ(freshness_at(kNow.today).hours, 0);
}

TEST_F(LedgerTest, ARefreshMovesMoneyAndAddsSome) {
  const World world = world_of(7);
  Ledger ledger = ledger_of(world, 7);
  ledger.refresh(kNow.today);
  const Freshness later{kNow.today, kNow.hours, 1};
  const auto compute = [&](const ChargeLine& line) {
    return ledger.text_of(line, Dimension::kService) == "Amazon Elastic Compute Cloud - Compute";
  };
  EXPECT_EQ(sums(ledger, kPayer, month(1), kNow, all), sums(ledger, kPayer, month(1), later, all));
  EXPECT_NE(sums(ledger, kPayer, month(1), kNow, compute),
            sums(ledger, kPayer, month(1), later, compute));
  EXPECT_LT(of(sums(ledger, kPayer, month(0), kNow, all), Metric::kUnblendedCost),
            of(sums(ledger, kPayer, month(0), later, all), Metric::kUnblendedCost));
  for (int i = 0; i < 1100; ++i) ledger.refresh(kNow.today);
  EXPECT_EQ(ledger.refreshes(), Ledger::kRefreshesMax);
}

TEST_F(LedgerTest, StandsAlone) {
  const World world = world_of(7);
  LedgerOptions options;
  options.today = kNow.today;
  options.months = 1;
  options.services = 500;
  const Ledger ledger("EUR", {world.base}, options);
  EXPECT_FALSE(ledger.lines(0).empty());
  EXPECT_TRUE(ledger.commitments().empty());
  EXPECT_EQ(ledger.perspective_of("000000000000"), std::nullopt);
  EXPECT_TRUE(ledger.perspective_of(world.base.id)->is_payer);
}

}  // namespace
}  // namespace sextant::sim
