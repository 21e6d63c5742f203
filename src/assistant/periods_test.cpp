#include "assistant/periods.h"

#include <gtest/gtest.h>

namespace sextant::assistant {
namespace {

const Date kToday = *parse_date("2026-10-15");

std::string read(std::string_view text) {
  const auto words = read_period(text, kToday);
  if (!words) return words.error().code;
  const auto window = insight::parse_window(*words, kToday);
  if (!window) return window.error().code;
  return format_date(window->days.start) + " " + format_date(window->days.end);
}

TEST(Periods, AreReadAsPeopleNameThem) {
  EXPECT_EQ(read("this month"), "2026-10-01 2026-10-16");
  EXPECT_EQ(read("MTD"), "2026-10-01 2026-10-16");
  EXPECT_EQ(read("Last_Month"), "2026-09-01 2026-10-01");
  EXPECT_EQ(read("2026-09"), "2026-09-01 2026-10-01");
  EXPECT_EQ(read("September"), "2026-09-01 2026-10-01");
  EXPECT_EQ(read("sept 2025"), "2025-09-01 2025-10-01");
  EXPECT_EQ(read("December"), "2025-12-01 2026-01-01");
  EXPECT_EQ(read("2026-Q3"), "2026-07-01 2026-10-01");
  EXPECT_EQ(read("q1 2026"), "2026-01-01 2026-04-01");
  EXPECT_EQ(read("Q4"), "2026-10-01 2026-10-16");
  EXPECT_EQ(read("last quarter"), "2026-07-01 2026-10-01");
  EXPECT_EQ(read("2026"), "2026-01-01 2026-10-16");
  EXPECT_EQ(read("last year"), "2025-01-01 2026-01-01");
  EXPECT_EQ(read("year to date"), "2026-01-01 2026-10-16");
  EXPECT_EQ(read("last 7 days"), "2026-10-08 2026-10-15");
  EXPECT_EQ(read("the past 3 months"), "2026-07-01 2026-10-01");
  EXPECT_EQ(read("30d"), "2026-09-15 2026-10-15");
  EXPECT_EQ(read("yesterday"), "2026-10-14 2026-10-15");
  EXPECT_EQ(read("today"), "2026-10-15 2026-10-16");
  EXPECT_EQ(read("last week"), "2026-10-05 2026-10-12");
  EXPECT_EQ(read("2026-10-01"), "2026-10-01 2026-10-02");
}

TEST(Periods, ThatAreNoneAreRefused) {
  for (const char* text : {"soon", "2026-13", "last", "q5", "0d", "-", "9999", "13 moons",
                           "2027-01", "ma", "last last month"}) {
    EXPECT_EQ(read(text), "cost.bad_window") << text;
  }
}

std::string before(const char* start, const char* end, DateInterval (*of)(const DateInterval&)) {
  const DateInterval found = of({*parse_date(start), *parse_date(end)});
  return format_date(found.start) + " " + format_date(found.end);
}

TEST(Periods, HaveOnesBefore) {
  EXPECT_EQ(before("2026-09-01", "2026-10-01", period_before), "2026-08-01 2026-09-01");
  EXPECT_EQ(before("2026-07-01", "2026-10-01", period_before), "2026-04-01 2026-07-01");
  EXPECT_EQ(before("2026-10-01", "2026-10-15", period_before), "2026-09-17 2026-10-01");
  EXPECT_EQ(before("2026-09-01", "2026-10-01", year_before), "2025-09-01 2025-10-01");
  EXPECT_EQ(before("2026-10-03", "2026-10-15", year_before), "2025-10-03 2025-10-15");
}

}  // namespace
}  // namespace sextant::assistant
