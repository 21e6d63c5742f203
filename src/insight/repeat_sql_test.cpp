#include "insight/repeat_sql.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "insight/lake_sql.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::CraftedLake;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

// Asks a question, runs the SQL that repeats it over the locked tables, and holds both against each
// other.
class RepeatSqlTest : public ::testing::Test {
 protected:
  RepeatSqlTest() {
    CraftedLake::Cut cut;
    cut.unallocated = "0.125";
    lake_.add({{"2026-08-20", kA, "Amazon S3", "eu-west-1", "Usage", "1000.000000000000000001"},
               {"2026-09-12", kA, "Amazon S3", "eu-west-1", "Usage", "1234.567"},
               {"2026-09-13", kB, "O'Reilly \"x\"; --", "us-east-1", "Usage", "-0.001"},
               {"2026-09-13", kB, "Tax", std::nullopt, "Tax", "11"},
               {"2026-09-14", kB, "Amazon EC2", "us-east-1", "Usage", "12"},
               {"2026-10-02", kA, "Amazon S3", "us-east-1", "Usage", "1.25"},
               {"2026-10-02", kA, "Amazon EC2", "us-east-1", "Usage", "8"}},
              "2026-08", "2026-10", cut);
    lake_.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
  }

  // Rows of the SQL as `lines` gives them of an answer; the error where there is one.
  std::vector<std::string> run(const std::string& sql, const std::vector<Key>& groups,
                               const std::vector<std::string>& amounts) {
    auto tables = LakeSql::open(
        {lake_.files(), lake_.clock(), lake_.folder(), lake_.connections, lake_.cells}, {});
    if (!tables) return {tables.error().code};
    const auto table = tables->query(sql, {}, {});
    if (!table) return {table.error().code + ": " + table.error().detail + "\n" + sql};
    const auto value = [&](const lake::Row& row, std::string_view name) -> lake::Datum {
      const auto found = std::ranges::find(table->columns, name, &lake::Column::name);
      if (found == table->columns.end()) return std::nullopt;
      return row[static_cast<std::size_t>(found - table->columns.begin())];
    };
    std::vector<std::string> out;
    for (const lake::Row& row : table->rows) {
      std::string line;
      for (const Key key : groups) line += value(row, name_of(key)).value_or("-") + "|";
      if (value(row, "unallocated") == "true") line += "unallocated|";
      if (value(row, "others") == "true") line += "others|";
      for (const std::string& name : amounts) line += value(row, name).value_or("?") + " ";
      out.push_back(line + value(row, "currency").value_or("?"));
    }
    return out;
  }

  static std::string head(const std::vector<std::optional<std::string>>& values, RowKind kind) {
    std::string line;
    for (const auto& one : values) line += one.value_or("-") + "|";
    if (kind == RowKind::kUnallocated) line += "unallocated|";
    if (kind == RowKind::kOthers) line += "others|";
    return line;
  }

  void expect_same(const CostQuestion& question) {
    const auto answer = lake_.ask(question);
    ASSERT_TRUE(answer) << answer.error().detail;
    ASSERT_THAT(answer->rows, Not(IsEmpty()));
    const auto sql = repeat_as_sql(question, *answer, lake_.sources(), {});
    ASSERT_TRUE(sql && *sql);
    std::vector<std::string> expected;
    for (const CostRow& row : answer->rows) {
      expected.push_back(
          fmt::format("{}{} {}", head(row.values, row.kind), row.amount.to_string(), row.currency));
    }
    EXPECT_THAT(run(**sql, question.groups, {"amount"}), UnorderedElementsAreArray(expected))
        << **sql;
  }

  void expect_same(const CostQuestion& question, const WindowWords& before) {
    const Window earlier = *parse_window(before, date_of(lake_.clock().wall()));
    const auto comparison = compare_costs(question, earlier, lake_.sources(), {});
    ASSERT_TRUE(comparison) << comparison.error().detail;
    ASSERT_THAT(comparison->rows, Not(IsEmpty()));
    const auto sql = repeat_as_sql(question, *comparison, lake_.sources(), {});
    ASSERT_TRUE(sql && *sql);
    std::vector<std::string> expected;
    for (const ComparedRow& row : comparison->rows) {
      expected.push_back(fmt::format("{}{} {} {} {}", head(row.values, row.kind),
                                     row.now.to_string(), row.before.to_string(),
                                     row.change.to_string(), row.currency));
    }
    EXPECT_THAT(run(**sql, question.groups, {"now", "before", "change"}),
                UnorderedElementsAreArray(expected))
        << **sql;
  }

  CraftedLake lake_;
};

TEST_F(RepeatSqlTest, GivesTheSameRowsByAnyKeys) {
  for (const std::vector<Key>& groups :
       std::vector<std::vector<Key>>{{},
                                     {Key::kService},
                                     {Key::kAccount},
                                     {Key::kRegion},
                                     {Key::kChargeType},
                                     {Key::kMonth},
                                     {Key::kService, Key::kMonth},
                                     {Key::kAccount, Key::kService},
                                     {Key::kMonth, Key::kRegion, Key::kService}}) {
    expect_same(lake_.question(groups, {"2026-08", "", ""}));
  }
  expect_same(lake_.question({Key::kDay, Key::kService}, {"2026-09-12", "2026-10-08", ""}));
  expect_same(lake_.question({Key::kAccount}, {"2026-09-12", "2026-10-08", ""}));
}

TEST_F(RepeatSqlTest, GivesTheSameRowsOfAnyMetric) {
  for (const Metric metric : {Metric::kBlended, Metric::kNetAmortized, Metric::kBilled}) {
    CostQuestion question = lake_.question({Key::kService});
    question.metric = metric;
    expect_same(question);
  }
}

TEST_F(RepeatSqlTest, GivesTheSameRowsWithFilters) {
  for (const std::vector<std::string>& where :
       std::vector<std::vector<std::string>>{{"service=O'Reilly \"x\"; --"},
                                             {"service!=amazon s3", "account=prod"},
                                             {"region=none", "service=Tax"},
                                             {"region!=none"},
                                             {"service=Tax", "service=Amazon EC2"}}) {
    const bool is_region = where.front().starts_with("region");
    CostQuestion question = lake_.question({is_region ? Key::kRegion : Key::kService});
    question.filters = *parse_filters(where);
    expect_same(question);
  }
}

TEST_F(RepeatSqlTest, AddsUpTheSameOthers) {
  for (const std::size_t limit : {1U, 2U, 3U}) {
    CostQuestion question = lake_.question({Key::kService, Key::kMonth});
    question.limit = limit;
    expect_same(question);
    question.groups = {Key::kService};
    expect_same(question);
    question.groups = {Key::kAccount, Key::kService};
    expect_same(question);
    expect_same(question, {"2026-08", "2026-09", ""});
  }
}

TEST_F(RepeatSqlTest, RepeatsComparisonsOfUnlikeGrains) {
  expect_same(lake_.question({Key::kService}, {"2026-10", "", ""}), {"2026-09", "2026-10", ""});
  expect_same(lake_.question({Key::kAccount}, {"2026-10-01", "2026-10-08", ""}),
              {"2026-08", "2026-09", ""});
  expect_same(lake_.question({}, {"2026-10-01", "2026-10-08", ""}),
              {"2026-09-12", "2026-09-19", ""});
}

TEST_F(RepeatSqlTest, CurrenciesStayApart) {
  CraftedLake::Cut euro;
  euro.payer = "333333333333";
  euro.perspective = "standalone";
  euro.currency = "EUR";
  lake_.add({{"2026-09-13", "333333333333", "Amazon S3", "eu-west-1", "Usage", "5"},
             {"2026-09-13", "333333333333", "Amazon EC2", "eu-west-1", "Usage", "6"},
             {"2026-09-13", "333333333333", "Tax", "eu-west-1", "Usage", "7"}},
            "2026-08", "2026-10", euro);
  expect_same(lake_.question({}));
  CostQuestion question = lake_.question({Key::kService});
  expect_same(question);
  question.limit = 1;
  expect_same(question);
  expect_same(question, {"2026-08", "2026-09", ""});
}

TEST_F(RepeatSqlTest, ReadsAsAPersonWouldWriteIt) {
  const CostQuestion question = lake_.question({Key::kMonth}, {"2026-08", "2026-10", ""});
  const auto answer = lake_.ask(question);
  ASSERT_TRUE(answer);
  EXPECT_EQ(**repeat_as_sql(question, *answer, lake_.sources(), {}),
            "SELECT strftime(ChargePeriodStart, '%Y-%m') AS month, 'USD' AS currency, "
            "sum(x_UnblendedCost) AS amount\n"
            "FROM cost_total_monthly\n"
            "WHERE BillingAccountId IN ('111111111111')\n"
            "  AND ChargePeriodStart >= TIMESTAMP '2026-08-01'\n"
            "  AND ChargePeriodStart < TIMESTAMP '2026-10-01'\n"
            "GROUP BY ALL\n"
            "HAVING sum(x_UnblendedCost) IS NOT NULL\n"
            "ORDER BY month, amount DESC");
}

TEST_F(RepeatSqlTest, SaysNothingWhereTheTablesHoldOtherFigures) {
  CraftedLake::Cut own;
  own.payer = kB;
  own.perspective = "member";
  lake_.add({{"2026-09-14", kB, "Amazon EC2", "us-east-1", "Usage", "13"}}, "2026-08", "2026-10",
            own);
  CostQuestion question = lake_.question({Key::kService});
  question.asked_accounts = {kB};
  const auto answer = lake_.ask(question);
  ASSERT_TRUE(answer);
  const auto sql = repeat_as_sql(question, *answer, lake_.sources(), {});
  ASSERT_TRUE(sql);
  EXPECT_FALSE(*sql);
  question.asked_accounts = {kA};
  expect_same(question);
}

}  // namespace
}  // namespace sextant::insight
