#include "sim/billing/amount.h"

#include <gtest/gtest.h>

namespace sextant::sim {
namespace {

TEST(Amount, IsWrittenAsCostExplorerDoes) {
  EXPECT_EQ(amount_text(0), "0");
  EXPECT_EQ(amount_text(kOne), "1");
  EXPECT_EQ(amount_text(100 * kOne), "100");
  EXPECT_EQ(amount_text(123'456'700'000'000), "123.4567");
  EXPECT_EQ(amount_text(-37'123'456'789'012), "-37.123456789012");
  EXPECT_EQ(amount_text(1'000'000), "0.000001");
  EXPECT_EQ(amount_text(999'999), "9.99999E-7");
  EXPECT_EQ(amount_text(120'000), "1.2E-7");
  EXPECT_EQ(amount_text(-4'500), "-4.5E-9");
  EXPECT_EQ(amount_text(1), "1E-12");
  EXPECT_EQ(amount_text(static_cast<PicoSum>(kOne) * 9'000'000'000), "9000000000");
}

TEST(Amount, PercentagesDivideByNothing) {
  EXPECT_EQ(percentage_text(15, 16), "93.75");
  EXPECT_EQ(percentage_text(1, 3), "33.3333333333");
  EXPECT_EQ(percentage_text(1, 1), "100");
  EXPECT_EQ(percentage_text(5, 0), "0");
}

}  // namespace
}  // namespace sextant::sim
