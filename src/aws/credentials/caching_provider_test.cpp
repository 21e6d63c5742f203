#include "aws/credentials/caching_provider.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

#include "base/civil_time.h"

namespace sextant::aws {
namespace {

using namespace std::chrono_literals;

class CachingProviderTest : public testing::Test {
 protected:
  Credentials made(std::chrono::milliseconds life) {
    Credentials credentials;
    credentials.access_key_id = "AKIA" + std::to_string(calls_);
    credentials.expires_at = clock_.wall() + life;
    credentials.source = "test";
    return credentials;
  }
  CachingProvider::Fetch fetch() {
    return [this](const CallContext&) -> Result<Credentials> {
      ++calls_;
      if (is_broken_) return failure("credentials.role_refused", "broken");
      return made(life_);
    };
  }
  static std::string key(const Result<Credentials>& got) {
    return got ? got->access_key_id : got.error().code;
  }

  ManualClock clock_{*parse_rfc3339("2026-10-15T12:00:00Z")};
  std::atomic<int> calls_ = 0;
  bool is_broken_ = false;
  std::chrono::milliseconds life_ = 1h;
};

TEST_F(CachingProviderTest, FetchesOnceAndRenewsInTime) {
  CachingProvider provider(fetch(), clock_);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(45min);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(1s);
  EXPECT_EQ(key(provider.get({})), "AKIA2");
}

TEST_F(CachingProviderTest, AFailedRenewalIsNoErrorWhileTheOldOnesLive) {
  CachingProvider provider(fetch(), clock_);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  is_broken_ = true;
  clock_.advance(46min);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  EXPECT_EQ(calls_, 2);  // at most once a minute
  clock_.advance(61s);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  EXPECT_EQ(calls_, 3);
  clock_.advance(10min);  // the mandatory window
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(4min);
  EXPECT_EQ(key(provider.get({})), "credentials.role_refused");
  is_broken_ = false;
  EXPECT_EQ(key(provider.get({})), "AKIA6");
}

TEST_F(CachingProviderTest, ShortLivedOnesAreNotRenewedAtEveryCall) {
  life_ = 15min;
  CachingProvider provider(fetch(), clock_);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(7min);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(31s);
  EXPECT_EQ(key(provider.get({})), "AKIA2");
}

TEST_F(CachingProviderTest, ExpiredOnArrivalIsAnError) {
  life_ = 0ms;
  CachingProvider provider(fetch(), clock_);
  EXPECT_EQ(key(provider.get({})), "credentials.expired");
}

TEST_F(CachingProviderTest, InvalidateFetchesAfreshAndForgetsTheRefused) {
  CachingProvider provider(fetch(), clock_);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  provider.invalidate();
  EXPECT_EQ(key(provider.get({})), "AKIA2");
  provider.invalidate();
  is_broken_ = true;
  EXPECT_EQ(key(provider.get({})), "credentials.role_refused");
}

TEST_F(CachingProviderTest, ManyThreadsShareOneFetch) {
  std::latch begun(1);
  std::latch go_on(1);
  CachingProvider provider(
      [&](const CallContext&) -> Result<Credentials> {
        ++calls_;
        begun.count_down();
        go_on.wait();
        return made(life_);
      },
      clock_);
  std::atomic<int> fine = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      if (key(provider.get({})) == "AKIA1") ++fine;
    });
  }
  begun.wait();
  go_on.count_down();
  threads.clear();
  EXPECT_EQ(fine, 8);
  EXPECT_EQ(calls_, 1);
}

TEST_F(CachingProviderTest, OneRenewsEarlyWhileTheOthersGoOn) {
  std::latch begun(1);
  std::latch go_on(1);
  CachingProvider provider(
      [&](const CallContext&) -> Result<Credentials> {
        if (++calls_ == 2) {
          begun.count_down();
          go_on.wait();
        }
        return made(life_);
      },
      clock_);
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  clock_.advance(46min);
  std::string renewed;
  std::jthread renewer([&] { renewed = key(provider.get({})); });
  begun.wait();
  EXPECT_EQ(key(provider.get({})), "AKIA1");
  go_on.count_down();
  renewer.join();
  EXPECT_EQ(renewed, "AKIA2");
}

TEST_F(CachingProviderTest, WaitingEndsWithTheCallersOwnLimits) {
  std::latch begun(1);
  std::latch go_on(1);
  CachingProvider provider(
      [&](const CallContext&) -> Result<Credentials> {
        begun.count_down();
        go_on.wait();
        return made(life_);
      },
      clock_);
  std::jthread first([&] { EXPECT_TRUE(provider.get({})); });
  begun.wait();
  EXPECT_EQ(key(provider.get({clock_.steady(), {}})), "credentials.timeout");
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(key(provider.get({SteadyTime::max(), stop.get_token()})), "credentials.cancelled");
  go_on.count_down();
}

TEST_F(CachingProviderTest, ACallerThatGivesUpDoesNotFailTheOthers) {
  std::latch begun(1);
  std::latch go_on(1);
  std::stop_source stop;
  CachingProvider provider(
      [&](const CallContext& context) -> Result<Credentials> {
        if (++calls_ == 1) {
          begun.count_down();
          go_on.wait();
        }
        if (context.stop.stop_requested()) return failure("http.cancelled", "");
        return made(life_);
      },
      clock_);
  std::string first_key;
  std::string second_key;
  std::jthread first([&] { first_key = key(provider.get({SteadyTime::max(), stop.get_token()})); });
  begun.wait();
  std::jthread second([&] { second_key = key(provider.get({})); });
  stop.request_stop();
  go_on.count_down();
  first.join();
  second.join();
  EXPECT_EQ(first_key, "http.cancelled");
  EXPECT_EQ(second_key, "AKIA2");
}

TEST(StaticProvider, WatchesItsEnd) {
  const ManualClock clock{*parse_rfc3339("2026-10-15T12:00:00Z")};
  Credentials credentials;
  credentials.source = "environment";
  EXPECT_TRUE(StaticProvider(credentials, clock).get({}));
  credentials.expires_at = clock.wall() + 1s;
  StaticProvider provider(credentials, clock);
  EXPECT_TRUE(provider.get({}));
  clock.advance(1s);
  EXPECT_EQ(provider.get({}).error().code, "credentials.expired");
}

}  // namespace
}  // namespace sextant::aws
