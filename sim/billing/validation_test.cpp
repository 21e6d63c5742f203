#include "sim/billing/validation.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sextant::sim {
namespace {

Date day(const char* text) {
  return *parse_date(text);
}

std::string interval_refusal(const char* text) {
  const auto read = read_interval(json::parse(text).as_object());
  return read ? "" : read.error().message;
}

TEST(Validation, ReadsIntervals) {
  EXPECT_EQ(interval_refusal(R"({"TimePeriod": {"Start": "2026-10-01", "End": "2026-10-02"}})"),
            "");
  EXPECT_EQ(interval_refusal(R"({"TimePeriod": {"Start": "2026-10-01", "End": "2026-10-01"}})"),
            "Start date (and hour) should be before end date (and hour)");
  EXPECT_EQ(interval_refusal(R"({"TimePeriod": {"Start": "", "End": "2026-10-01"}})"),
            "Start time  is invalid. Valid format is: yyyy-MM-dd.");
  EXPECT_EQ(interval_refusal(R"({"TimePeriod": {"Start": "2026-10-01", "End": "2026-02-30"}})"),
            "End time 2026-02-30 is invalid. Valid format is: yyyy-MM-dd.");
  EXPECT_NE(interval_refusal(R"({"TimePeriod": {"Start": "2026-10-01"}})"), "");
  EXPECT_NE(interval_refusal("{}"), "");
  EXPECT_NE(interval_refusal(R"({"TimePeriod": 3})"), "");
}

std::string history_refusal(const char* start, const char* end, Granularity granularity,
                            const char* today, int months = 14) {
  const auto checked = check_history({day(start), day(end)}, granularity, {day(today), months});
  return checked ? "" : checked.error().message;
}

TEST(Validation, KnowsHowFarHistoryReaches) {
  constexpr auto kMonthly = Granularity::kMonthly;
  constexpr auto kDaily = Granularity::kDaily;
  EXPECT_EQ(history_refusal("2025-09-01", "2026-11-01", kMonthly, "2026-10-15"), "");
  EXPECT_EQ(history_refusal("2026-10-01", "2026-11-02", kMonthly, "2026-10-15"),
            "end date past the beginning of next month");
  EXPECT_EQ(history_refusal("2026-10-16", "2026-11-01", kDaily, "2026-10-15"),
            "Start date should not be after today's date");
  EXPECT_EQ(history_refusal("2025-08-31", "2026-11-01", kDaily, "2026-10-15"),
            "You haven't enabled historical data beyond 14 months.");
  EXPECT_EQ(history_refusal("2025-08-01", "2026-11-01", kMonthly, "2026-10-15", 38), "");
  EXPECT_EQ(history_refusal("2025-08-31", "2026-11-01", kMonthly, "2026-10-15", 38),
            "To retrieve data beyond the past 14 months, your start date needs to be the first day "
            "of the month.");
  EXPECT_NE(history_refusal("2025-08-01", "2026-11-01", kDaily, "2026-10-15", 38), "");
  EXPECT_NE(history_refusal("2023-08-01", "2026-11-01", kMonthly, "2026-10-15", 38), "");
}

TEST(Validation, CutsIntervalsIntoPeriods) {
  const auto months = periods_of({day("2024-01-15"), day("2024-03-02")}, Granularity::kMonthly);
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[0], (DateInterval{day("2024-01-15"), day("2024-02-01")}));
  EXPECT_EQ(months[1], (DateInterval{day("2024-02-01"), day("2024-03-01")}));
  EXPECT_EQ(months[2], (DateInterval{day("2024-03-01"), day("2024-03-02")}));
  const auto days = periods_of({day("2024-02-28"), day("2024-03-02")}, Granularity::kDaily);
  ASSERT_EQ(days.size(), 3U) << "2024 is a leap year";
  EXPECT_EQ(days[1], (DateInterval{day("2024-02-29"), day("2024-03-01")}));
}

TEST(Validation, TheMonthBeforeIsEstimatedUntilItsBillIsIssued) {
  EXPECT_EQ(first_estimated(day("2026-10-15")), day("2026-10-01"));
  EXPECT_EQ(first_estimated(day("2026-10-05")), day("2026-10-01"));
  EXPECT_EQ(first_estimated(day("2026-10-04")), day("2026-09-01"));
  EXPECT_EQ(first_estimated(day("2026-01-01")), day("2025-12-01"));
}

TEST(Validation, NumbersHaveBounds) {
  const auto level = [](const char* text) {
    const auto read = read_whole(json::parse(text).as_object(), "PredictionIntervalLevel", 51, 99);
    return read ? std::to_string(read->value_or(0)) : read.error().message;
  };
  EXPECT_EQ(level(R"({"PredictionIntervalLevel": 80})"), "80");
  EXPECT_EQ(level("{}"), "0");
  EXPECT_EQ(level(R"({"PredictionIntervalLevel": 50})"),
            "1 validation error detected: Value '50' at 'predictionIntervalLevel' failed to "
            "satisfy constraint: Member must have value greater than or equal to 51");
  EXPECT_EQ(level(R"({"PredictionIntervalLevel": "80"})"), "Unexpected value type in payload");
}

}  // namespace
}  // namespace sextant::sim
