#include "sync/reconcile.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace sextant::sync {
namespace {

Date day(const char* text) {
  return *parse_date(text);
}

lake::CostRow row(const char* start, const char* service, std::int64_t units, bool has_net = true) {
  lake::CostRow made;
  made.start = day(start);
  made.end = add_months(made.start, 1);
  if (*service != '\0') made.service = service;
  made.currency = "USD";
  made.amounts.unblended = made.amounts.blended = made.amounts.amortized =
      Decimal::from_units(units);
  if (has_net) made.amounts.net_unblended = made.amounts.net_amortized = Decimal::from_units(units);
  return made;
}

lake::PeriodSums sums_of(const std::vector<lake::CostRow>& rows) {
  lake::PeriodSums sums;
  for (const lake::CostRow& row : rows) {
    const auto [sum, is_new] =
        sums.try_emplace(std::pair(row.start, row.currency.value_or("")), row.amounts);
    if (!is_new) sum->second = *sum->second.plus(row.amounts);
  }
  return sums;
}

Result<std::vector<lake::CostRow>> differences(const std::vector<lake::CostRow>& control,
                                               const std::vector<lake::CostRow>& face) {
  return sync::differences(control, sums_of(face));
}

TEST(Differences, NothingWhereAFaceSumsToItsControl) {
  EXPECT_TRUE(differences({row("2026-09-01", "", 5)},
                          {row("2026-09-01", "a", 2), row("2026-09-01", "b", 3)})
                  ->empty());
  EXPECT_TRUE(differences({row("2026-09-01", "", 0)}, {})->empty()) << "an empty period";
}

TEST(Differences, ARowWithoutKeysForWhatIsLacking) {
  const auto lacking = *differences({row("2026-09-01", "", 5), row("2026-10-01", "", 7)},
                                    {row("2026-09-01", "a", 6)});
  ASSERT_EQ(lacking.size(), 2U);
  EXPECT_EQ(lacking[0].amounts.unblended, Decimal::from_units(-1));
  EXPECT_EQ(lacking[1].amounts.net_amortized, Decimal::from_units(7));
  EXPECT_TRUE(lacking[0].is_unallocated);
  EXPECT_EQ(lacking[0].service, std::nullopt);
}

TEST(Differences, SeesASingleMetric) {
  auto face = row("2026-09-01", "a", 5);
  face.amounts.amortized = Decimal::from_units(4);
  const auto lacking = *differences({row("2026-09-01", "", 5)}, {face});
  ASSERT_EQ(lacking.size(), 1U);
  EXPECT_TRUE(lacking[0].amounts.unblended.is_zero());
  EXPECT_EQ(lacking[0].amounts.amortized, Decimal::from_units(1));
}

TEST(Differences, CurrenciesAreNeverOneSum) {
  auto yuan = row("2026-09-01", "a", 5);
  yuan.currency = "CNY";
  const auto lacking = *differences({row("2026-09-01", "", 5)}, {yuan});
  ASSERT_EQ(lacking.size(), 2U);
  EXPECT_EQ(lacking[0].currency, "USD");
  EXPECT_EQ(lacking[1].currency, "CNY");
  EXPECT_EQ(lacking[1].amounts.unblended, Decimal::from_units(-5));
}

TEST(Differences, PeriodsWithoutControlAreNotLookedAt) {
  EXPECT_TRUE(differences({}, {row("2026-09-01", "a", 5)})->empty());
}

TEST(Differences, AbsentNetMetricsAreNotZero) {
  EXPECT_TRUE(
      differences({row("2026-09-01", "", 5, false)}, {row("2026-09-01", "a", 5, false)})->empty());
  EXPECT_TRUE(differences({row("2026-09-01", "", 5)}, {row("2026-09-01", "a", 5, false)})->empty());
}

TEST(Differences, ThatLeaveTheRangeAreErrors) {
  auto huge = row("2026-09-01", "a", 0);
  huge.amounts.unblended = *Decimal::parse("99999999999999999999");
  auto total = huge;
  total.amounts.unblended = *Decimal::parse("-99999999999999999999");
  EXPECT_EQ(differences({total}, {huge}).error().code, "decimal.overflow");
}

TEST(Differences, MakeUpForWhateverIsLacking) {
  rc::check([](const std::vector<std::int32_t>& amounts, std::int32_t total) {
    std::vector<lake::CostRow> face;
    for (const std::int32_t units : amounts) face.push_back(row("2026-09-01", "a", units));
    const std::vector<lake::CostRow> control = {row("2026-09-01", "", total)};
    const auto lacking = *differences(control, face);
    face.insert(face.end(), lacking.begin(), lacking.end());
    const auto sums = sums_of(face);
    const bool is_made_up =
        sums.empty() ? total == 0 : sums.begin()->second.unblended == Decimal::from_units(total);
    RC_ASSERT(is_made_up);
    // Once made up for, nothing is lacking.
    RC_ASSERT(differences(control, face)->empty());
  });
}

}  // namespace
}  // namespace sextant::sync
