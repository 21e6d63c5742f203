#include "insight/cost_answer.h"

#include <gmock/gmock.h>

#include "insight/answer_json.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::Charge;
using testing::CraftedLake;
using testing::day;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::lines;
using ::testing::SizeIs;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";
constexpr const char* kC = "333333333333";

std::vector<Charge> charges() {
  return {{"2026-08-20", kA, "Amazon S3", "eu-west-1", "Usage", "5"},
          {"2026-09-12", kA, "Amazon S3", "eu-west-1", "Usage", "10.5"},
          {"2026-09-30", kB, "Amazon EC2", "us-east-1", "Usage", "100.000000000000000001"},
          {"2026-09-30", kB, "Tax", std::nullopt, "Tax", "7"},
          {"2026-10-02", kA, "Amazon S3", "us-east-1", "Usage", "1.25"},
          {"2026-10-03", kB, "Amazon EC2", "us-east-1", "Credit", "-0.25"}};
}

std::string take_of(const Error& error) {
  for (const auto& [name, value] : error.facts) {
    if (name == "take") return value;
  }
  return "";
}

TEST(CostAnswer, GroupsByServiceOverLastAndThisMonth) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  const auto answer = lake.ask(lake.question({Key::kService}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_THAT(lines(*answer), ElementsAre("Amazon EC2|99.750000000000000001 USD",
                                          "Amazon S3|11.75 USD", "Tax|7 USD"));
  const Provenance& from = answer->provenance;
  EXPECT_EQ(from.days, (DateInterval{day("2026-09-01"), day("2026-10-16")}));
  EXPECT_EQ(from.estimated_since, day("2026-10-01"));
  EXPECT_EQ(from.age, std::chrono::hours(2));
  EXPECT_TRUE(from.coverage.is_complete());
  ASSERT_THAT(from.totals, SizeIs(1));
  EXPECT_EQ(from.totals[0].amount.to_string(), "118.500000000000000001");
  EXPECT_EQ(describe(from.parts.at(0)),
            "AWS Cost Explorer, the payer's view of 111111111111, account × service by month");
}

TEST(CostAnswer, GroupsInAnyNumberAndOrder) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  EXPECT_THAT(lines(*lake.ask(lake.question({}))), ElementsAre("118.500000000000000001 USD"));
  EXPECT_THAT(lines(*lake.ask(lake.question({Key::kMonth}))),
              ElementsAre("2026-09|117.500000000000000001 USD", "2026-10|1 USD"));
  EXPECT_THAT(lines(*lake.ask(
                  lake.question({Key::kService, Key::kMonth, Key::kAccount}, {"2026-10", "", ""}))),
              ElementsAre("Amazon S3|2026-10|111111111111|1.25 USD",
                          "Amazon EC2|2026-10|222222222222|-0.25 USD"));
  EXPECT_THAT(lines(*lake.ask(lake.question({Key::kRegion}, {"2026-09", "2026-10", ""}))),
              ElementsAre("us-east-1|100.000000000000000001 USD", "eu-west-1|10.5 USD", "-|7 USD"));
  EXPECT_THAT(lines(*lake.ask(lake.question({Key::kChargeType}, {"2026-09", "", ""}))),
              ElementsAre("Usage|111.750000000000000001 USD", "Tax|7 USD", "Credit|-0.25 USD"));
}

TEST(CostAnswer, DaysAndPartsOfMonthsComeFromDays) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  const auto by_day = lake.ask(lake.question({Key::kDay}, {"", "", "30d"}));
  ASSERT_TRUE(by_day) << by_day.error().detail;
  EXPECT_THAT(by_day->rows, SizeIs(30)) << "the control has each day";
  EXPECT_EQ(by_day->provenance.parts.at(0).grain, lake::Grain::kDaily);
  EXPECT_THAT(
      lines(*lake.ask(lake.question({Key::kService}, {"2026-09-30", "2026-10-03", ""}))),
      ElementsAre("Amazon EC2|100.000000000000000001 USD", "Tax|7 USD", "Amazon S3|1.25 USD"));
  EXPECT_THAT(
      lines(*lake.ask(lake.question({Key::kDay, Key::kService}, {"2026-09-30", "2026-10-03", ""}))),
      ElementsAre("2026-09-30|Amazon EC2|100.000000000000000001 USD", "2026-09-30|Tax|7 USD",
                  "2026-10-02|Amazon S3|1.25 USD"));
}

TEST(CostAnswer, RefusesWhatNoFaceHoldsAndSaysWhatItTakes) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  const auto code = [&](const std::vector<Key>& groups, const WindowWords& words = {}) {
    return lake.code_of(lake.question(groups, words));
  };
  EXPECT_EQ(code({Key::kAccount, Key::kRegion}), "cost.not_answerable");
  EXPECT_EQ(code({Key::kRegion, Key::kChargeType}), "cost.not_answerable");
  EXPECT_EQ(code({Key::kRegion, Key::kDay}, {"", "", "7d"}), "cost.not_answerable");
  EXPECT_EQ(code({Key::kRegion}, {"2026-09-05", "2026-09-20", ""}), "cost.not_answerable")
      << "part of a month";
  EXPECT_EQ(code({Key::kDay}, {"2026-08-20", "2026-09-20", ""}), "cost.not_answerable")
      << "before the days held";
  EXPECT_EQ(code({Key::kService}, {"2025-01", "2026-10", ""}), "cost.not_answerable")
      << "before the history";
  EXPECT_EQ(code({Key::kService}, {"2025-01", "2025-03", ""}), "cost.not_answerable")
      << "all before the history";
  auto filtered = lake.question({Key::kAccount});
  filtered.filters = {{Key::kRegion, false, {"eu-west-1"}}};
  EXPECT_EQ(lake.code_of(filtered), "cost.not_answerable") << "a filter's key counts too";
  EXPECT_THAT(take_of(lake.ask(filtered).error()), HasSubstr("service × region"));
  const auto early = lake.ask(lake.question({}, {"2026-08-20", "2026-10-10", ""}));
  EXPECT_THAT(take_of(early.error()), HasSubstr("2026-09-11 up to 2026-10-15"));
  EXPECT_THAT(take_of(early.error()), HasSubstr("--from 2026-09 --to 2026-10"));
}

TEST(CostAnswer, EachMetricIsItsOwn) {
  CraftedLake lake;
  lake.add({{"2026-10-02"}}, "2026-09", "2026-10");
  const std::map<Metric, std::string> expected = {
      {Metric::kUnblended, "1"},    {Metric::kBlended, "2"},      {Metric::kAmortized, "3"},
      {Metric::kNetUnblended, "4"}, {Metric::kNetAmortized, "5"}, {Metric::kBilled, "4"},
      {Metric::kEffective, "5"}};
  for (const auto& [metric, amount] : expected) {
    auto question = lake.question({});
    question.metric = metric;
    EXPECT_THAT(lines(*lake.ask(question)), ElementsAre(amount + " USD")) << name_of(metric);
  }
}

TEST(CostAnswer, NetMetricsThatAwsDidNotGiveAreRefused) {
  CraftedLake lake;
  CraftedLake::Cut cut;
  cut.has_net = false;
  lake.add(charges(), "2026-08", "2026-10", cut);
  auto question = lake.question({Key::kService});
  question.metric = Metric::kNetAmortized;
  EXPECT_EQ(lake.code_of(question), "cost.not_answerable");
  question.metric = Metric::kEffective;
  EXPECT_EQ(lake.code_of(question), "") << "falls back to amortized, as FOCUS wants";
}

TEST(CostAnswer, FiltersJoinWithinAKeyAndCutBetweenKeys) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}, {"444444444444", "Idle"}});
  const auto ask = [&](const std::vector<std::string>& filters) {
    auto question = lake.question({Key::kService});
    question.filters = *parse_filters(filters);
    return lake.ask(question);
  };
  EXPECT_THAT(lines(*ask({"service=amazon s3", "service=Tax"})),
              ElementsAre("Amazon S3|11.75 USD", "Tax|7 USD"));
  EXPECT_THAT(lines(*ask({"service!=Tax", "account=prod"})),
              ElementsAre("Amazon EC2|99.750000000000000001 USD"));
  EXPECT_THAT(lines(*ask({"region=none"})), ElementsAre("Tax|7 USD"));
  EXPECT_THAT(lines(*ask({"region!=us-east-1"})), ElementsAre("Amazon S3|10.5 USD", "Tax|7 USD"));
  EXPECT_THAT(lines(*ask({"region!=none", "region!=eu-west-1"})),
              ElementsAre("Amazon EC2|99.750000000000000001 USD", "Amazon S3|1.25 USD"));
  EXPECT_EQ(ask({"service=Amazon S4"}).error().code, "cost.unknown_value");
  EXPECT_THAT(ask({"service=Amazon S4"}).error().detail, HasSubstr("Amazon S3"));
  EXPECT_EQ(ask({"service=x' OR 1=1 --"}).error().code, "cost.unknown_value");
  const auto idle = ask({"account=idle"});
  ASSERT_TRUE(idle) << idle.error().detail;
  EXPECT_TRUE(idle->rows.empty());
  EXPECT_FALSE(idle->provenance.notes.empty()) << "never a bare zero";
}

TEST(CostAnswer, AccountsAreNamed) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.name_accounts(kA, {{kA, "Root"}});
  const auto answer = lake.ask(lake.question({Key::kAccount}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->rows[0].account_name, "was 222222222222") << "left the organization";
  EXPECT_EQ(answer->rows[1].account_name, "Root");
}

TEST(CostAnswer, WhatIsNotAllocatedStandsInItsOwnRow) {
  CraftedLake lake;
  CraftedLake::Cut cut;
  cut.unallocated = "0.5";
  lake.add(charges(), "2026-08", "2026-10", cut);
  const auto answer = lake.ask(lake.question({Key::kRegion}));
  EXPECT_THAT(lines(*answer), ElementsAre("us-east-1|101.000000000000000001 USD",
                                          "eu-west-1|10.5 USD", "-|7 USD", "-|unallocated|1 USD"));
  EXPECT_EQ(answer->provenance.unallocated.at(0).amount.to_string(), "1");
  EXPECT_THAT(lines(*lake.ask(lake.question({}))), ElementsAre("119.500000000000000001 USD"));
  auto filtered = lake.question({Key::kService});
  filtered.filters = {{Key::kService, false, {"Tax"}}};
  const auto only_tax = lake.ask(filtered);
  EXPECT_THAT(lines(*only_tax), ElementsAre("Tax|7 USD"));
  EXPECT_THAT(only_tax->provenance.notes.at(0), HasSubstr("1.00 USD are not allocated"));
}

TEST(CostAnswer, PayersViewGoesBeforeItsMembers) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  CraftedLake::Cut member;
  member.payer = kB;
  member.perspective = "member";
  lake.add({{"2026-09-30", kB, "Amazon EC2", "us-east-1", "Usage", "90"}}, "2026-08", "2026-10",
           member);
  for (const bool knows_organization : {false, true}) {
    if (knows_organization) lake.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
    const auto answer = lake.ask(lake.question({}));
    EXPECT_THAT(lines(*answer), ElementsAre("118.500000000000000001 USD"));
    ASSERT_THAT(answer->provenance.coverage.left_out, SizeIs(1));
    EXPECT_EQ(answer->provenance.coverage.left_out[0].account, kB);
  }
  auto own = lake.question({});
  own.asked_accounts = {kB};
  EXPECT_THAT(lines(*lake.ask(own)), ElementsAre("90 USD"))
      << "its own view, when it alone is asked";
}

TEST(CostAnswer, AMemberWithoutAViewOfItsOwnIsAFilter) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
  auto question = lake.question({Key::kService});
  question.asked_accounts = {kB};
  EXPECT_THAT(lines(*lake.ask(question)),
              ElementsAre("Amazon EC2|99.750000000000000001 USD", "Tax|7 USD"));
}

TEST(CostAnswer, TwoOrganizationsAreCombinedAndTwoCurrenciesAreNot) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  CraftedLake::Cut other;
  other.payer = kC;
  lake.add({{"2026-10-01", kC, "Amazon S3", "eu-west-1", "Usage", "2"}}, "2026-08", "2026-10",
           other);
  EXPECT_THAT(lines(*lake.ask(lake.question({}))), ElementsAre("120.500000000000000001 USD"));
  other.payer = "555555555555";
  other.currency = "CNY";
  lake.add({{"2026-10-01", "555555555555", "Amazon S3", "cn-north-1", "Usage", "1000"}}, "2026-08",
           "2026-10", other);
  const auto answer = lake.ask(lake.question({Key::kService}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_THAT(lines(*answer),
              ElementsAre("Amazon S3|1000 CNY", "Amazon EC2|99.750000000000000001 USD",
                          "Amazon S3|13.75 USD", "Tax|7 USD"));
  EXPECT_THAT(answer->provenance.currencies, ElementsAre("CNY", "USD"));
  EXPECT_TRUE(to_json(answer->provenance).at("currency").is_null());
  EXPECT_EQ(to_json(*answer).at("rows").as_array().at(0).as_object().at("currency").as_string(),
            "CNY");
}

TEST(CostAnswer, SaysWhichMonthsAreMissingAndWhy) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.remove(lake::Face::kServiceRegion, lake::Grain::kMonthly, kA, "2026-09");
  state::Cell cell;
  cell.account_id = kA;
  cell.window = {day("2026-09-01"), day("2026-10-01")};
  cell.status = state::CellStatus::kDenied;
  cell.error_detail = "ce:GetCostAndUsage\x1b[31m";
  lake.cells = {cell};
  const auto answer = lake.ask(lake.question({Key::kRegion}, {"2026-08", "", ""}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_THAT(lines(*answer), ElementsAre("eu-west-1|5 USD", "us-east-1|1 USD"));
  const Coverage& coverage = answer->provenance.coverage;
  ASSERT_THAT(coverage.missing, SizeIs(1));
  EXPECT_EQ(coverage.missing[0].status, "denied");
  EXPECT_EQ(coverage.missing[0].days, (DateInterval{day("2026-09-01"), day("2026-10-01")}));
  EXPECT_EQ(coverage.missing[0].reason.find('\x1b'), std::string::npos);
  EXPECT_EQ(coverage.periods_held, 2U);
  EXPECT_EQ(coverage.periods_expected, 3U);
  const auto by_service = lake.ask(lake.question({Key::kService}, {"2026-08", "", ""}));
  EXPECT_TRUE(by_service->provenance.coverage.is_complete()) << "another face has the month";
}

TEST(CostAnswer, AConnectedPayerWithoutDataIsMissed) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  connect::Connection connection;
  connection.name = "other";
  connection.account_id = kC;
  connection.account_name = "Other";
  lake.connections = {connection};
  state::Cell cell;
  cell.account_id = kC;
  cell.window = {day("2025-09-01"), day("2026-10-15")};
  cell.status = state::CellStatus::kNotEnabled;
  lake.cells = {cell};
  const auto answer = lake.ask(lake.question({}));
  ASSERT_TRUE(answer);
  EXPECT_EQ(describe(answer->provenance.coverage), "1 of 2 sources, 2 of 4 periods");
  EXPECT_THAT(answer->provenance.coverage.missing.at(0).reason, HasSubstr("is not enabled"));
  lake.connections[0].is_on = false;
  EXPECT_TRUE(lake.ask(lake.question({}))->provenance.coverage.is_complete())
      << "switched off: not expected";
}

TEST(CostAnswer, SwitchedOffConnectionsAreLeftOut) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  connect::Connection connection;
  connection.account_id = kA;
  connection.is_on = false;
  lake.connections = {connection};
  EXPECT_EQ(lake.code_of(lake.question({})), "cost.no_data");
  lake.connections.push_back(connection);
  lake.connections[1].is_on = true;
  EXPECT_EQ(lake.code_of(lake.question({})), "") << "another connection reaches the account";
}

TEST(CostAnswer, NothingHeldIsExplained) {
  CraftedLake lake;
  EXPECT_EQ(lake.code_of(lake.question({})), "connection.none");
  connect::Connection connection;
  connection.account_id = kA;
  lake.connections = {connection};
  EXPECT_EQ(lake.code_of(lake.question({})), "cost.no_data");
}

TEST(CostAnswer, WhyNothingIsHeldIsToldByWhatBecameOfTheSync) {
  CraftedLake lake;
  connect::Connection connection;
  connection.account_id = kA;
  lake.connections = {connection};
  state::Cell cell;
  cell.account_id = kA;
  cell.face = "total";
  cell.window = {day("2025-09-01"), day("2026-11-01")};
  const auto refused = [&](state::CellStatus status) {
    cell.status = status;
    lake.cells = {cell};
    const auto error = lake.ask(lake.question({})).error();
    const bool is_pulled =
        std::ranges::any_of(error.facts, [](const auto& fact) { return fact.first == "pull"; });
    return error.code + (is_pulled ? ", pulled by a sync" : "");
  };
  using state::CellStatus;
  EXPECT_EQ(refused(CellStatus::kPlanned), "cost.no_data, pulled by a sync");
  EXPECT_EQ(refused(CellStatus::kNoData), "cost.no_data_yet, pulled by a sync");
  EXPECT_EQ(refused(CellStatus::kNotEnabled), "cost.explorer_off") << "a sync brings nothing";
  EXPECT_EQ(refused(CellStatus::kDenied), "cost.not_pulled, pulled by a sync");
}

TEST(CostAnswer, NothingSpentIsSaidToBeNothingSpent) {
  CraftedLake lake;
  lake.add({}, "2026-08", "2026-10");
  const auto answer = lake.ask(lake.question({Key::kService}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_TRUE(answer->rows.empty());
  EXPECT_THAT(answer->provenance.notes.at(0), HasSubstr("nothing was spent"));
  EXPECT_TRUE(answer->provenance.coverage.is_complete());
}

TEST(CostAnswer, TheNewestSnapshotWinsNotTheSmallestFace) {
  CraftedLake lake;
  CraftedLake::Cut old;
  old.snapshot = "2026-10-15T02:00:00Z";
  old.faces = {lake::Face::kTotal, lake::Face::kAccountService, lake::Face::kServiceRegion};
  lake.add({{"2026-10-02", kA, "Amazon S3", "eu-west-1", "Usage", "1"}}, "2026-09", "2026-10", old);
  CraftedLake::Cut fresh;
  fresh.faces = {lake::Face::kServiceChargeType};
  lake.add({{"2026-10-02", kA, "Amazon S3", "eu-west-1", "Usage", "1.5"}}, "2026-09", "2026-10",
           fresh);
  const auto answer = lake.ask(lake.question({Key::kService}));
  EXPECT_THAT(lines(*answer), ElementsAre("Amazon S3|1.5 USD"));
  EXPECT_EQ(answer->provenance.parts.at(0).face->face, lake::Face::kServiceChargeType);
}

TEST(CostAnswer, AMonthThatEndedAfterItsSnapshotIsNotWhole) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.clock().advance(std::chrono::hours(24 * 20));
  const auto october = lake.ask(lake.question({}, {"", "", "last-month"}));
  ASSERT_TRUE(october) << october.error().detail;
  EXPECT_EQ(october->provenance.days.end, day("2026-10-16"));
  ASSERT_THAT(october->provenance.coverage.missing, SizeIs(1));
  EXPECT_EQ(october->provenance.coverage.missing[0].days,
            (DateInterval{day("2026-10-16"), day("2026-11-01")}));
  EXPECT_FALSE(october->provenance.notes.empty()) << "stale";
}

TEST(CostAnswer, TheFirstOfAMonthAnswersWithWhatThereIs) {
  CraftedLake lake;
  CraftedLake::Cut cut;
  cut.snapshot = "2026-10-31T22:00:00Z";
  lake.add(charges(), "2026-08", "2026-10", cut);
  lake.clock().advance(std::chrono::hours(24 * 17));  // 1 November
  const auto answer = lake.ask(lake.question({}));
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_THAT(lines(*answer), ElementsAre("1 USD"));
  EXPECT_TRUE(answer->provenance.coverage.is_complete()) << "of today nothing can be known yet";
  EXPECT_EQ(answer->provenance.coverage.periods_held, 1U);
}

TEST(CostAnswer, SumsThatLeaveTheRangeAreErrors) {
  CraftedLake lake;
  const std::string huge = "15000000000000000000";  // times 5 for the net amounts
  std::vector<Charge> many;
  for (int i = 0; i < 4; ++i)
    many.push_back({"2026-10-02", kA, "s" + std::to_string(i), "r", "Usage", huge});
  CraftedLake::Cut cut;
  cut.faces = {lake::Face::kAccountService};
  cut.has_days = false;
  lake.add(many, "2026-10", "2026-10", cut);
  auto question = lake.question({Key::kAccount}, {"", "", "this-month"});
  EXPECT_EQ(lake.code_of(question), "");
  question.metric = Metric::kNetAmortized;
  EXPECT_THAT(lake.code_of(question), ::testing::AnyOf("lake.overflow", "decimal.overflow"));
  question.groups = {Key::kService};
  EXPECT_THAT(lake.code_of(question), "decimal.overflow") << "each fits, the total does not";
}

TEST(CostAnswer, TheLimitNeverDropsARow) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  auto question = lake.question({Key::kService});
  question.limit = 1;
  EXPECT_THAT(lines(*lake.ask(question)),
              ElementsAre("Amazon EC2|99.750000000000000001 USD", "-|others 2|18.75 USD"));
  question.groups = {Key::kMonth, Key::kService};
  EXPECT_THAT(
      lines(*lake.ask(question)),
      ElementsAre("2026-09|Amazon EC2|100.000000000000000001 USD", "2026-09|-|others 2|17.5 USD",
                  "2026-10|Amazon EC2|-0.25 USD", "2026-10|-|others 1|1.25 USD"));
  question.limit = 2;
  EXPECT_THAT(lake.ask(question)->rows, SizeIs(5)) << "one row more is shown, not joined";
}

TEST(CostAnswer, JsonIsTheOneForm) {
  CraftedLake lake;
  lake.add(charges(), "2026-08", "2026-10");
  lake.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
  const auto out = to_json(*lake.ask(lake.question({Key::kAccount, Key::kMonth})));
  const auto& row = out.at("rows").as_array().at(0).as_object();
  EXPECT_EQ(row.at("account").as_string(), kB);
  EXPECT_EQ(row.at("account_name").as_string(), "Prod");
  EXPECT_EQ(row.at("month").as_string(), "2026-09");
  EXPECT_EQ(row.at("amount").as_string(), "107.000000000000000001");
  const auto& from = out.at("provenance").as_object();
  EXPECT_EQ(from.at("metric").as_string(), "unblended");
  EXPECT_EQ(from.at("currency").as_string(), "USD");
  EXPECT_EQ(from.at("from").as_string(), "2026-09-01");
  EXPECT_EQ(from.at("to").as_string(), "2026-10-16");
  EXPECT_TRUE(from.at("estimated").as_bool());
  EXPECT_EQ(from.at("age_s").as_int64(), 7200);
  EXPECT_EQ(from.at("charge_types").as_string(), "all");
  EXPECT_TRUE(from.at("coverage").as_object().at("complete").as_bool());
}

}  // namespace
}  // namespace sextant::insight
