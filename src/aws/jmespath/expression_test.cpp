#include "aws/jmespath/expression.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::string search(std::string_view expression, std::string_view document) {
  const auto parsed = JmesPath::parse(expression);
  if (!parsed) return "refused: " + parsed.error().detail;
  return json::serialize(parsed->search(json::parse(document)));
}

TEST(JmesPath, SelectsMembers) {
  EXPECT_EQ(search("a.b", R"({"a": {"b": 1}})"), "1");
  EXPECT_EQ(search("a.b", R"({"a": 3})"), "null");
  EXPECT_EQ(search(R"("odd name".b)", R"({"odd name": {"b": true}})"), "true");
  EXPECT_EQ(search(R"("a\"b")", R"({"a\"b": 1})"), "1");
  EXPECT_EQ(search("@", "[1]"), "[1]");
}

TEST(JmesPath, IndexesFromBothEnds) {
  EXPECT_EQ(search("a[0]", R"({"a": [1, 2, 3]})"), "1");
  EXPECT_EQ(search("a[-1]", R"({"a": [1, 2, 3]})"), "3");
  EXPECT_EQ(search("a[-1].b", R"({"a": [{"b": 1}, {"b": 2}]})"), "2");
  EXPECT_EQ(search("a[3]", R"({"a": [1, 2, 3]})"), "null");
  EXPECT_EQ(search("a[-9223372036854775808]", R"({"a": [1]})"), "null");
  EXPECT_EQ(search("a[0]", R"({"a": "text"})"), "null");
}

TEST(JmesPath, ProjectsAndFlattens) {
  const std::string nested = R"({"r": [{"i": [{"n": 1}, {"n": 2}]}, {"i": [{"n": 3}]}, {}]})";
  EXPECT_EQ(search("r[].i[].n", nested), "[1,2,3]");
  EXPECT_EQ(search("r[*].i[*].n", nested), "[[1,2],[3]]");
  EXPECT_EQ(search("r[*].i[].n", nested), "[1,2,3]");
  EXPECT_EQ(search("(r[].i[].n)[1]", nested), "2");
  EXPECT_EQ(search("r[].i[0].n", nested), "[1,3]");
  EXPECT_EQ(search("m.*.s", R"({"m": {"x": {"s": 1}, "y": {"s": 2}, "z": 3}})"), "[1,2]");
  EXPECT_EQ(search("[]", "[[1], 2]"), "[1,2]");
  EXPECT_EQ(search("a[]", R"({"a": {}})"), "null");
}

TEST(JmesPath, MakesLists) {
  EXPECT_EQ(search("t[*].[p.n, q.n][]", R"({"t": [{"p": {"n": "a"}}, {"q": {"n": "b"}}]})"),
            R"(["a","b"])")
      << "a projection drops what is not there";
  EXPECT_EQ(search("[a, b]", R"({"a": 1})"), "[1,null]");
}

TEST(JmesPath, Filters) {
  const std::string document = R"({"s": [{"d": 1, "k": "x"}, {"d": 2, "k": "y"}, {"k": "z"}]})";
  EXPECT_EQ(search("s[?d > `1`].k", document), R"(["y"])");
  EXPECT_EQ(search("s[?k == 'x' || k == 'z'].k", document), R"(["x","z"])");
  EXPECT_EQ(search("s[?!(k == 'x')].k", document), R"(["y","z"])");
  EXPECT_EQ(search("length(s[?d])", document), "2");
}

TEST(JmesPath, ComparesAndDecides) {
  EXPECT_EQ(search("a || b", R"({"b": 2})"), "2");
  EXPECT_EQ(search("a || b", R"({"a": 0, "b": 2})"), "0") << "a number is true";
  EXPECT_EQ(search("a && b", R"({"a": "", "b": 2})"), R"("")");
  EXPECT_EQ(search("a == `1.0`", R"({"a": 1})"), "true");
  EXPECT_EQ(search("a > 'x'", R"({"a": "y"})"), "null") << "texts have no order";
  EXPECT_EQ(search("a != `null`", R"({})"), "false");
  EXPECT_EQ(search("a == `word`", R"({"a": "word"})"), "true");
}

TEST(JmesPath, CountsAndNames) {
  EXPECT_EQ(search("length(@)", R"("häß")"), "3");
  EXPECT_EQ(search("length(a || '')", R"({})"), "0");
  EXPECT_EQ(search("length(a)", R"({"a": 5})"), "null");
  EXPECT_EQ(search("keys(a)", R"({"a": {"x": 1, "y": 2}})"), R"(["x","y"])");
}

TEST(JmesPath, ReadsTheModelsHardestExpression) {
  const std::string expression =
      "length(K) > `0` && length(K[?S == 'OFF' || S == 'BROKEN']) == length(K)";
  EXPECT_EQ(search(expression, R"({"K": [{"S": "OFF"}, {"S": "BROKEN"}]})"), "true");
  EXPECT_EQ(search(expression, R"({"K": [{"S": "OFF"}, {"S": "ON"}]})"), "false");
  EXPECT_EQ(search(expression, R"({"K": []})"), "false");
}

TEST(JmesPath, RefusesTheRestAndSaysWhere) {
  for (const char* text :
       {"",        "a.",   "a..b", "a[",  "a[0", "a[1:2]",   "a | b", "{a: b}", "a.{b: c}",
        "sort(a)", "a b",  "a[?b", "'x",  "`1",  "\"x",      "a ==",  "!",      "(a",
        "a)",      "a[-]", "5",    "a,b", "#",   "length(a", "a & b"}) {
    const auto parsed = JmesPath::parse(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().code, "jmespath.refused") << text;
    EXPECT_NE(parsed.error().detail.find("at character"), std::string::npos) << text;
  }
}

TEST(JmesPath, BoundsLengthAndDepth) {
  EXPECT_FALSE(JmesPath::parse(std::string(JmesPath::kTextBytesMax + 1, 'a')).has_value());
  EXPECT_FALSE(JmesPath::parse(std::string(500, '(') + "a" + std::string(500, ')')).has_value());
  EXPECT_FALSE(JmesPath::parse(std::string(500, '!') + "a").has_value());
  std::string chain = "a";
  for (int i = 0; i < 500; ++i) chain += ".a";
  EXPECT_FALSE(JmesPath::parse(chain).has_value());
  EXPECT_TRUE(JmesPath::parse("a.b.c.d.e.f[].g[].h").has_value());
}

}  // namespace
}  // namespace sextant::aws
