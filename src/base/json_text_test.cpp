#include "base/json_text.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <boost/json/parse.hpp>

namespace sextant {
namespace {

namespace json = boost::json;

const char* const kDocument =
    R"({"Version":"2012-10-17","Statement":[{"Sid":"A","Action":["a:B","c:D"],"Condition":{"StringEquals":)"
    R"({"sts:ExternalId":"x: # \"y\""}}},{"Sid":"B","Empty":{},"None":[],"Number":1,"Deep":[[1,2],["no"]]}]})";

TEST(JsonText, PrettyJsonIsTheSameValueOnReadableLines) {
  const json::value value = json::parse(kDocument);
  const std::string text = pretty_json(value);
  EXPECT_EQ(json::parse(text), value);
  EXPECT_NE(text.find("\n      \"Action\": [\"a:B\", \"c:D\"],\n"), std::string::npos) << text;
}

// yaml-cpp keeps scalars as text, which is enough to compare all but their types.
void expect_same(const json::value& wanted, const YAML::Node& got) {
  if (const auto* object = wanted.if_object()) {
    ASSERT_TRUE(got.IsMap());
    ASSERT_EQ(got.size(), object->size());
    for (const auto& [key, member] : *object) expect_same(member, got[std::string(key)]);
  } else if (const auto* array = wanted.if_array()) {
    ASSERT_TRUE(got.IsSequence());
    ASSERT_EQ(got.size(), array->size());
    for (std::size_t i = 0; i < array->size(); ++i) expect_same((*array)[i], got[i]);
  } else if (const auto* text = wanted.if_string()) {
    EXPECT_EQ(got.as<std::string>(), std::string(*text));
  } else {
    EXPECT_EQ(got.as<std::int64_t>(), wanted.as_int64());
  }
}

TEST(JsonText, YamlIsTheSameValue) {
  const json::value value = json::parse(kDocument);
  expect_same(value, YAML::Load(to_yaml(value)));
  EXPECT_NE(to_yaml(value).find("Version: \"2012-10-17\""), std::string::npos);
}

}  // namespace
}  // namespace sextant
