#include "sim/iam/condition.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sextant::sim {
namespace {

// Whether all conditions of the block hold.
bool all_hold(const std::string& block, const RequestFacts& facts) {
  const auto conditions = parse_conditions(boost::json::parse(block).as_object());
  if (!conditions) ADD_FAILURE() << conditions.error();
  for (const Condition& condition : *conditions) {
    if (!holds(condition, facts)) return false;
  }
  return true;
}

RequestFacts with_external_id(const std::string& id) {
  RequestFacts facts;
  facts.set("sts:ExternalId", id);
  facts.set("aws:PrincipalArn", "arn:aws:iam::111122223333:role/path/Reader");
  return facts;
}

TEST(Condition, StringEqualsNeedsTheVeryText) {
  const std::string block = R"({"StringEquals": {"sts:ExternalId": ["one", "two"]}})";
  EXPECT_TRUE(all_hold(block, with_external_id("two")));
  EXPECT_FALSE(all_hold(block, with_external_id("Two")));
  EXPECT_FALSE(all_hold(block, RequestFacts())) << "a key that is not there fits nothing";
}

TEST(Condition, KeysAreComparedWithoutCase) {
  EXPECT_TRUE(all_hold(R"({"StringEquals": {"STS:externalid": "one"}})", with_external_id("one")));
}

TEST(Condition, IgnoreCaseAndLikeAreLax) {
  EXPECT_TRUE(all_hold(R"({"StringEqualsIgnoreCase": {"sts:ExternalId": "ONE"}})",
                       with_external_id("one")));
  EXPECT_TRUE(
      all_hold(R"({"StringLike": {"sts:ExternalId": "o?e*"}})", with_external_id("one-more")));
  EXPECT_FALSE(all_hold(R"({"StringLike": {"sts:ExternalId": "O*"}})", with_external_id("one")));
}

TEST(Condition, NegatedOnesHoldWithoutTheKey) {
  for (const char* op :
       {"StringNotEquals", "StringNotLike", "ArnNotLike", "StringNotEqualsIgnoreCase"}) {
    const std::string block = std::string("{\"") + op + R"(": {"sts:ExternalId": "one"}})";
    EXPECT_TRUE(all_hold(block, RequestFacts())) << op;
    EXPECT_TRUE(all_hold(block, with_external_id("two"))) << op;
    EXPECT_FALSE(all_hold(block, with_external_id("one"))) << op;
  }
}

TEST(Condition, IfExistsHoldsWithoutTheKeyOnly) {
  const std::string block = R"({"StringEqualsIfExists": {"sts:ExternalId": "one"}})";
  EXPECT_TRUE(all_hold(block, RequestFacts()));
  EXPECT_FALSE(all_hold(block, with_external_id("two")));
}

TEST(Condition, NullAsksWhetherTheKeyIsThere) {
  EXPECT_TRUE(all_hold(R"({"Null": {"sts:ExternalId": "true"}})", RequestFacts()));
  EXPECT_FALSE(all_hold(R"({"Null": {"sts:ExternalId": true}})", with_external_id("x")));
  EXPECT_TRUE(all_hold(R"({"Null": {"sts:ExternalId": "false"}})", with_external_id("x")));
}

TEST(Condition, ArnPatternsDoNotReachOverAColon) {
  const RequestFacts facts = with_external_id("x");
  EXPECT_TRUE(
      all_hold(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}})", facts));
  EXPECT_TRUE(
      all_hold(R"({"ArnEquals": {"aws:PrincipalArn": "arn:*:iam::*:role/path/R?ader"}})", facts));
  EXPECT_FALSE(all_hold(R"({"ArnLike": {"aws:PrincipalArn": "arn:*:role/*"}})", facts));
  EXPECT_FALSE(
      all_hold(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::444455556666:role/*"}})", facts));
}

TEST(Condition, SetOperatorsAskOneOrAll) {
  RequestFacts facts;
  facts.set_all("aws:TagKeys", {"a", "b"});
  EXPECT_TRUE(all_hold(R"({"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}})", facts));
  EXPECT_FALSE(all_hold(R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})", facts));
  EXPECT_TRUE(
      all_hold(R"({"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b", "c"]}})", facts));
  EXPECT_TRUE(all_hold(R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})", RequestFacts()))
      << "all of none, a well-known trap";
}

TEST(Condition, UnknownOperatorsAreRefused) {
  EXPECT_EQ(parse_conditions(boost::json::parse(R"({"StringIs": {"a": "b"}})").as_object()).error(),
            "Invalid Condition type : StringIs.");
  EXPECT_FALSE(parse_conditions(boost::json::parse(R"({"StringEquals": "a"})").as_object()));
}

TEST(WildcardMatch, KnowsStarsAndQuestionMarks) {
  for (const auto& [pattern, text] : {std::pair{"", ""},
                                      {"*", ""},
                                      {"*", "abc"},
                                      {"a*c", "abbc"},
                                      {"a*b*c", "aXbXbXc"},
                                      {"?", "x"},
                                      {"**", "x"},
                                      {"a?c*", "abc"}}) {
    EXPECT_TRUE(wildcard_match(pattern, text)) << pattern << ' ' << text;
  }
  for (const auto& [pattern, text] :
       {std::pair{"", "a"}, {"?", ""}, {"a*c", "abcd"}, {"abc", "ab"}, {"a", "A"}}) {
    EXPECT_FALSE(wildcard_match(pattern, text)) << pattern << ' ' << text;
  }
  EXPECT_FALSE(wildcard_match(std::string(50, '*') + "b", std::string(5000, 'a')))
      << "in good time";
}

}  // namespace
}  // namespace sextant::sim
