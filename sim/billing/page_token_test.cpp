#include "sim/billing/page_token.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace sextant::sim {
namespace {

json::object object(const char* text) {
  return json::parse(text).as_object();
}

TEST(PageTokens, HoldForTheirRequestAlone) {
  const PageTokens tokens(7);
  const std::string print = PageTokens::fingerprint("1", "Get", object(R"({"a": 1, "b": [2]})"));
  const PagePlace place{{Date(std::chrono::days(20000)), 16, 3}, 5, 42};
  const json::object next = {{"NextPageToken", tokens.make(place, print)}};

  const auto read = tokens.read(next, "NextPageToken", print);
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->fresh.today, place.fresh.today);
  EXPECT_EQ((*read)->fresh.hours, 16);
  EXPECT_EQ((*read)->fresh.refreshes, 3U);
  EXPECT_EQ((*read)->period, 5U);
  EXPECT_EQ((*read)->row, 42U);

  const std::string other = PageTokens::fingerprint("1", "Get", object(R"({"a": 2, "b": [2]})"));
  EXPECT_EQ(tokens.read(next, "NextPageToken", other).error().code, "RequestChangedException");
  EXPECT_EQ(PageTokens(8).read(next, "NextPageToken", print).error().code,
            "InvalidNextTokenException");
  EXPECT_EQ(*tokens.read({}, "NextPageToken", print), std::nullopt);
}

TEST(PageTokens, TheOrderOfMembersIsNoChange) {
  const auto print = [](const char* text) {
    return PageTokens::fingerprint("1", "Get", object(text));
  };
  EXPECT_EQ(print(R"({"a": 1, "b": {"c": 1, "d": 2}})"),
            print(R"({"b": {"d": 2, "c": 1}, "NextPageToken": "x", "a": 1})"));
  EXPECT_NE(print(R"({"a": [1, 2]})"), print(R"({"a": [2, 1]})"));
  EXPECT_NE(PageTokens::fingerprint("1", "Get", {}), PageTokens::fingerprint("2", "Get", {}));
}

TEST(PageTokens, RefusesWhatItDidNotMake) {
  const PageTokens tokens(7);
  for (const char* text : {"x", "e30=", "LjEuMi4zLjQuNS42", "MS4yLjMuNC41LjYuNw=="}) {
    const auto read = tokens.read({{"NextPageToken", text}}, "NextPageToken", "print");
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "InvalidNextTokenException") << text;
  }
  EXPECT_EQ(tokens.read({{"NextPageToken", 3}}, "NextPageToken", "print").error().code,
            "SerializationException");
}

}  // namespace
}  // namespace sextant::sim
