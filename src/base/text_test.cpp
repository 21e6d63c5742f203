#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace sextant {
namespace {

TEST(Text, MakesHostileNamesHarmlessOnATerminal) {
  EXPECT_EQ(for_terminal("a\x1b[31mb\nc"), "a\\u{1b}[31mb\\u{a}c");
  EXPECT_EQ(for_terminal("\xe2\x80\xae"
                         "evil"),
            "\\u{202e}evil");
  EXPECT_EQ(for_terminal("ok \xff"), "ok \\xff");
  EXPECT_EQ(for_terminal("Zürich 東京 🚀"), "Zürich 東京 🚀");
  EXPECT_EQ(for_terminal("\xed\xa0\x80"), "\\xed\\xa0\\x80") << "surrogates are not UTF-8";
  EXPECT_EQ(for_terminal("\xc0\xaf"), "\\xc0\\xaf") << "nor are overlong forms";
}

TEST(Text, MeasuresColumns) {
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(display_width("東京"), 4U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U);
}

TEST(Text, Base64FollowsTheStandard) {
  EXPECT_EQ(to_base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(to_base64("fooba"), "Zm9vYmE=");
  EXPECT_EQ(to_base64_url("\xff\xef"), "_-8");
  EXPECT_EQ(*from_base64("Zm9vYg=="), "foob");
  for (const char* text : {"Z", "Zm9vYg=", "Zm9vYg===", "Zm 9", "===="})
    EXPECT_FALSE(from_base64(text)) << text;
}

RC_GTEST_PROP(Text, EncodingsRoundTrip, (const std::string& bytes)) {
  RC_ASSERT(*from_base64(to_base64(bytes)) == bytes);
  RC_ASSERT(*from_base64(to_base64_url(bytes)) == bytes);
  RC_ASSERT(percent_decode(percent_encode(bytes)) == bytes);
  RC_ASSERT(is_valid_utf8(for_terminal(bytes)));
}

TEST(Text, FindsTheNearestNames) {
  const std::vector<std::string> names = {"default", "prod-admin", "prod-audit", "dev"};
  EXPECT_EQ(nearest("prod-admn", names).front(), "prod-admin");
  EXPECT_EQ(nearest("prod", names), (std::vector<std::string>{"prod-admin", "prod-audit"}));
  EXPECT_EQ(nearest("dve", names).front(), "dev") << "an exchange is one slip";
  EXPECT_TRUE(nearest("zzz", names).empty());
  EXPECT_TRUE(nearest(std::string(100'000, 'd'), {std::string(100'000, 'd')}).empty());
}

TEST(Text, SplitsAndJoins) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
  EXPECT_EQ(join({"a", "b"}, ", "), "a, b");
  EXPECT_EQ(trim(" \t x \r\n"), "x");
  EXPECT_EQ(replace_all("aXbX", "X", "--"), "a--b--");
}

TEST(Text, QuotesForAShellOnlyWhereNeeded) {
  EXPECT_EQ(shell_quote("arn:aws:iam::1:role/R"), "arn:aws:iam::1:role/R");
  EXPECT_EQ(shell_quote(""), "''");
  EXPECT_EQ(shell_quote("a b"), "'a b'");
  EXPECT_EQ(shell_quote("it's $HOME"), "'it'\\''s $HOME'");
}

}  // namespace
}  // namespace sextant
