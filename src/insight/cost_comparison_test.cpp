#include "insight/cost_comparison.h"

#include <gmock/gmock.h>
#include <boost/json/serialize.hpp>

#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::Charge;
using ::testing::Contains;
using testing::CraftedLake;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

class CostComparisonTest : public ::testing::Test {
 protected:
  Result<CostComparison> compare(const std::vector<Key>& groups, const WindowWords& now,
                                 const WindowWords& before, std::size_t limit = 0) {
    CostQuestion question = lake_.question(groups, now);
    question.limit = limit;
    question.filters = filters_;
    const Window earlier = *parse_window(before, date_of(lake_.clock().wall()));
    return compare_costs(question, earlier, lake_.sources(), {});
  }
  // Rows as "value|now|before|change currency".
  static std::vector<std::string> lines(const Result<CostComparison>& comparison) {
    if (!comparison) return {comparison.error().code + ": " + comparison.error().detail};
    std::vector<std::string> out;
    for (const ComparedRow& row : comparison->rows) {
      std::string line;
      for (const auto& value : row.values) line += value.value_or("-") + "|";
      if (row.kind == RowKind::kUnallocated) line += "unallocated|";
      if (row.kind == RowKind::kOthers) line += fmt::format("others {}|", row.others);
      out.push_back(fmt::format("{}{}|{}|{} {}", line, row.now.to_string(), row.before.to_string(),
                                row.change.to_string(), row.currency));
    }
    return out;
  }

  const WindowWords kSeptember{"2026-09", "2026-10", ""};
  const WindowWords kAugust{"2026-08", "2026-09", ""};
  CraftedLake lake_;
  std::vector<Filter> filters_;
};

TEST_F(CostComparisonTest, HoldsRowsAgainstOneAnotherExactly) {
  lake_.add({{"2026-08-03", kA, "Amazon S3", "eu-west-1", "Usage", "10.000000000000000001"},
             {"2026-08-03", kA, "Gone", "eu-west-1", "Usage", "2"},
             {"2026-08-03", kA, "Same", "eu-west-1", "Usage", "7"},
             {"2026-09-03", kA, "Amazon S3", "eu-west-1", "Usage", "0.1"},
             {"2026-09-03", kA, "Amazon S3", "eu-west-1", "Usage", "0.2"},
             {"2026-09-03", kA, "Same", "eu-west-1", "Usage", "7"},
             {"2026-09-04", kA, "New", "eu-west-1", "Usage", "2.5"}},
            "2026-08", "2026-09");
  EXPECT_THAT(lines(compare({Key::kService}, kSeptember, kAugust)),
              ElementsAre("Amazon S3|0.3|10.000000000000000001|-9.700000000000000001 USD",
                          "New|2.5|0|2.5 USD", "Gone|0|2|-2 USD", "Same|7|7|0 USD"));
  EXPECT_THAT(lines(compare({}, kSeptember, kAugust)),
              ElementsAre("9.8|19.000000000000000001|-9.200000000000000001 USD"));
}

TEST_F(CostComparisonTest, BothSidesSayWhereTheyComeFrom) {
  lake_.add({{"2026-08-03"}, {"2026-09-03"}}, "2026-08", "2026-09");
  const auto comparison = compare({Key::kService}, kSeptember, kAugust);
  ASSERT_TRUE(comparison);
  EXPECT_EQ(describe(comparison->now.days), "September 2026");
  EXPECT_EQ(describe(comparison->before.days), "August 2026");
  EXPECT_THAT(comparison->now.notes, IsEmpty()) << "months are compared every day";
}

TEST_F(CostComparisonTest, OtherLengthsAreNoted) {
  lake_.add({{"2026-09-12"}, {"2026-10-02"}}, "2026-09", "2026-10");
  const auto comparison =
      compare({}, {"2026-10-01", "2026-10-08", ""}, {"2026-09-12", "2026-09-20", ""});
  ASSERT_TRUE(comparison) << comparison.error().detail;
  EXPECT_THAT(comparison->now.notes,
              Contains("The intervals differ in length: 7 days are held against 8."));
}

TEST_F(CostComparisonTest, CurrenciesStayApart) {
  lake_.add({{"2026-08-03", kA, "S", "eu-west-1", "Usage", "1"},
             {"2026-09-03", kA, "S", "eu-west-1", "Usage", "2"}},
            "2026-08", "2026-09");
  CraftedLake::Cut euro;
  euro.payer = kB;
  euro.perspective = "standalone";
  euro.currency = "EUR";
  lake_.add({{"2026-08-03", kB, "S", "eu-west-1", "Usage", "500"},
             {"2026-09-03", kB, "T", "eu-west-1", "Usage", "4"}},
            "2026-08", "2026-09", euro);
  const auto comparison = compare({Key::kService}, kSeptember, kAugust);
  EXPECT_THAT(lines(comparison), ElementsAre("S|0|500|-500 EUR", "T|4|0|4 EUR", "S|2|1|1 USD"));
  EXPECT_THAT(boost::json::serialize(to_json(*comparison)),
              HasSubstr(R"({"service":"T","currency":"EUR","now":"4","before":"0","change":"4"})"));
}

TEST_F(CostComparisonTest, TheSmallestChangesAreOthers) {
  lake_.add({{"2026-08-03", kA, "A", "eu-west-1", "Usage", "100"},
             {"2026-08-03", kA, "B", "eu-west-1", "Usage", "1"},
             {"2026-08-03", kA, "C", "eu-west-1", "Usage", "3"},
             {"2026-09-03", kA, "A", "eu-west-1", "Usage", "101"},
             {"2026-09-03", kA, "B", "eu-west-1", "Usage", "11"},
             {"2026-09-03", kA, "C", "eu-west-1", "Usage", "1"}},
            "2026-08", "2026-09");
  EXPECT_THAT(lines(compare({Key::kService}, kSeptember, kAugust, 1)),
              ElementsAre("B|11|1|10 USD", "-|others 2|102|103|-1 USD"));
  EXPECT_THAT(lines(compare({Key::kService}, kSeptember, kAugust, 2)), ::testing::SizeIs(3))
      << "a single row is shown rather than called others";
}

TEST_F(CostComparisonTest, WhatIsNotAllocatedStandsApart) {
  CraftedLake::Cut cut;
  cut.unallocated = "0.75";
  lake_.add({{"2026-08-03", kA, "A", "eu-west-1", "Usage", "1"}}, "2026-08", "2026-08", cut);
  lake_.add({{"2026-09-03", kA, "A", "eu-west-1", "Usage", "2"}}, "2026-09", "2026-09");
  const auto comparison = compare({Key::kService}, kSeptember, kAugust, 1);
  EXPECT_THAT(lines(comparison), ElementsAre("A|2|1|1 USD", "-|unallocated|0|0.75|-0.75 USD"));
  EXPECT_EQ(comparison->before.unallocated.size(), 1U);
  EXPECT_THAT(comparison->now.unallocated, IsEmpty());
}

TEST_F(CostComparisonTest, AMonthWithoutCostsIsZeroInTheOnlyCurrency) {
  lake_.add({{"2026-09-03", kA, "A", "eu-west-1", "Usage", "2"}}, "2026-08", "2026-09");
  EXPECT_THAT(lines(compare({}, kSeptember, kAugust)), ElementsAre("2|0|2 USD"));
}

TEST_F(CostComparisonTest, FiltersHoldOnBothSides) {
  lake_.add({{"2026-08-03", kA, "A", "eu-west-1", "Usage", "1"},
             {"2026-09-03", kA, "A", "eu-west-1", "Usage", "2"},
             {"2026-09-03", kA, "B", "eu-west-1", "Usage", "5"}},
            "2026-08", "2026-09");
  filters_ = *parse_filters({"service=b"});
  const auto comparison = compare({}, kSeptember, kAugust);
  EXPECT_THAT(lines(comparison), ElementsAre("5|0|5 USD"));
  EXPECT_THAT(comparison->before.notes, Contains(HasSubstr("has no costs in this interval")));
}

TEST_F(CostComparisonTest, RefusesWhatHasNoCounterpart) {
  lake_.add({{"2026-09-03"}}, "2026-09", "2026-09");
  EXPECT_EQ(compare({Key::kDay}, kSeptember, kAugust).error().code, "cost.bad_comparison");
  const auto early = compare({Key::kService}, kSeptember, kAugust);
  EXPECT_EQ(early.error().code, "cost.not_answerable") << "August is not held";
  EXPECT_THAT(early.error().facts, Contains(::testing::Key("take")));
  EXPECT_EQ(compare({Key::kAccount, Key::kRegion}, kSeptember, kSeptember).error().code,
            "cost.not_answerable");
}

}  // namespace
}  // namespace sextant::insight
