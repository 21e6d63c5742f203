#include "state/ledger.h"

#include <gtest/gtest.h>

#include "base/civil_time.h"
#include "base/testing/temporary_folder.h"

namespace sextant::state {
namespace {

WallTime at(const char* text) {
  return *parse_rfc3339(text);
}

LedgerEntry entry(const char* when, const char* account, const char* price) {
  return {std::nullopt, at(when),          "main",  account,
          "ce",         "GetCostAndUsage", "check", *Decimal::parse(price)};
}

TEST(Ledger, AddsWhatOneAccountSpentInAnIntervalExactly) {
  const TemporaryFolder folder;
  const auto database = *Database::open(folder.path() / "state.db");
  Ledger ledger(*database);
  for (int i = 0; i < 101; ++i)
    ASSERT_TRUE(ledger.enter(entry("2026-10-01T00:00:00Z", "1", "0.01")));
  ASSERT_TRUE(ledger.enter(entry("2026-10-31T23:59:59Z", "1", "0.000000000000000001")));
  ASSERT_TRUE(ledger.enter(entry("2026-11-01T00:00:00Z", "1", "5")));
  ASSERT_TRUE(ledger.enter(entry("2026-10-05T00:00:00Z", "2", "0.01")));
  const auto from = at("2026-10-01T00:00:00Z");
  const auto to = at("2026-11-01T00:00:00Z");
  EXPECT_EQ(ledger.spent_usd("1", from, to)->to_string(), "1.010000000000000001");
  EXPECT_EQ(ledger.spent_usd("", from, to)->to_string(), "1.020000000000000001");
  EXPECT_EQ(ledger.spent_usd("3", from, to)->to_string(), "0");
}

TEST(Ledger, SaysWhenAnAmountWasTamperedWith) {
  const TemporaryFolder folder;
  const auto database = *Database::open(folder.path() / "state.db");
  Ledger ledger(*database);
  ASSERT_TRUE(ledger.enter(entry("2026-10-01T00:00:00Z", "1", "0.01")));
  ASSERT_TRUE(database->run("UPDATE ledger SET price_usd = 'free'"));
  EXPECT_EQ(
      ledger.spent_usd("1", at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).error().code,
      "decimal.malformed");
}

}  // namespace
}  // namespace sextant::state
