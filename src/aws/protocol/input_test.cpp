#include "aws/protocol/input.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::shared_ptr<const ServiceModel> model() {
  static const auto made = test_model(R"("protocol": "json", "targetPrefix": "D")", R"(
    "In": {"type": "structure", "required": ["Name"], "members": {
      "Name": {"shape": "Text"}, "Count": {"shape": "Number"}, "Ratio": {"shape": "Real"}, "On": {"shape": "Flag"},
      "Data": {"shape": "Bytes"}, "When": {"shape": "Time"}, "Names": {"shape": "Texts"}, "Tags": {"shape": "Tags"},
      "Self": {"shape": "In"}, "Either": {"shape": "Choice"}, "Free": {"shape": "Anything"},
      "Token": {"shape": "Text", "idempotencyToken": true}}},
    "Choice": {"type": "structure", "union": true, "members": {"A": {"shape": "Text"}, "B": {"shape": "Text"}}},
    "Anything": {"type": "structure", "document": true, "members": {}},
    "Texts": {"type": "list", "member": {"shape": "Text"}},
    "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Choice"}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}, "Real": {"type": "double"}, "Flag": {"type": "boolean"},
    "Bytes": {"type": "blob"}, "Time": {"type": "timestamp"})");
  return made;
}

Result<json::object> check(const std::string& text) {
  return check_input(*model(), test_operation(*model()), parse_json_text(text).value().as_object(),
                     [] { return std::string("generated"); });
}

std::string refusal(const std::string& text) {
  const auto checked = check(text);
  if (checked) return "accepted";
  EXPECT_EQ(checked.error().code, "model.bad_input");
  return checked.error().detail;
}

TEST(Input, IsKeptInOrderWithoutNullsAndWithATokenAtTheEnd) {
  const auto checked = check(
      R"({"Names": ["a", null], "Count": null, "Name": "n", "Data": "YQ", "Ratio": 1, "Free": [null, {"x": 1}]})");
  ASSERT_TRUE(checked.has_value()) << checked.error().detail;
  EXPECT_EQ(
      json::serialize(*checked),
      R"({"Names":["a",null],"Name":"n","Data":"YQ==","Ratio":1,"Free":[null,{"x":1}],"Token":"generated"})");
}

TEST(Input, ATokenThatWasGivenStays) {
  EXPECT_EQ(check(R"({"Name": "n", "Token": "mine"})")->at("Token"), "mine");
  EXPECT_EQ(check(R"({"Name": "n", "Token": null})")->at("Token"), "generated");
}

TEST(Input, NamesThePathOfWhatIsWrong) {
  EXPECT_EQ(refusal("{}"), "Name is required");
  EXPECT_EQ(refusal(R"({"Name": null})"), "Name is required");
  EXPECT_EQ(refusal(R"({"Name": 5})"), "Name must be a string");
  EXPECT_EQ(refusal(R"({"Name": "n", "Count": 1.5})"), "Count must be a whole number");
  EXPECT_EQ(refusal(R"({"Name": "n", "Ratio": "big"})"), "Ratio must be a number");
  EXPECT_EQ(refusal(R"({"Name": "n", "On": "true"})"), "On must be true or false");
  EXPECT_EQ(refusal(R"({"Name": "n", "Data": "*"})"), "Data must be base64 text");
  EXPECT_EQ(refusal(R"({"Name": "n", "Data": 1})"), "Data must be base64 text");
  EXPECT_EQ(refusal(R"({"Name": "n", "When": "soon"})"),
            "When must be a time such as \"2026-10-01T00:00:00Z\"");
  EXPECT_EQ(refusal(R"({"Name": "n", "Names": "a"})"), "Names must be a list");
  EXPECT_EQ(refusal(R"({"Name": "n", "Names": ["a", {}]})"), "Names[1] must be a string");
  EXPECT_EQ(refusal(R"({"Name": "n", "Tags": []})"), "Tags must be an object");
  EXPECT_EQ(refusal(R"({"Name": "n", "Tags": {"k": {"A": 1}}})"), "Tags.k.A must be a string");
  EXPECT_EQ(refusal(R"({"Name": "n", "Self": {"Self": {"Name": "x"}}})"), "Self.Name is required");
  EXPECT_EQ(refusal(R"({"Name": "n", "Self": "x"})"), "Self must be an object");
  EXPECT_EQ(refusal(R"({"Name": "n", "Either": {}})"), "Either must have exactly one member");
  EXPECT_EQ(refusal(R"({"Name": "n", "Either": {"A": "1", "B": "2"}})"),
            "Either must have exactly one member");
}

TEST(Input, UnknownMembersComeWithTheNearestNames) {
  const std::string near = refusal(R"({"name": "n"})");
  EXPECT_TRUE(near.starts_with("name is not known; there is Name")) << near;
  EXPECT_EQ(refusal(R"({"Name": "n", "Either": {"Zzzzzzzzz": 1}})"),
            "Either.Zzzzzzzzz is not known; there is A, B");
  EXPECT_EQ(refusal("{\"\\u001b[2J\": 1}").find('\x1b'), std::string::npos);
}

TEST(Input, NestingIsBounded) {
  std::string deep = R"({"Name": "n"})";
  for (int i = 0; i < 60; ++i) deep = R"({"Name": "n", "Self": )" + deep + "}";
  EXPECT_TRUE(check(deep).has_value());
  for (int i = 0; i < 60; ++i) deep = R"({"Name": "n", "Self": )" + deep + "}";
  const auto checked = check(deep);
  ASSERT_FALSE(checked.has_value());
  EXPECT_TRUE(checked.error().detail.ends_with("nests too deeply"));
}

TEST(Input, AnOperationWithoutInputTakesNone) {
  const auto none = test_model(R"("protocol": "json", "targetPrefix": "D")", "");
  const TokenGenerator token = [] { return std::string(); };
  EXPECT_TRUE(check_input(*none, test_operation(*none), {}, token).has_value());
  EXPECT_FALSE(check_input(*none, test_operation(*none), {{"a", 1}}, token).has_value());
}

}  // namespace
}  // namespace sextant::aws
