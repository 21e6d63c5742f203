#include "base/decimal.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace sextant {
namespace {

std::string round_trip(std::string_view text) {
  const auto value = Decimal::parse(text);
  return value ? value->to_string() : value.error().code;
}

TEST(Decimal, ReadsWhatCostExplorerWrites) {
  EXPECT_EQ(round_trip("123.4567"), "123.4567");
  EXPECT_EQ(round_trip("1.2E-7"), "0.00000012");
  EXPECT_EQ(round_trip("-0.0000000001"), "-0.0000000001");
  EXPECT_EQ(round_trip("1e3"), "1000");
  EXPECT_EQ(round_trip("0"), "0");
  EXPECT_EQ(round_trip("-0.000"), "0");
  EXPECT_EQ(round_trip("+007.50"), "7.5");
  EXPECT_EQ(round_trip(".5"), "0.5");
  EXPECT_EQ(round_trip("5."), "5");
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", "-", ".", "1e", "e5", "1,000", " 1", "1 ", "NaN", "Infinity", "0x10",
                           "1.2.3", "1e+-3"}) {
    EXPECT_EQ(round_trip(text), "decimal.malformed") << text;
  }
  EXPECT_EQ(round_trip(std::string(129, '1')), "decimal.malformed");
}

TEST(Decimal, NeverRoundsInSilence) {
  EXPECT_EQ(round_trip("0.000000000000000001"), "0.000000000000000001");
  EXPECT_EQ(round_trip("0.0000000000000000011"), "decimal.too_precise");
  EXPECT_EQ(round_trip("1.5000000000000000000000"), "1.5") << "zeros say nothing";
  EXPECT_EQ(round_trip("1e-19"), "decimal.too_precise");
}

TEST(Decimal, SaysWhenItOverflows) {
  EXPECT_EQ(round_trip("99999999999999999999.999999999999999999"),
            "99999999999999999999.999999999999999999");
  EXPECT_EQ(round_trip("100000000000000000000"), "decimal.overflow");
  EXPECT_EQ(round_trip("1e999999999"), "decimal.overflow");
  const auto most = *Decimal::parse("99999999999999999999");
  EXPECT_EQ(most.plus(Decimal::from_int(1)).error().code, "decimal.overflow");
  EXPECT_EQ(most.negated().minus(Decimal::from_int(1)).error().code, "decimal.overflow");
  EXPECT_EQ(most.plus(most).error().code, "decimal.overflow") << "past 127 bits";
  EXPECT_EQ(most.times(2).error().code, "decimal.overflow");
  EXPECT_EQ(most.times(INT64_MAX).error().code, "decimal.overflow");
}

TEST(Decimal, RoundsForPeopleHalfAwayFromZero) {
  EXPECT_EQ(Decimal::parse("1.005")->to_fixed(2), "1.01");
  EXPECT_EQ(Decimal::parse("-1.005")->to_fixed(2), "-1.01");
  EXPECT_EQ(Decimal::parse("0.004")->to_fixed(2), "0.00");
  EXPECT_EQ(Decimal::parse("999.999")->to_fixed(2), "1000.00");
  EXPECT_EQ(Decimal::parse("12.5")->to_fixed(0), "13");
}

RC_GTEST_PROP(Decimal, TextRoundTrips, (std::int64_t high, std::uint64_t low)) {
  const auto units =
      static_cast<Decimal::Units>(high) * 1'000'000 + static_cast<Decimal::Units>(low % 1'000'000);
  const Decimal value = Decimal::from_units(units);
  RC_ASSERT(*Decimal::parse(value.to_string()) == value);
}

RC_GTEST_PROP(Decimal, AdditionUndoesSubtraction, (std::int64_t a, std::int64_t b)) {
  const Decimal left = Decimal::from_units(a);
  const Decimal right = Decimal::from_units(b);
  RC_ASSERT(*left.plus(right)->minus(right) == left);
}

}  // namespace
}  // namespace sextant
