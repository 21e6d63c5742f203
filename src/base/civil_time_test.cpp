#include "base/civil_time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sextant {
namespace {

TEST(CivilTime, MonthsStepAcrossYearsAndLeapDays) {
  const Date leap = *parse_date("2028-02-29");
  EXPECT_EQ(format_date(first_of_month(leap)), "2028-02-01");
  EXPECT_EQ(format_date(add_months(leap, 1)), "2028-03-01");
  EXPECT_EQ(format_date(add_months(leap, -13)), "2027-01-01");
  EXPECT_EQ(format_date(add_months(*parse_date("2026-12-31"), 1)), "2027-01-01");
}

TEST(CivilTime, RefusesDaysThatDoNotExist) {
  for (const char* text :
       {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "2026-01-01 ", "", "abcd-ef-gh"}) {
    EXPECT_EQ(parse_date(text).error().code, "time.malformed") << text;
  }
  EXPECT_FALSE(parse_month("2026-1"));
  EXPECT_FALSE(parse_month("2026-01-01"));
}

TEST(CivilTime, ReadsTheFormsThatTheTokenCacheHolds) {
  const auto want = *parse_rfc3339("2026-10-01T12:00:00Z");
  EXPECT_EQ(*parse_rfc3339("2026-10-01T12:00:00UTC"), want);
  EXPECT_EQ(*parse_rfc3339("2026-10-01T14:00:00+02:00"), want);
  EXPECT_EQ(*parse_rfc3339("2026-10-01T12:00:00.000000Z"), want);
  EXPECT_EQ(format_rfc3339(*parse_rfc3339("2026-10-01T12:00:00.25Z")), "2026-10-01T12:00:00.250Z");
  EXPECT_FALSE(parse_rfc3339("2026-10-01T12:00:00"));
  EXPECT_FALSE(parse_rfc3339("2026-10-01T24:00:00Z"));
}

TEST(CivilTime, WritesSignatureAndHttpForms) {
  const auto time = *parse_rfc3339("2015-08-30T12:36:00Z");
  EXPECT_EQ(format_basic(time), "20150830T123600Z");
  EXPECT_EQ(format_http_date(time), "Sun, 30 Aug 2015 12:36:00 GMT");
  EXPECT_EQ(*parse_http_date("Sun, 30 Aug 2015 12:36:00 GMT"), time);
  EXPECT_FALSE(parse_http_date("Sunday, 30-Aug-15 12:36:00 GMT"));
}

RC_GTEST_PROP(CivilTime, TimesRoundTrip, (std::uint32_t seconds)) {
  const WallTime time{std::chrono::seconds(seconds)};
  RC_ASSERT(*parse_rfc3339(format_rfc3339(time)) == time);
  RC_ASSERT(*parse_http_date(format_http_date(time)) == time);
}

}  // namespace
}  // namespace sextant
