#include "insight/window.h"

#include <gtest/gtest.h>

namespace sextant::insight {
namespace {

Date day(std::string_view text) {
  return *parse_date(text);
}

// "from..to" of the interval, or the code of the error.
std::string read(const WindowWords& words, std::string_view today = "2026-10-15") {
  const auto window = parse_window(words, day(today));
  if (!window) return window.error().code;
  return format_date(window->days.start) + ".." + format_date(window->days.end);
}

TEST(Window, DefaultsToLastMonthAndThisMonthToDate) {
  EXPECT_EQ(read({}), "2026-09-01..2026-10-16");
  EXPECT_EQ(read({}, "2026-01-01"), "2025-12-01..2026-01-02") << "first of a month";
  EXPECT_FALSE(parse_window({}, day("2026-10-15"))->is_explicit);
}

TEST(Window, EndsAreIncludedAndExcluded) {
  EXPECT_EQ(read({"2026-09-05", "2026-09-07", ""}), "2026-09-05..2026-09-07");
  EXPECT_EQ(read({"2026-08", "2026-10", ""}), "2026-08-01..2026-10-01");
  EXPECT_EQ(read({"2026-09-05", "", ""}), "2026-09-05..2026-10-16");
  EXPECT_EQ(read({"2026-10-15", "", ""}), "2026-10-15..2026-10-16");
  EXPECT_TRUE(parse_window({"2026-09", "", ""}, day("2026-10-15"))->is_explicit);
}

TEST(Window, RelativeOnesAreWholePeriods) {
  EXPECT_EQ(read({"", "", "30d"}), "2026-09-15..2026-10-15");
  EXPECT_EQ(read({"", "", "2w"}), "2026-10-01..2026-10-15");
  EXPECT_EQ(read({"", "", "3mo"}), "2026-07-01..2026-10-01");
  EXPECT_EQ(read({"", "", "12 months"}), "cost.bad_window");
  EXPECT_EQ(read({"", "", "12months"}), "2025-10-01..2026-10-01");
  EXPECT_EQ(read({"", "", "this-month"}), "2026-10-01..2026-10-16");
  EXPECT_EQ(read({"", "", "last-month"}, "2028-03-01"), "2028-02-01..2028-03-01") << "leap day";
}

TEST(Window, RefusesWhatMakesNoSense) {
  for (const WindowWords& words :
       {WindowWords{"2026-10-01", "2026-10-01", ""}, WindowWords{"2026-10-05", "2026-10-01", ""},
        WindowWords{"2026-10-16", "", ""}, WindowWords{"2027-01", "2027-02", ""},
        WindowWords{"", "2026-10-01", ""}, WindowWords{"2026-09", "", "3mo"},
        WindowWords{"2010-01", "2026-01", ""}, WindowWords{"yesterday", "", ""},
        WindowWords{"", "", "0d"}, WindowWords{"", "", "-3d"}, WindowWords{"", "", "3m"},
        WindowWords{"", "", "99999999999d"}, WindowWords{"", "", "d"},
        WindowWords{"2026-02-30", "", ""}}) {
    EXPECT_EQ(read(words), "cost.bad_window") << words.from << " " << words.to << " " << words.last;
  }
}

TEST(Window, WordsNameTheLastDayThatCounts) {
  EXPECT_EQ(describe({day("2026-09-01"), day("2026-10-16")}),
            "1 September to 15 October 2026 (45 days)");
  EXPECT_EQ(describe({day("2026-09-01"), day("2026-10-01")}), "September 2026");
  EXPECT_EQ(describe({day("2026-07-01"), day("2026-10-01")}), "July to September 2026 (3 months)");
  EXPECT_EQ(describe({day("2025-12-01"), day("2026-02-01")}),
            "December 2025 to January 2026 (2 months)");
  EXPECT_EQ(describe({day("2025-12-31"), day("2026-01-02")}),
            "31 December 2025 to 1 January 2026 (2 days)");
  EXPECT_EQ(describe({day("2026-10-10"), day("2026-10-15")}), "10 to 14 October 2026 (5 days)");
  EXPECT_EQ(describe({day("2028-02-29"), day("2028-03-01")}), "29 February 2028");
}

TEST(Window, MonthsAreThoseTouched) {
  EXPECT_EQ(months_of({day("2026-09-30"), day("2026-11-01")}),
            (std::vector{day("2026-09-01"), day("2026-10-01")}));
}

}  // namespace
}  // namespace sextant::insight
