#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "base/text.h"
#include "cli/money_text.h"
#include "cli/plot.h"

namespace sextant::cli {
namespace {

std::string money(std::string_view text) {
  return money_text(*Decimal::parse(text));
}
std::string change(std::string_view before, std::string_view after) {
  return change_text(*Decimal::parse(before), *Decimal::parse(after));
}

TEST(MoneyText, IsRoundedAndGrouped) {
  EXPECT_EQ(money("0"), "0.00");
  EXPECT_EQ(money("12.345"), "12.35");
  EXPECT_EQ(money("999.994"), "999.99");
  EXPECT_EQ(money("999.995"), "1,000.00");
  EXPECT_EQ(money("1234567.8"), "1,234,567.80");
  EXPECT_EQ(money("-1234.5"), "-1,234.50");
  EXPECT_EQ(money("-123.5"), "-123.50");
}

TEST(MoneyText, TinyAmountsAreNotZero) {
  EXPECT_EQ(money("0.000000012"), "<0.01");
  EXPECT_EQ(money("-0.004"), "-<0.01");
  EXPECT_EQ(money("0.005"), "0.01");
}

TEST(ChangeText, NamesWhatHasNoPercentage) {
  EXPECT_EQ(change("10", "11.23"), "+12%");
  EXPECT_EQ(change("100", "104.26"), "+4.3%");
  EXPECT_EQ(change("-10", "-5"), "+50%");
  EXPECT_EQ(change("0", "5"), "new");
  EXPECT_EQ(change("5", "0"), "gone");
  EXPECT_EQ(change("5", "5"), "=");
  EXPECT_EQ(change("0.001", "5"), ">+999%");
}

TEST(Plot, DrawsInEighths) {
  const std::string shown = render_bars(
      {{"EC2", 16, "16.00"}, {"S3", 8, "8.00"}, {"Tax", 0.1, "0.10"}, {"None", 0, "0.00"}},
      {24, false, true});
  EXPECT_EQ(shown,
            "EC2   16.00  ███████████\n"
            "S3     8.00  █████▌\n"
            "Tax    0.10  ▏\n"
            "None   0.00\n");
}

TEST(Plot, AsciiAndNegative) {
  EXPECT_EQ(render_bars({{"EC2", 10, "10"}, {"Credit", -5, "-5"}}, {22, false, false}),
            "EC2     10  ##########\n"
            "Credit  -5  -----\n");
}

TEST(Plot, FitsAnyWidthAndAnyName) {
  for (const int width : {30, 40, 80, 200}) {
    const std::string shown = render_bars(
        {{"日本語の名前がとても長いサービス\x1b[31m", 10, "1,234.00"}, {"x", 3, "3.00"}},
        {width, false, true});
    EXPECT_EQ(shown.find('\x1b'), std::string::npos);
    for (const std::string& line : split(shown, '\n'))
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
  }
  EXPECT_FALSE(
      render_bars({{"a", std::numeric_limits<double>::max(), "x"}}, {0, false, true}).empty());
  EXPECT_EQ(render_bars({}, {80, false, true}), "");
}

}  // namespace
}  // namespace sextant::cli
