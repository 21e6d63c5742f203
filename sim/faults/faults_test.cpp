#include "sim/faults/faults.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sextant::sim {
namespace {

FaultPlan plan(const char* text) {
  return parse_fault_plan(boost::json::parse(text)).value();
}

WallTime at(int second) {
  return WallTime(std::chrono::seconds(second));
}

TEST(FaultPlan, ReadsWhatItKnowsAndRefusesTheRest) {
  const FaultPlan full =
      plan(R"({"throttle": 0.5, "latency_ms": 3, "expired_token": true, "deny": ["ce:*"],
      "looping_token": true, "refuse_page_tokens": true, "skew_s": -5, "ce_not_enabled": ["111122223333"],
      "ce_enabled_at": {"111122223333": "2026-10-15T11:00:00Z"}, "page_rows": 2, "services": ["ce"], "after_requests": 4})");
  EXPECT_EQ(full.throttle, 0.5);
  EXPECT_EQ(full.expired_token, "all");
  EXPECT_EQ(full.refuse_page_tokens, -1);
  EXPECT_EQ(full.ce_enabled_at.size(), 1U);
  EXPECT_EQ(full.page_rows, 2);
  for (const char* bad :
       {R"({"throttle": 1.5})", R"({"throttle": -0.1})", R"({"throttle": "x"})",
        R"({"latency_ms": -1})", R"({"latency_ms": 1.5})", R"({"deny": "ce:*"})",
        R"({"deny": [1]})", R"({"looping_token": 1})", R"({"expired_token": "some"})",
        R"({"page_rows": 0})", R"({"thottle": 1})", "[]", "null",
        R"({"ce_enabled_at": {"1": "yesterday"}})", R"({"ce_enabled_at": {"1": 5}})",
        R"({"ce_enabled_at": []})"}) {
    EXPECT_FALSE(parse_fault_plan(boost::json::parse(bad))) << bad;
  }
}

TEST(Faults, HitAboutAsOftenAsTheyShould) {
  Faults faults(7, 100);
  faults.set(plan(R"({"throttle": 0.3, "error_5xx": 0.1})"));
  int throttled = 0;
  int failed = 0;
  for (int i = 0; i < 2000; ++i) {
    const Faults::Draw draw = faults.draw("ce", at(i));
    throttled += draw.throttle ? 1 : 0;
    failed += draw.error_5xx ? 1 : 0;
    EXPECT_FALSE(draw.cut_body);
  }
  EXPECT_NEAR(throttled, 600, 90);
  EXPECT_NEAR(failed, 200, 60);
}

TEST(Faults, AreTheSameForTheSameSeed) {
  Faults one(7, 100);
  Faults two(7, 100);
  one.set(plan(R"({"throttle": 0.5})"));
  two.set(plan(R"({"throttle": 0.5})"));
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(one.draw("ce", at(i)).throttle, two.draw("sts", at(i)).throttle);
  }
}

TEST(Faults, WaitForTheirRequestsAndConcernTheirServices) {
  Faults faults(7, 100);
  faults.set(plan(R"({"throttle": 1, "services": ["ce"], "after_requests": 2, "deny": ["a:b"]})"));
  EXPECT_FALSE(faults.draw("ce", at(0)).throttle);
  EXPECT_TRUE(faults.active_plan()->deny.empty());
  EXPECT_FALSE(faults.draw("ce", at(1)).throttle);
  EXPECT_TRUE(faults.draw("ce", at(2)).throttle);
  EXPECT_EQ(faults.active_plan()->deny.size(), 1U);
  EXPECT_FALSE(faults.draw("sts", at(3)).throttle);
  faults.set({});
  EXPECT_FALSE(faults.draw("ce", at(4)).throttle);
}

TEST(Faults, ExpireWhatWasIssuedBefore) {
  Faults faults(7, 100);
  using Issued = Faults::Issued;
  EXPECT_FALSE(faults.has_expired(Issued::kSession, at(0)));
  faults.set(plan(R"({"expired_token": "sso"})"));
  EXPECT_FALSE(faults.has_expired(Issued::kSsoToken, at(0))) << "not before the next request";
  faults.draw("sso", at(10));
  EXPECT_TRUE(faults.has_expired(Issued::kSsoToken, at(9)));
  EXPECT_FALSE(faults.has_expired(Issued::kSsoToken, at(11)));
  EXPECT_FALSE(faults.has_expired(Issued::kSession, at(9)));
  EXPECT_FALSE(faults.has_expired(Issued::kRefreshToken, at(9)));
  faults.set(plan(R"({"expired_token": "all"})"));
  faults.draw("sso", at(20));
  for (const Issued what : {Issued::kSession, Issued::kSsoToken, Issued::kRefreshToken}) {
    EXPECT_TRUE(faults.has_expired(what, at(11)));
  }
}

TEST(Faults, RefuseAsManyTokensAsTold) {
  Faults faults(7, 100);
  EXPECT_FALSE(faults.take_token_refusal());
  faults.set(plan(R"({"refuse_page_tokens": 2})"));
  faults.draw("ce", at(0));
  EXPECT_TRUE(faults.take_token_refusal());
  EXPECT_TRUE(faults.take_token_refusal());
  EXPECT_FALSE(faults.take_token_refusal());
  faults.set(plan(R"({"refuse_page_tokens": true})"));
  faults.draw("ce", at(0));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(faults.take_token_refusal());
}

TEST(Faults, MayChangeTheSizeOfPages) {
  Faults faults(7, 100);
  EXPECT_EQ(faults.page_rows(), 100);
  faults.set(plan(R"({"page_rows": 3})"));
  EXPECT_EQ(faults.page_rows(), 3);
}

}  // namespace
}  // namespace sextant::sim
