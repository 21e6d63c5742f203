#include "base/clock.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/civil_time.h"

namespace sextant {
namespace {

using std::chrono::milliseconds;

TEST(SystemClock, SleepsUntilTheTimeComes) {
  const SystemClock clock;
  const SteadyTime when = clock.steady() + milliseconds(20);
  EXPECT_TRUE(clock.sleep_until(when, {}));
  EXPECT_GE(clock.steady(), when);
}

TEST(SystemClock, AStopEndsTheSleep) {
  const SystemClock clock;
  std::stop_source stop;
  std::jthread stopper([&] {
    std::this_thread::sleep_for(milliseconds(20));
    stop.request_stop();
  });
  EXPECT_FALSE(clock.sleep_until(clock.steady() + std::chrono::hours(1), stop.get_token()));
}

TEST(SystemClock, RunsOnFromTheTimeThatItWasTold) {
  const WallTime start = *parse_rfc3339("2028-02-29T23:59:59Z");
  const SystemClock clock = SystemClock::starting_at(start);
  EXPECT_GE(clock.wall(), start);
  EXPECT_LT(clock.wall(), start + std::chrono::minutes(1));
}

}  // namespace
}  // namespace sextant
