#include "web/handlers/answer_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace sextant::web {
namespace {

class AnswerCacheTest : public ::testing::Test {
 protected:
  // The text of the answer, which counts how often it was made.
  std::string get(const std::string& key = "k", const std::string& version = "1") {
    const auto reply = cache_.get(key, version, {}, [this]() -> Outcome<Reply> {
      Reply made;
      made.json = std::to_string(++made_);
      return made;
    });
    return reply ? reply->json : reply.error().error.code;
  }

  ManualClock clock_{WallTime{}};
  AnswerCache cache_{clock_};
  std::atomic<int> made_ = 0;
};

TEST_F(AnswerCacheTest, MakesOnceForWhatItIsMadeOf) {
  EXPECT_EQ(get(), "1");
  EXPECT_EQ(get(), "1");
  EXPECT_EQ(get("other"), "2");
  EXPECT_EQ(get("k", "2"), "3") << "something has changed";
  EXPECT_EQ(get("k", "2"), "3");
  clock_.advance(AnswerCache::kFreshFor);
  EXPECT_EQ(get("k", "2"), "4") << "its age is told, so it is not kept for long";
}

TEST_F(AnswerCacheTest, FailuresAreNotKept) {
  const auto fail = [&] {
    return cache_.get("k", "1", {}, [&]() -> Outcome<Reply> {
      ++made_;
      return std::unexpected(Error{"cost.no_data", ""});
    });
  };
  EXPECT_FALSE(fail());
  EXPECT_FALSE(fail());
  EXPECT_EQ(get(), "3");
}

TEST_F(AnswerCacheTest, WhatThrowsLeavesNobodyWaiting) {
  EXPECT_THROW(
      (void)cache_.get("k", "1", {}, []() -> Outcome<Reply> { throw std::runtime_error("x"); }),
      std::runtime_error);
  EXPECT_EQ(get(), "1");
}

TEST_F(AnswerCacheTest, ManyWhoAskAtOnceGetOneAnswer) {
  std::vector<std::jthread> threads;
  std::atomic<int> same = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const auto reply = cache_.get("k", "1", {}, [&]() -> Outcome<Reply> {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        Reply made;
        made.json = std::to_string(++made_);
        return made;
      });
      same += reply && reply->json == "1" ? 1 : 0;
    });
  }
  threads.clear();
  EXPECT_EQ(same, 8);
  EXPECT_EQ(made_, 1);
}

TEST_F(AnswerCacheTest, WhileItIsMadeAgainOthersGetTheOneThatIsThere) {
  EXPECT_EQ(get(), "1");
  clock_.advance(AnswerCache::kFreshFor);
  const auto renewed = cache_.get("k", "1", {}, [&]() -> Outcome<Reply> {
    EXPECT_EQ(get(), "1") << "asked meanwhile";
    Reply made;
    made.json = "new";
    return made;
  });
  EXPECT_EQ(renewed->json, "new");
  EXPECT_EQ(get(), "new");
}

TEST_F(AnswerCacheTest, WaitingEndsWithAStop) {
  std::stop_source stop;
  (void)cache_.get("k", "1", {}, [&]() -> Outcome<Reply> {
    stop.request_stop();
    const auto other = cache_.get("k", "1", stop.get_token(), [] { return Outcome<Reply>(); });
    EXPECT_EQ(other.error().error.code, "http.cancelled");
    return Reply();
  });
}

TEST_F(AnswerCacheTest, KeepsAFewAndNoLongOnes) {
  for (std::size_t i = 0; i < AnswerCache::kEntriesMax + 1; ++i) {
    get("k" + std::to_string(i));
    clock_.advance(std::chrono::milliseconds(1));
  }
  const int before = made_;
  get("k1");
  EXPECT_EQ(made_, before) << "it is still there";
  get("k0");
  EXPECT_EQ(made_, before + 1) << "the oldest has gone";
  const auto lengthy = [&] {
    return cache_.get("long", "1", {}, [&]() -> Outcome<Reply> {
      ++made_;
      Reply made;
      made.json = std::string(AnswerCache::kBytesMax + 1, 'x');
      return made;
    });
  };
  EXPECT_TRUE(lengthy() && lengthy());
  EXPECT_EQ(made_, before + 3);
}

}  // namespace
}  // namespace sextant::web
