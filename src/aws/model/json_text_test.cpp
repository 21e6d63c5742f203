#include "aws/model/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace sextant::aws {
namespace {

TEST(JsonText, ReadsNumbersToTheNearestDouble) {
  // Boost's own reader gives the neighbour of some of these.
  for (const char* text :
       {"0.1", "1.7976931348623157e308", "123456.789012345678", "9007199254740993.0",
        "2.2250738585072014E-308", "1.0000000000000002", "946845296.123"}) {
    const auto read = parse_json_text(text);
    ASSERT_TRUE(read.has_value()) << text;
    EXPECT_EQ(read->as_double(), std::stod(text)) << text;
  }
  EXPECT_EQ(parse_json_text("9223372036854775807")->as_int64(), INT64_MAX);
  EXPECT_EQ(parse_json_text("18446744073709551615")->as_uint64(), UINT64_MAX);
}

TEST(JsonText, ReadsStringsAndKeysWithEscapes) {
  const auto read =
      parse_json_text(R"( {"a\u00e9\n": ["\ud83d\ude00", true, null, {}], "b": ""} )");
  ASSERT_TRUE(read.has_value()) << read.error();
  EXPECT_EQ(read->at("a\u00e9\n").at(0).as_string(), "\U0001F600");
  EXPECT_TRUE(read->at("a\u00e9\n").at(2).is_null());
  EXPECT_EQ(read->at("b").as_string(), "");
}

TEST(JsonText, RefusesWhatIsNotOneDocument) {
  for (const std::string text : {"", " ", "{", "{}{}", "[1,]", "{\"a\" 1}", "nan", "'a'",
                                 "\"\xff\"", "<html>", "{\"a\":1}x"}) {
    EXPECT_FALSE(parse_json_text(text).has_value()) << text;
  }
}

TEST(JsonText, BoundsTheNesting) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json_text(nested(kJsonDepthMax)).has_value());
  EXPECT_FALSE(parse_json_text(nested(kJsonDepthMax + 1)).has_value());
  EXPECT_FALSE(parse_json_text(std::string(1'000'000, '[')).has_value());
}

}  // namespace
}  // namespace sextant::aws
