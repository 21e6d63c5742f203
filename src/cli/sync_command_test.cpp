#include "cli/sync_command.h"

#include <gtest/gtest.h>

namespace sextant::cli {
namespace {

TEST(ParseDuration, ReadsWhatPeopleWrite) {
  EXPECT_EQ(*parse_duration("90s"), std::chrono::seconds(90));
  EXPECT_EQ(*parse_duration("30m"), std::chrono::minutes(30));
  EXPECT_EQ(*parse_duration("1h30m"), std::chrono::minutes(90));
  EXPECT_EQ(*parse_duration("168h"), std::chrono::hours(168));
}

TEST(ParseDuration, RefusesTheRest) {
  for (const char* text : {"", "30", "m", "-5m", "0s", "1d", "30m ", "169h",
                           "99999999999999999999s", "100h100h", "1.5h"}) {
    const auto parsed = parse_duration(text);
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().code, "usage.sync") << text;
  }
}

TEST(ParseCostLimit, ReadsDollars) {
  EXPECT_EQ(parse_cost_limit("0.50")->to_string(), "0.5");
  for (const char* text : {"", "-1", "$5", "five"}) EXPECT_FALSE(parse_cost_limit(text)) << text;
}

}  // namespace
}  // namespace sextant::cli
