#include "sync/cell_spec.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace sextant::sync {
namespace {

std::string text(const DateInterval& window) {
  return format_date(window.start) + ".." + format_date(window.end);
}
Date day(const char* text) {
  return *parse_date(text);
}

CellSpec spec_of(lake::Face face, lake::Grain grain, const DateInterval& window) {
  CellSpec spec;
  spec.stream = {"123456789012", "primary", Subject::kCosts, face, grain};
  spec.window = window;
  return spec;
}

TEST(Windows, AreRightInTheMiddleOfAMonth) {
  EXPECT_EQ(text(monthly_window(day("2026-10-15"))), "2025-09-01..2026-11-01");
  EXPECT_EQ(text(daily_window(day("2026-10-15"))), "2026-09-01..2026-10-16");
  EXPECT_EQ(text(forecast_window(day("2026-10-15"))), "2026-10-15..2027-10-01");
}

TEST(Windows, AreRightOnTheFirstOfAMonth) {
  EXPECT_EQ(text(monthly_window(day("2026-11-01"))), "2025-10-01..2026-12-01");
  EXPECT_EQ(text(daily_window(day("2026-11-01"))), "2026-09-28..2026-11-02");
  EXPECT_EQ(text(forecast_window(day("2026-11-01"))), "2026-11-01..2027-11-01");
}

TEST(Windows, AreRightOnALeapDayAndAtTheTurnOfAYear) {
  EXPECT_EQ(text(monthly_window(day("2028-02-29"))), "2027-01-01..2028-03-01");
  EXPECT_EQ(text(daily_window(day("2028-02-29"))), "2028-01-01..2028-03-01");
  EXPECT_EQ(text(daily_window(day("2028-03-31"))), "2028-02-01..2028-04-01");
  EXPECT_EQ(text(monthly_window(day("2026-12-31"))), "2025-11-01..2027-01-01");
  EXPECT_EQ(text(daily_window(day("2026-12-31"))), "2026-11-01..2027-01-01");
  EXPECT_EQ(text(monthly_window(day("2026-01-01"))), "2024-12-01..2026-02-01");
}

TEST(Windows, HoldOnEveryDay) {
  rc::check([] {
    const Date today = day("2024-01-01") + std::chrono::days(*rc::gen::inRange(0, 3000));
    const Date next_month = add_months(today, 1);
    for (const DateInterval& window : {monthly_window(today), daily_window(today)}) {
      RC_ASSERT(window.start < window.end);
      RC_ASSERT(window.start <= today && today < window.end);
      RC_ASSERT(window.end <= next_month);
    }
    RC_ASSERT(monthly_window(today).start == add_months(today, -13));
    RC_ASSERT(daily_window(today).start <= today - std::chrono::days(34));
    RC_ASSERT(daily_window(today).start <= add_months(today, -1));
    RC_ASSERT(daily_window(today).end - daily_window(today).start <= std::chrono::days(62));
    RC_ASSERT(forecast_window(today).start == today);
  });
}

TEST(Request, AsksAllMetricsAtOnceAndAtMostTwoKeys) {
  const DateInterval window = monthly_window(day("2026-10-15"));
  EXPECT_EQ(
      boost::json::serialize(
          request_of(spec_of(lake::Face::kAccountService, lake::Grain::kMonthly, window)).input),
      R"({"TimePeriod":{"Start":"2025-09-01","End":"2026-11-01"},"Granularity":"MONTHLY","Metrics":["UnblendedCost",)"
      R"("BlendedCost","AmortizedCost","NetUnblendedCost","NetAmortizedCost"],"GroupBy":[{"Type":"DIMENSION","Key":)"
      R"("LINKED_ACCOUNT"},{"Type":"DIMENSION","Key":"SERVICE"}]})");
  const Request control = request_of(spec_of(lake::Face::kTotal, lake::Grain::kDaily, window));
  EXPECT_FALSE(control.input.contains("GroupBy"));
  EXPECT_EQ(control.input.at("Granularity").as_string(), "DAILY");
  EXPECT_TRUE(control.is_paid);
}

TEST(Request, OrganizationsIsFreeAndAForecastHasNoPages) {
  CellSpec spec =
      spec_of(lake::Face::kTotal, lake::Grain::kMonthly, forecast_window(day("2026-10-15")));
  spec.stream.subject = Subject::kAccounts;
  EXPECT_FALSE(request_of(spec).is_paid);
  spec.stream.subject = Subject::kForecast;
  EXPECT_FALSE(request_of(spec).has_pages);
  EXPECT_EQ(request_of(spec).input.at("Metric").as_string(), "UNBLENDED_COST");
}

TEST(CellSpec, KeysTellCellsApartAndJsonGivesThemBack) {
  CellSpec spec =
      spec_of(lake::Face::kServiceRegion, lake::Grain::kMonthly, monthly_window(day("2026-10-15")));
  EXPECT_EQ(spec.key(), "123456789012/primary/service_region/monthly/2025-09-01..2026-11-01");
  EXPECT_EQ(*cell_spec_from_json(to_json(spec)), spec);
  spec.is_second_look = true;
  spec.is_full = true;
  EXPECT_EQ(spec.key(), "123456789012/primary/service_region/monthly/2025-09-01..2026-11-01/again");
  EXPECT_EQ(*cell_spec_from_json(to_json(spec)), spec);
}

TEST(CellSpec, RefusesWhatSomebodyElseWroteIntoTheSpool) {
  const auto good =
      to_json(spec_of(lake::Face::kTotal, lake::Grain::kDaily, daily_window(day("2026-10-15"))));
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"account", "../../../etc"}, {"account", ""},    {"view", "a/b"},      {"view", ".."},
      {"face", "unknown"},         {"start", "today"}, {"end", "2026-09-01"}};
  for (const auto& [name, value] : wrong) {
    auto bad = good;
    bad[name] = value;
    EXPECT_EQ(cell_spec_from_json(bad).error().code, "sync.spool_unreadable")
        << name << " " << value;
  }
  EXPECT_FALSE(cell_spec_from_json(boost::json::array{}));
}

}  // namespace
}  // namespace sextant::sync
