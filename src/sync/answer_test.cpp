#include "sync/answer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "sync/charge_category.h"

namespace sextant::sync {
namespace {

namespace json = boost::json;
using lake::Face;

CellSpec spec_of(Face face, lake::Grain grain = lake::Grain::kMonthly) {
  CellSpec spec;
  spec.stream = {"123456789012", "primary", Subject::kCosts, face, grain};
  spec.window = {*parse_date("2026-09-01"), *parse_date("2026-11-01")};
  return spec;
}

json::object amount(const std::string& text, const std::string& unit = "USD") {
  return {{"Amount", text}, {"Unit", unit}};
}

json::object metrics(const std::string& text) {
  return {{"UnblendedCost", amount(text)},
          {"BlendedCost", amount(text)},
          {"AmortizedCost", amount(text)}};
}

json::object period(const char* start, const char* end, bool is_estimated = false) {
  return {{"TimePeriod", {{"Start", start}, {"End", end}}}, {"Estimated", is_estimated}};
}

json::object grouped(json::object in, const std::vector<std::pair<std::string, std::string>>& keys,
                     const std::string& text = "1") {
  json::array groups;
  for (const auto& [first, second] : keys) {
    groups.push_back(json::object{{"Keys", json::array{json::value(first), json::value(second)}},
                                  {"Metrics", metrics(text)}});
  }
  in["Groups"] = std::move(groups);
  in["Total"] = json::object{};
  return in;
}

json::value page(json::array results) {
  return json::object{{"ResultsByTime", std::move(results)}};
}

struct Read {
  std::vector<lake::CostRow> rows;
  AnswerFacts facts;
};

Read read(const CellSpec& spec, const std::vector<json::value>& pages) {
  CostAnswer answer(spec);
  Read out;
  for (const json::value& one : pages) {
    const auto added = answer.add_page(one, out.rows);
    EXPECT_TRUE(added) << (added ? "" : added.error().detail);
  }
  out.facts = answer.facts();
  EXPECT_EQ(out.facts.rows, out.rows.size());
  return out;
}

std::vector<lake::CostRow> rows_of(const CellSpec& spec, const std::vector<json::value>& pages) {
  return read(spec, pages).rows;
}

std::string code_of(Face face, const json::value& one) {
  CostAnswer answer(spec_of(face));
  std::vector<lake::CostRow> rows;
  const auto added = answer.add_page(one, rows);
  return added ? "" : added.error().code;
}

TEST(CostAnswer, MergesAPeriodThatIsCutByAPage) {
  const auto [rows, facts] =
      read(spec_of(Face::kAccountService),
           {page({grouped(period("2026-09-01", "2026-10-01"), {{"1", "a"}, {"1", "b"}})}),
            page({grouped(period("2026-09-01", "2026-10-01", true), {{"2", "a"}}),
                  grouped(period("2026-10-01", "2026-11-01"), {{"1", "a"}})})});
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_TRUE(facts.estimated.at(rows[0].start)) << "a later page says that it is not final";
  EXPECT_FALSE(facts.estimated.at(rows[3].start));
  EXPECT_EQ(format_date(rows[3].start), "2026-10-01");
}

TEST(CostAnswer, LearnsTheNamesOfAccounts) {
  json::value one = page({grouped(period("2026-09-01", "2026-10-01"),
                                  {{"111111111111", "a"}, {"222222222222", "a"}, {"3", "a"}})});
  one.as_object()["DimensionValueAttributes"] = json::parse(
      R"([{"Value": "111111111111", "Attributes": {"description": "old"}},
          {"Value": "222222222222", "Attributes": {"description": "<b>left</b>"}}, 7, {"Value": 8}])");
  const auto facts = read(spec_of(Face::kAccountService), {one}).facts;
  EXPECT_EQ(facts.account_names, (std::map<std::string, std::string>{
                                     {"111111111111", "old"}, {"222222222222", "<b>left</b>"}}));
}

TEST(CostAnswer, NoRegionIsNoneAndGlobalStays) {
  const auto rows = rows_of(spec_of(Face::kServiceRegion),
                            {page({grouped(period("2026-09-01", "2026-10-01"),
                                           {{"a", "NoRegion"}, {"a", "global"}, {"a", ""}})})});
  EXPECT_EQ(rows[0].region, std::nullopt);
  EXPECT_EQ(rows[1].region, "global");
  EXPECT_EQ(rows[2].region, std::nullopt);
  EXPECT_EQ(rows[0].sub_account_id, std::nullopt);
}

TEST(CostAnswer, KeepsChargeTypesThatItDoesNotKnow) {
  const auto rows = rows_of(spec_of(Face::kServiceChargeType),
                            {page({grouped(period("2026-09-01", "2026-10-01"),
                                           {{"a", "Tax"}, {"a", "Something New"}})})});
  EXPECT_EQ(rows[0].charge_category, "Tax");
  EXPECT_EQ(rows[1].charge_type, "Something New");
  EXPECT_EQ(rows[1].charge_category, std::nullopt);
}

TEST(CostAnswer, ReadsSmallAndNegativeAmountsExactly) {
  const auto rows =
      rows_of(spec_of(Face::kServiceRegion),
              {page({grouped(period("2026-09-01", "2026-10-01"), {{"a", "r"}}, "1.2E-7"),
                     grouped(period("2026-10-01", "2026-11-01"), {{"a", "r"}}, "-4.5e-9")})});
  EXPECT_EQ(rows[0].amounts.unblended.to_string(), "0.00000012");
  EXPECT_EQ(rows[1].amounts.blended.to_string(), "-0.0000000045");
  EXPECT_EQ(rows[0].amounts.net_unblended, std::nullopt) << "what AWS did not give is not zero";
  EXPECT_EQ(rows[0].amounts.billed().to_string(), "0.00000012");
}

TEST(CostAnswer, KnowsTheCurrencyOfRowsThatNameNone) {
  json::object empty = period("2026-09-01", "2026-10-01");
  json::object none;
  for (const char* name : {"UnblendedCost", "BlendedCost", "AmortizedCost"})
    none[name] = amount("0", "N/A");
  empty["Total"] = none;
  json::object full = period("2026-10-01", "2026-11-01");
  full["Total"] = metrics("5");
  const auto [rows, facts] = read(spec_of(Face::kTotal), {page({full, empty})});
  EXPECT_EQ(rows[1].currency, std::nullopt);
  EXPECT_EQ(facts.currency, "USD");
}

TEST(CostAnswer, AnEmptyPeriodHasNoRows) {
  EXPECT_TRUE(
      rows_of(spec_of(Face::kServiceRegion), {page({period("2026-09-01", "2026-10-01")}), page({})})
          .empty());
}

TEST(CostAnswer, RefusesWhatItDidNotAskFor) {
  const auto good = [] { return grouped(period("2026-09-01", "2026-10-01"), {{"a", "b"}}); };
  EXPECT_EQ(code_of(Face::kServiceRegion, page({good()})), "");
  EXPECT_EQ(code_of(Face::kServiceRegion, json::array{}), "sync.unexpected_answer");
  EXPECT_EQ(code_of(Face::kServiceRegion, json::object{}), "sync.unexpected_answer");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({7})), "sync.unexpected_answer");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({json::object{}})), "sync.unexpected_answer");
  for (const auto& [start, end] :
       {std::pair("2026-08-01", "2026-09-01"), std::pair("2026-10-01", "2026-12-01"),
        std::pair("2026-10-01", "2026-10-01")}) {
    EXPECT_EQ(code_of(Face::kServiceRegion, page({grouped(period(start, end), {{"a", "b"}})})),
              "sync.unexpected_answer")
        << start;
  }
  EXPECT_EQ(code_of(Face::kServiceRegion,
                    page({grouped(period("yesterday", "2026-10-01"), {{"a", "b"}})})),
            "time.malformed");
  json::object three_keys = good();
  three_keys["Groups"].as_array()[0].as_object()["Keys"].as_array().push_back("c");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({three_keys})), "sync.unexpected_answer");
  EXPECT_EQ(
      code_of(Face::kServiceRegion,
              page({grouped(period("2026-09-01", "2026-10-01"), {{std::string(2000, 'x'), "b"}})})),
      "sync.unexpected_answer");
  EXPECT_EQ(code_of(Face::kServiceRegion,
                    page({grouped(period("2026-09-01", "2026-10-01"), {{"a", "b"}}, "1e25")})),
            "decimal.overflow");
  EXPECT_EQ(code_of(Face::kServiceRegion,
                    page({grouped(period("2026-09-01", "2026-10-01"), {{"a", "b"}}, "1e-19")})),
            "decimal.too_precise");
  json::object two_currencies = good();
  two_currencies["Groups"].as_array()[0].as_object()["Metrics"].as_object()["BlendedCost"] =
      amount("1", "CNY");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({two_currencies})), "sync.unexpected_answer");
  json::object no_currency = good();
  no_currency["Groups"].as_array()[0].as_object()["Metrics"].as_object()["UnblendedCost"] =
      amount("1", "");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({no_currency})), "sync.unexpected_answer");
  json::object no_metric = good();
  no_metric["Groups"].as_array()[0].as_object()["Metrics"].as_object().erase("AmortizedCost");
  EXPECT_EQ(code_of(Face::kServiceRegion, page({no_metric})), "sync.unexpected_answer");
}

TEST(CostAnswer, ATotalThatComesTwiceIsAnError) {
  json::object total = period("2026-09-01", "2026-10-01");
  total["Total"] = metrics("5");
  EXPECT_EQ(code_of(Face::kTotal, page({total, total})), "sync.unexpected_answer");
}

TEST(CostAnswer, WhereverPagesAreCutTheRowsAreTheSame) {
  rc::check([] {
    // Rows as (period, key) in order; pages of random sizes, periods repeated where a page begins
    // inside one.
    std::vector<std::pair<int, int>> lines;
    const int periods = *rc::gen::inRange(1, 3);
    for (int which = 0; which < periods; ++which) {
      const int groups = *rc::gen::inRange(0, 12);
      for (int group = 0; group < groups; ++group) lines.emplace_back(which, group);
    }
    const auto build = [&](std::size_t page_size) {
      std::vector<json::value> pages;
      for (std::size_t from = 0; from < lines.size(); from += page_size) {
        json::array results;
        for (std::size_t i = from; i < std::min(lines.size(), from + page_size); ++i) {
          const auto& [which, group] = lines[i];
          const bool is_new = i == from || lines[i - 1].first != which;
          if (is_new) {
            results.push_back(grouped(which == 0 ? period("2026-09-01", "2026-10-01")
                                                 : period("2026-10-01", "2026-11-01"),
                                      {}));
          }
          results.back().as_object()["Groups"].as_array().push_back(json::object{
              {"Keys", json::array{json::value("s" + std::to_string(group)), json::value("r")}},
              {"Metrics", metrics("0.1")}});
        }
        pages.push_back(page(std::move(results)));
      }
      return rows_of(spec_of(Face::kServiceRegion), pages);
    };
    const auto whole = build(1000);
    RC_ASSERT(whole.size() == lines.size());
    RC_ASSERT(build(static_cast<std::size_t>(*rc::gen::inRange(1, 8))) == whole);
  });
}

TEST(ReadAccounts, TakesStateOrStatusAndRefusesStrangeIds) {
  std::vector<lake::AccountRow> rows;
  ASSERT_TRUE(add_accounts(json::parse(R"({"Accounts": [
      {"Id": "111111111111", "Name": "a", "State": "ACTIVE", "Status": "SUSPENDED", "JoinedTimestamp": "2024-01-01T00:00:00.5Z"},
      {"Id": "222222222222", "Status": "SUSPENDED", "JoinedTimestamp": "sometime"}]})"),
                           rows));
  EXPECT_EQ(rows[0].state, "ACTIVE");
  EXPECT_TRUE(rows[0].joined_at);
  EXPECT_EQ(rows[1].state, "SUSPENDED");
  EXPECT_FALSE(rows[1].joined_at);
  EXPECT_FALSE(add_accounts(json::parse(R"({"Accounts": [{"Id": "../../x"}]})"), rows));
  EXPECT_FALSE(add_accounts(json::parse(R"({"Accounts": {}})"), rows));
}

TEST(ReadForecast, CutsDigitsThatAnEstimateDoesNotHave) {
  const auto rows = read_forecast(
      json::parse(R"({"Total": {"Amount": "1", "Unit": "USD"}, "ForecastResultsByTime": [
      {"TimePeriod": {"Start": "2026-10-15", "End": "2026-11-01"}, "MeanValue": "10.12345678901234567899",
       "PredictionIntervalLowerBound": "-1.5"}]})"));
  ASSERT_TRUE(rows) << rows.error().detail;
  EXPECT_EQ(rows->at(0).mean.to_string(), "10.123456789012345678");
  EXPECT_EQ(rows->at(0).lower->to_string(), "-1.5");
  EXPECT_EQ(rows->at(0).upper, std::nullopt);
  EXPECT_EQ(rows->at(0).currency, "USD");
  EXPECT_FALSE(read_forecast(json::parse(R"({"ForecastResultsByTime": [{"MeanValue": "x"}]})")));
  EXPECT_FALSE(read_forecast(json::parse("{}")));
}

TEST(ChargeCategory, FollowsFocus) {
  EXPECT_EQ(charge_category_of("SavingsPlanCoveredUsage"), "Usage");
  EXPECT_EQ(charge_category_of("SavingsPlanUpfrontFee"), "Purchase");
  EXPECT_EQ(charge_category_of("Credit"), "Credit");
  EXPECT_EQ(charge_category_of("Refund"), "Adjustment");
  EXPECT_EQ(charge_category_of("usage"), std::nullopt);
}

}  // namespace
}  // namespace sextant::sync
