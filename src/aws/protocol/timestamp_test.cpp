#include "aws/protocol/timestamp.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>

namespace sextant::aws {
namespace {

TEST(Timestamp, ReadsEveryFormThatServicesUse) {
  const Instant instant{1'398'796'238, 0};
  for (const char* text :
       {"2014-04-29T18:30:38Z", "Tue, 29 Apr 2014 18:30:38 GMT", "1398796238", "1398796238.0",
        "2014-04-29T20:30:38+02:00", "2014-04-29T18:30:38", "1.398796238e9"}) {
    EXPECT_EQ(read_instant(text), instant) << text;
  }
  EXPECT_EQ(read_instant("2014-04-29"), (Instant{1'398'729'600, 0}));
}

TEST(Timestamp, KeepsFractions) {
  EXPECT_EQ(read_instant("2000-01-02T20:34:56.123Z"), (Instant{946'845'296, 123'000}));
  EXPECT_EQ(read_instant("2000-01-02T20:34:56.123456789Z"), (Instant{946'845'296, 123'456}));
  EXPECT_EQ(read_instant("2000-01-02T21:34:56.5+01:00"), (Instant{946'845'296, 500'000}));
  EXPECT_EQ(read_instant("Sun, 02 Jan 2000 20:34:56.456 GMT"), (Instant{946'845'296, 456'000}));
  EXPECT_EQ(read_instant("946845296.123"), (Instant{946'845'296, 123'000}));
  EXPECT_EQ(read_instant("-0.5"), (Instant{-1, 500'000}));
}

TEST(Timestamp, RefusesTheRest) {
  for (const char* text : {"", "now", "NaN", "inf", "1e300", "-1e12", "2014-13-29T18:30:38Z",
                           "2014-04-29T", ".5.5", "18:30:38", "2014-04-29T18:30:38ZZ"}) {
    EXPECT_FALSE(read_instant(text).has_value()) << text;
  }
  EXPECT_FALSE(read_instant(std::string(1000, '1')).has_value());
  EXPECT_FALSE(instant_of_seconds(std::numeric_limits<double>::quiet_NaN()).has_value());
  EXPECT_FALSE(instant_of_seconds(253'402'300'800.0).has_value());
  EXPECT_TRUE(instant_of_seconds(253'402'300'799.0).has_value());
}

TEST(Timestamp, WritesEachForm) {
  const Instant whole{1'398'796'238, 0};
  EXPECT_EQ(instant_text(whole, TimestampFormat::kIso8601), "2014-04-29T18:30:38Z");
  EXPECT_EQ(instant_text(whole, TimestampFormat::kRfc822), "Tue, 29 Apr 2014 18:30:38 GMT");
  EXPECT_EQ(instant_text(whole, TimestampFormat::kUnixSeconds), "1398796238");
  EXPECT_EQ(instant_text({946'845'296, 500'000}, TimestampFormat::kUnixSeconds), "946845296.5");
  EXPECT_EQ(rfc3339_text({946'845'296, 5'000}), "2000-01-02T20:34:56.005Z");
  EXPECT_EQ(rfc3339_text({946'845'296, 5}), "2000-01-02T20:34:56.000005Z");
}

TEST(Timestamp, WhatIsWrittenIsReadBack) {
  rc::check("RFC 3339 keeps microseconds", [] {
    const Instant instant{*rc::gen::inRange<std::int64_t>(-62'167'219'200, 253'402'300'799),
                          *rc::gen::inRange<std::int32_t>(0, 999'999)};
    RC_ASSERT(read_instant(rfc3339_text(instant)) == instant);
  });
}

}  // namespace
}  // namespace sextant::aws
