#include "lake/cost_table.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/testing/temporary_folder.h"
#include "lake/testing/write_costs.h"

namespace sextant::lake {
namespace {

Date day(const char* text) {
  return *parse_date(text);
}

CostRow row(const char* start, const char* service, const char* amount, bool has_net = true) {
  CostRow made;
  made.start = day(start);
  made.end = add_months(made.start, 1);
  made.sub_account_id = "111111111111";
  made.service = service;
  made.currency = "USD";
  made.amounts.unblended = made.amounts.blended = made.amounts.amortized = *Decimal::parse(amount);
  if (has_net) made.amounts.net_unblended = made.amounts.net_amortized = made.amounts.unblended;
  return made;
}

class CostTableTest : public ::testing::Test {
 protected:
  CostTableTest()
      : engine_(*Engine::open(clock_)),
        publisher_(*engine_, files_, Layout(folder_.path() / "lake")) {}
  std::unique_ptr<CostTable> table(const std::vector<CostRow>& rows) {
    auto made = *CostTable::create(*engine_, Face::kAccountService);
    const auto added = made->append(rows);
    EXPECT_TRUE(added) << (added ? "" : added.error().detail);
    return made;
  }
  CostPartition partition(const char* month) const {
    return {Face::kAccountService, Grain::kMonthly, "123456789012", "primary", day(month)};
  }
  // The months in which `after` differs from a file that holds `before`.
  std::set<Date> changed(const std::vector<CostRow>& before, const std::vector<CostRow>& after) {
    const auto stored = partition("2026-08-01");
    EXPECT_TRUE(testing::write_costs(publisher_, *engine_, stored, before));
    return *table(after)->changed_periods(publisher_.layout().costs(stored), {stored.month}, {});
  }

  SystemClock clock_;
  SystemFiles files_;
  TemporaryFolder folder_;
  std::unique_ptr<Engine> engine_;
  Publisher publisher_;
};

TEST_F(CostTableTest, SumsByPeriodAndCurrency) {
  auto yuan = row("2026-08-01", "b", "7");
  yuan.currency = "CNY";
  auto made_up = row("2026-08-01", "c", "100");
  made_up.is_unallocated = true;
  const auto sums = *table({row("2026-08-01", "a", "0.1"), row("2026-08-01", "b", "0.2", false),
                            row("2026-09-01", "a", "-5"), yuan, made_up})
                         ->sums();
  ASSERT_EQ(sums.size(), 3U);
  const Amounts& dollars = sums.at({day("2026-08-01"), "USD"});
  EXPECT_EQ(dollars.unblended.to_string(), "0.3");
  EXPECT_EQ(dollars.net_unblended, std::nullopt) << "one row lacks it";
  EXPECT_EQ(sums.at({day("2026-08-01"), "CNY"}).net_amortized->to_string(), "7");
  EXPECT_EQ(sums.at({day("2026-09-01"), "USD"}).blended.to_string(), "-5");
}

TEST_F(CostTableTest, SumsThatLeaveTheRangeAreErrors) {
  const char* huge = "99999999999999999999";
  EXPECT_EQ(
      table({row("2026-08-01", "a", huge), row("2026-08-01", "b", huge)})->sums().error().code,
      "decimal.overflow");
}

TEST_F(CostTableTest, ReplacesAWindow) {
  const auto whole = table({row("2026-08-01", "a", "1"), row("2026-09-01", "a", "2")});
  const auto again = table({row("2026-09-01", "b", "3"), row("2026-09-01", "c", "4")});
  ASSERT_TRUE(whole->replace({day("2026-09-01"), day("2026-10-01")}, *again));
  const auto sums = *whole->sums();
  EXPECT_EQ(sums.at({day("2026-08-01"), "USD"}).unblended.to_string(), "1");
  EXPECT_EQ(sums.at({day("2026-09-01"), "USD"}).unblended.to_string(), "7");
}

TEST_F(CostTableTest, SeesMoneyThatMovesAtAConstantTotal) {
  const std::vector<CostRow> before = {row("2026-08-01", "a", "2"), row("2026-08-01", "b", "3")};
  EXPECT_EQ(changed(before, {row("2026-08-01", "a", "3"), row("2026-08-01", "b", "2")}),
            std::set{day("2026-08-01")});
  EXPECT_TRUE(changed(before, before).empty());
  EXPECT_TRUE(changed(before, {before[1], before[0], row("2026-09-01", "a", "1")}).empty())
      << "other periods are not looked at";
}

TEST_F(CostTableTest, SeesRowsThatComeAndGoButNotEmptyOnesOrMarks) {
  const auto a = row("2026-08-01", "a", "2");
  EXPECT_EQ(changed({a}, {}).size(), 1U);
  EXPECT_EQ(changed({}, {a}).size(), 1U);
  EXPECT_TRUE(changed({}, {row("2026-08-01", "a", "0")}).empty());
  EXPECT_TRUE(changed({a}, {a, row("2026-08-01", "b", "0", false)}).empty());
  auto marked = a;
  marked.is_estimated = true;
  marked.snapshot_at += std::chrono::hours(1);
  marked.sub_account_name = "renamed";
  EXPECT_TRUE(changed({a}, {marked}).empty());
  auto made_up = row("2026-08-01", "", "1");
  made_up.is_unallocated = true;
  EXPECT_TRUE(changed({a, made_up}, {a}).empty()) << "rows of our own are no news of AWS";
}

TEST_F(CostTableTest, SeesASingleMetricAndOneThatGoes) {
  auto other = row("2026-08-01", "a", "2");
  other.amounts.net_amortized = Decimal::from_int(1);
  EXPECT_EQ(changed({row("2026-08-01", "a", "2")}, {other}).size(), 1U);
  EXPECT_EQ(changed({row("2026-08-01", "a", "2")}, {row("2026-08-01", "a", "2", false)}).size(),
            1U);
}

TEST_F(CostTableTest, ADamagedFileDiffersThroughout) {
  const auto path = publisher_.layout().costs(partition("2026-08-01"));
  ASSERT_TRUE(files_.make_folders(path.parent_path()));
  ASSERT_TRUE(files_.write_atomically(path, "not parquet at all", 0600));
  EXPECT_EQ(table({})->changed_periods(path, {day("2026-08-01")}, {})->size(), 1U);
}

TEST_F(CostTableTest, MillionsOfRowsSpillWhereTheMemoryIsSmall) {
  EngineOptions options;
  options.memory_bytes_max = 64ULL << 20U;
  options.threads = 1;
  options.temporary_folder = folder_.path() / "spill";
  const auto small = *Engine::open(clock_, options);
  const auto made = *CostTable::create(*small, Face::kAccountService);
  constexpr int kBatches = 60;
  constexpr int kRows = 5000;  // 300,000 rows
  std::vector<CostRow> rows;
  for (int i = 0; i < kRows; ++i)
    rows.push_back(row("2026-08-01", ("Service " + std::to_string(i)).c_str(), "0.01"));
  for (int i = 0; i < kBatches; ++i) ASSERT_TRUE(made->append(rows));
  EXPECT_EQ(made->sums()->begin()->second.unblended.to_string(), "3000");
  Publisher publisher(*small, files_, Layout(folder_.path() / "lake"));
  CostStamp stamp;
  stamp.periods[day("2026-08-01")] = {};
  const auto written = publisher.costs(partition("2026-08-01"), *made, stamp, {});
  ASSERT_TRUE(written) << written.error().detail;
  EXPECT_EQ(read_costs(*engine_, publisher.layout(), partition("2026-08-01"), {})->size(),
            static_cast<std::size_t>(kBatches * kRows));
}

TEST_F(CostTableTest, AnyChangeOfAnyRowIsSeen) {
  rc::check([this](const std::vector<std::int16_t>& amounts) {
    RC_PRE(!amounts.empty());
    std::vector<CostRow> before;
    for (std::size_t i = 0; i < amounts.size(); ++i) {
      before.push_back(
          row("2026-08-01", std::to_string(i).c_str(), std::to_string(amounts[i]).c_str()));
    }
    auto after = before;
    RC_ASSERT(changed(before, after).empty());
    auto& one = after[*rc::gen::inRange<std::size_t>(0, after.size())].amounts.amortized;
    one = *one.plus(Decimal::from_units(*rc::gen::element(-1, 1)));
    RC_ASSERT(changed(before, after).size() == 1U);
  });
}

}  // namespace
}  // namespace sextant::lake
