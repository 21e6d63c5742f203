#include "base/rate_limit.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(RateLimit, LetsABurstPassAndThenTheRate) {
  const ManualClock clock(WallTime{});
  RateLimit limit(10, clock);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limit.take("a"), std::nullopt);
  EXPECT_EQ(limit.take("a"), seconds(1));
  EXPECT_EQ(limit.take("b"), std::nullopt) << "another caller has a bucket of its own";
  clock.advance(milliseconds(100));
  EXPECT_EQ(limit.take("a"), std::nullopt);
  EXPECT_NE(limit.take("a"), std::nullopt);
  clock.advance(seconds(100));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(limit.take("a"), std::nullopt);
  EXPECT_NE(limit.take("a"), std::nullopt) << "a long rest gives no more than a burst";
}

TEST(RateLimit, ZeroIsNoLimit) {
  const ManualClock clock(WallTime{});
  RateLimit limit(0, clock);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(limit.take("a"), std::nullopt);
}

TEST(RateLimit, StaysBoundedWithManyCallers) {
  const ManualClock clock(WallTime{});
  RateLimit limit(1, clock);
  for (int i = 0; i < 20'000; ++i) EXPECT_EQ(limit.take(std::to_string(i)), std::nullopt);
}

}  // namespace
}  // namespace sextant
