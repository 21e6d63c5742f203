#include "operations/repeat.h"

#include <gtest/gtest.h>

namespace sextant::operations {
namespace {

TEST(Repeat, WritesTheCommandAsAShellReadsIt) {
  CostWords words;
  EXPECT_EQ(cost_command(words), "sextant cost");
  words.by = {"service", "month"};
  words.window.from = "2026-09";
  words.window.to = "2026-10";
  words.metric = "amortized";
  words.where = {"service=Amazon Simple Storage Service", "region!=us-east-1",
                 "account=it's $(rm -rf ~) `x`"};
  words.connections = {"prod"};
  words.limit = 10;
  EXPECT_EQ(cost_command(words),
            "sextant cost --by service --by month --from 2026-09 --to 2026-10 --metric amortized "
            "--where 'service=Amazon Simple Storage Service' --where 'region!=us-east-1' "
            "--where 'account=it'\\''s $(rm -rf ~) `x`' --connection prod --limit 10");
}

TEST(ForecastCommand, TiesValuesThatLookLikeOptions) {
  ForecastWords words;
  EXPECT_EQ(forecast_command(words), "sextant forecast");
  words.months = 3;
  words.metric = "amortized";
  words.connections = {"-x", "my payer"};
  EXPECT_EQ(
      forecast_command(words),
      "sextant forecast --months 3 --metric amortized --connection=-x --connection 'my payer'");
}

TEST(Repeat, NoValueIsTakenForAnOption) {
  CostWords words;
  words.by = {"total"};
  words.window.last = "30d";
  words.accounts = {"--output=/etc/passwd"};
  EXPECT_EQ(cost_command(words),
            "sextant cost --by total --last 30d --account=--output=/etc/passwd");
}

}  // namespace
}  // namespace sextant::operations
