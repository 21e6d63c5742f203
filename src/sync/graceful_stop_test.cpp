#include "sync/graceful_stop.h"

#include <gtest/gtest.h>

namespace sextant::sync {
namespace {

using std::chrono::milliseconds;

// Whether it is set within the time.
bool is_set_within(const std::stop_token& token, milliseconds time) {
  const auto until = std::chrono::steady_clock::now() + time;
  while (!token.stop_requested() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(milliseconds(1));
  return token.stop_requested();
}

TEST(GracefulStop, WhatWasSentMayEndAndNothingMoreIsSent) {
  std::stop_source source;
  GracefulStop stop(source.get_token(), std::chrono::minutes(1));
  GracefulStop::Request sent(stop);
  ASSERT_TRUE(sent.begin());
  EXPECT_FALSE(stop.is_wanted());
  source.request_stop();
  EXPECT_TRUE(stop.is_wanted());
  EXPECT_FALSE(GracefulStop::Request(stop).begin());
  EXPECT_FALSE(is_set_within(stop.token(), milliseconds(50))) << "the answer is waited for";
  sent.end();
  EXPECT_TRUE(is_set_within(stop.token(), std::chrono::seconds(10)));
}

TEST(GracefulStop, WaitsNoLongerThanItMay) {
  std::stop_source source;
  GracefulStop stop(source.get_token(), milliseconds(10));
  GracefulStop::Request sent(stop);
  ASSERT_TRUE(sent.begin());
  source.request_stop();
  EXPECT_TRUE(is_set_within(stop.token(), std::chrono::seconds(10)));
}

TEST(GracefulStop, EndsWithoutAStop) {
  std::stop_source source;
  const GracefulStop stop(source.get_token());
  EXPECT_FALSE(stop.token().stop_requested());
}

}  // namespace
}  // namespace sextant::sync
