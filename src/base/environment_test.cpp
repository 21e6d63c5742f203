#include "base/environment.h"

#include <gtest/gtest.h>

namespace sextant {
namespace {

Environment with(std::map<std::string, std::string> variables) {
  return Environment(std::move(variables));
}

TEST(Environment, TellsEmptyFromUnset) {
  const Environment environment = with({{"A", ""}, {"B", "b"}});
  EXPECT_EQ(environment.get("A"), "");
  EXPECT_FALSE(environment.get_non_empty("A"));
  EXPECT_FALSE(environment.get("C"));
}

TEST(Environment, FindsWhereStateLives) {
  EXPECT_EQ(with({{"HOME", "/h"}}).sextant_home(), "/h/.local/state/sextant");
  EXPECT_EQ(with({{"HOME", "/h"}, {"XDG_STATE_HOME", "/s"}}).sextant_home(), "/s/sextant");
  EXPECT_EQ(with({{"HOME", "/h"}, {"SEXTANT_HOME", "~/own"}}).sextant_home(), "/h/own");
}

TEST(Environment, ExpandsOnlyALeadingTilde) {
  const Environment environment = with({{"HOME", "/h"}});
  EXPECT_EQ(environment.expand("~"), "/h");
  EXPECT_EQ(environment.expand("~/a"), "/h/a");
  EXPECT_EQ(environment.expand("/a/~"), "/a/~");
  EXPECT_EQ(environment.expand("~other/a"), "~other/a");
}

}  // namespace
}  // namespace sextant
