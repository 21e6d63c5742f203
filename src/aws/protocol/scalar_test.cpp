#include "aws/protocol/scalar.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::aws {
namespace {

namespace json = boost::json;

struct Typed {
  explicit Typed(ShapeType type, TimestampFormat format = TimestampFormat::kUnset) {
    shape.type = type;
    ref.shape = &shape;
    ref.traits.timestamp_format = format;
  }
  Shape shape;
  ShapeRef ref;
};

std::string text_of(ShapeType type, const json::value& value) {
  return scalar_text(Typed(type).ref, value, TimestampFormat::kIso8601);
}

TEST(Scalar, NumbersReadAsPeopleWriteThem) {
  EXPECT_EQ(number_text(1.1), "1.1");
  EXPECT_EQ(number_text(4), "4.0");
  EXPECT_EQ(number_text(-0.0), "-0.0");
  EXPECT_EQ(number_text(1e22), "1e+22");
  EXPECT_EQ(number_text(std::nan("")), "NaN");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-Infinity");
  EXPECT_EQ(number_value(std::numeric_limits<double>::infinity()), "Infinity");
}

TEST(Scalar, WritesEachType) {
  EXPECT_EQ(text_of(ShapeType::kString, "a b"), "a b");
  EXPECT_EQ(text_of(ShapeType::kLong, INT64_MIN), "-9223372036854775808");
  EXPECT_EQ(text_of(ShapeType::kLong, UINT64_MAX), "18446744073709551615");
  EXPECT_EQ(text_of(ShapeType::kFloat, 10.8), "10.8");
  EXPECT_EQ(text_of(ShapeType::kDouble, 3), "3");
  EXPECT_EQ(text_of(ShapeType::kDouble, "NaN"), "NaN");
  EXPECT_EQ(text_of(ShapeType::kBoolean, false), "false");
  EXPECT_EQ(text_of(ShapeType::kBlob, "dmFsdWU="), "dmFsdWU=");
  EXPECT_EQ(text_of(ShapeType::kTimestamp, "2015-01-25T08:00:00Z"), "2015-01-25T08:00:00Z");
  EXPECT_EQ(scalar_text(Typed(ShapeType::kTimestamp, TimestampFormat::kUnixSeconds).ref,
                        "2015-01-25T08:00:00Z", TimestampFormat::kIso8601),
            "1422172800");
}

TEST(Scalar, ReadsEachType) {
  const auto read = [](ShapeType type, std::string_view text) {
    return read_scalar_text(Typed(type).ref, text).value();
  };
  EXPECT_EQ(read(ShapeType::kString, "  a "), "  a ");
  EXPECT_EQ(read(ShapeType::kInteger, " 12\n"), 12);
  EXPECT_EQ(read(ShapeType::kDouble, "1.5"), 1.5);
  EXPECT_EQ(read(ShapeType::kFloat, "Infinity"), "Infinity");
  EXPECT_EQ(read(ShapeType::kBoolean, "True"), true);
  EXPECT_EQ(read(ShapeType::kBlob, "dmFsdWU"), "dmFsdWU=");
  EXPECT_EQ(read(ShapeType::kTimestamp, "1422172800"), "2015-01-25T08:00:00Z");
}

TEST(Scalar, RefusesWhatIsNotOfTheType) {
  const auto refuses = [](ShapeType type, std::string_view text) {
    const auto read = read_scalar_text(Typed(type).ref, text);
    return !read.has_value() && read.error().code == "aws.unreadable_answer";
  };
  EXPECT_TRUE(refuses(ShapeType::kInteger, "1.5"));
  EXPECT_TRUE(refuses(ShapeType::kInteger, "99999999999999999999"));
  EXPECT_TRUE(refuses(ShapeType::kInteger, ""));
  EXPECT_TRUE(refuses(ShapeType::kDouble, "one"));
  EXPECT_TRUE(refuses(ShapeType::kDouble, "inf"));
  EXPECT_TRUE(refuses(ShapeType::kDouble, "1e999"));
  EXPECT_TRUE(refuses(ShapeType::kBoolean, "yes"));
  EXPECT_TRUE(refuses(ShapeType::kBlob, "*"));
  EXPECT_TRUE(refuses(ShapeType::kTimestamp, "yesterday"));
}

}  // namespace
}  // namespace sextant::aws
