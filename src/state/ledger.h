#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/result.h"
#include "state/database.h"
#include "state/runs.h"

namespace sextant::state {

// One attempt at a paid API. A plain value.
struct LedgerEntry {
  std::optional<std::int64_t> run_id;  // of a sync; none for a check or a single call
  WallTime at{};
  std::string connection;
  std::string account_id;  // the account that AWS charges; "" while it is not known
  std::string service;
  std::string operation;
  std::string purpose;  // "sync", "check", "call", "forecast"
  Decimal price_usd;
};

// What the program has spent at most: an attempt is entered, durably, before it is made, so that a
// crash can only make the sum too high. Thread-safe as the database is. Errors: those of the
// database.
class Ledger {
 public:
  explicit Ledger(Database& database) : database_(database) {}
  Result<void> enter(const LedgerEntry& entry);
  // The sum of `account_id` (of all accounts where empty) from `from` up to, not including, `to`.
  Result<Decimal> spent_usd(const std::string& account_id, WallTime from, WallTime to) const;
  // The sum of runs of one origin (state/runs.h) from `from` on.
  Result<Decimal> spent_by_usd(RunOrigin origin, WallTime from) const;

 private:
  // Of rows (price, how often).
  Result<Decimal> sum(std::string_view sql, const std::vector<Value>& parameters) const;

  Database& database_;
};

}  // namespace sextant::state
