#include "aws/paginator.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "aws/waiter.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

Result<Paginator> paginator(const char* description) {
  return Paginator::parse(json::parse(description).as_object());
}

TEST(Paginator, HandsATokenOnUntilThereIsNone) {
  const auto one = paginator(
      R"({"input_token": "Start", "output_token": "Next || Items[-1].Id", "result_key": "Items"})");
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->next_token(json::parse(R"({"Next": "t"})")), json::value("t"));
  EXPECT_EQ(one->next_token(json::parse(R"({"Items": [{"Id": "a"}, {"Id": "b"}]})")),
            json::value("b"));
  EXPECT_TRUE(one->next_token(json::parse(R"({"Next": ""})")).is_null())
      << "an empty token is none";
  EXPECT_TRUE(one->next_token(json::parse("[]")).is_null());
  json::object input{{"Start", "old"}, {"Other", 1}};
  ASSERT_TRUE(one->apply("t", input));
  EXPECT_EQ(input, (json::object{{"Start", "t"}, {"Other", 1}}));
  EXPECT_EQ(one->apply(json::object{}, input).error().code, "aws.invalid_page_token");
}

TEST(Paginator, HandsSeveralTokensOnTogether) {
  const auto two =
      paginator(R"({"input_token": ["Name", "Type"], "output_token": ["NextName", "NextType"],
                                 "more_results": "IsTruncated", "result_key": "R"})");
  const json::value token =
      two->next_token(json::parse(R"({"IsTruncated": true, "NextName": "n", "NextType": "A"})"));
  EXPECT_EQ(token, (json::object{{"Name", "n"}, {"Type", "A"}}));
  EXPECT_TRUE(two->next_token(json::parse(R"({"IsTruncated": false, "NextName": "n"})")).is_null());
  json::object input{{"Type", "left over from the page before"}};
  ASSERT_TRUE(two->apply(json::object{{"Name", "n"}}, input));
  EXPECT_EQ(input, (json::object{{"Name", "n"}}));
  EXPECT_EQ(two->apply("n", input).error().code, "aws.invalid_page_token");
}

TEST(Paginator, MergesPagesWithoutLosingAnything) {
  const auto merging =
      paginator(R"({"input_token": "T", "output_token": "L.T", "more_results": "More",
                                     "result_key": ["L.Items", "Count", "Map", "Absent"]})");
  json::value whole = json::parse(
      R"({"L": {"Items": [1], "T": "x"}, "Count": 1, "Map": {"a": 1}, "More": true, "First": "kept"})");
  ASSERT_TRUE(merging->merge(
      whole,
      json::parse(R"({"L": {"Items": [2, 3]}, "Count": 2, "Map": {"b": 2}, "Absent": ["here"]})")));
  ASSERT_TRUE(merging->merge(whole, json::parse(R"({"L": "damaged"})")));
  merging->remove_tokens(whole);
  EXPECT_EQ(
      json::serialize(whole),
      json::serialize(json::parse(
          R"({"L": {"Items": [1, 2, 3]}, "Count": 3, "Map": {"a": 1, "b": 2}, "First": "kept", "Absent": ["here"]})")));
}

TEST(Paginator, RefusesDescriptionsThatDoNotPair) {
  for (const char* text :
       {"{}", R"({"input_token": "a"})", R"({"input_token": ["a", "b"], "output_token": "c"})",
        R"({"input_token": 1, "output_token": "c"})",
        R"({"input_token": [1], "output_token": ["c"]})",
        R"({"input_token": "a", "output_token": "b |"})"}) {
    EXPECT_FALSE(paginator(text).has_value()) << text;
  }
}

TEST(TokenMemory, FindsCirclesOfAnyLength) {
  TokenMemory memory;
  for (const char* token : {"a", "b", "c"}) EXPECT_TRUE(memory.remember(token));
  EXPECT_EQ(memory.remember("a").error().code, "aws.repeated_token");
}

TEST(TokenMemory, BoundsTheNumberOfPages) {
  TokenMemory memory;
  for (std::size_t i = 0; i < TokenMemory::kPagesMax; ++i)
    ASSERT_TRUE(memory.remember(static_cast<std::int64_t>(i)));
  EXPECT_EQ(memory.remember("one more").error().code, "aws.too_many_pages");
}

Result<json::value> remote(std::string code, int status) {
  Error error{"aws.service_error", ""};
  error.remote = RemoteFault{"s", "Op", std::move(code), "", "", status};
  return failure(std::move(error));
}

TEST(Waiter, JudgesAnswers) {
  const auto waiter = Waiter::parse(
      json::parse(R"({"operation": "Describe", "delay": 15, "maxAttempts": 40, "acceptors": [
    {"matcher": "pathAll", "argument": "I[].S", "expected": "running", "state": "success"},
    {"matcher": "pathAny", "argument": "I[].S", "expected": "broken", "state": "failure"},
    {"matcher": "path", "argument": "length(I) > `5`", "expected": true, "state": "failure"},
    {"matcher": "error", "expected": "NotYet", "state": "retry"},
    {"matcher": "status", "expected": 404, "state": "retry"}]})")
          .as_object());
  ASSERT_TRUE(waiter.has_value());
  EXPECT_EQ(waiter->delay(), std::chrono::seconds(15));
  const auto judge = [&](const char* text) { return waiter->judge(json::parse(text)); };
  EXPECT_EQ(judge(R"({"I": [{"S": "running"}, {"S": "running"}]})"), Waiter::State::kSuccess);
  EXPECT_EQ(judge(R"({"I": [{"S": "running"}, {"S": "pending"}]})"), Waiter::State::kRetry);
  EXPECT_EQ(judge(R"({"I": [{"S": "running"}, {"S": "broken"}]})"), Waiter::State::kFailure);
  EXPECT_EQ(judge(R"({"I": []})"), Waiter::State::kRetry) << "all of nothing is not all";
  EXPECT_EQ(judge(R"({"I": [1, 2, 3, 4, 5, 6]})"), Waiter::State::kFailure);
  EXPECT_EQ(waiter->judge(remote("NotYet", 400)), Waiter::State::kRetry);
  EXPECT_EQ(waiter->judge(remote("Other", 404)), Waiter::State::kRetry);
  EXPECT_EQ(waiter->judge(remote("Other", 400)), std::nullopt);
  EXPECT_EQ(waiter->judge(failure("http.connect", "")), std::nullopt);
}

TEST(Waiter, RefusesMalformedDescriptionsAndBoundsTheRest) {
  for (
      const char* text :
      {"{}", R"({"operation": "a"})", R"({"operation": "a", "acceptors": [1]})",
       R"({"operation": "a", "acceptors": [{"matcher": "mood", "expected": 1, "state": "retry"}]})",
       R"({"operation": "a", "acceptors": [{"matcher": "path", "argument": "a |", "expected": 1, "state": "retry"}]})"}) {
    EXPECT_FALSE(Waiter::parse(json::parse(text).as_object()).has_value()) << text;
  }
  const auto greedy = Waiter::parse(
      json::parse(R"({"operation": "a", "acceptors": [], "delay": -3, "maxAttempts": 99999999})")
          .as_object());
  EXPECT_EQ(greedy->delay(), std::chrono::seconds(1));
  EXPECT_EQ(greedy->attempts_max(), 1000);
}

}  // namespace
}  // namespace sextant::aws
