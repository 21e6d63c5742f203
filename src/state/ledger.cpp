#include "state/ledger.h"

#include "base/civil_time.h"

namespace sextant::state {

Result<void> Ledger::enter(const LedgerEntry& entry) {
  const Value run = entry.run_id ? Value(*entry.run_id) : Value(nullptr);
  return database_.run(
      "INSERT INTO ledger(run_id, at, connection, account_id, service, operation, purpose, "
      "price_usd)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {run, format_rfc3339(entry.at), entry.connection, entry.account_id, entry.service,
       entry.operation, entry.purpose, entry.price_usd.to_string()});
}

Result<Decimal> Ledger::spent_usd(const std::string& account_id, WallTime from, WallTime to) const {
  return sum(
      "SELECT price_usd, count(*) FROM ledger WHERE (? = '' OR account_id = ?) AND at >= ? AND at "
      "< ? GROUP BY price_usd",
      {account_id, account_id, format_rfc3339(from), format_rfc3339(to)});
}

Result<Decimal> Ledger::spent_by_usd(RunOrigin origin, WallTime from) const {
  return sum(
      "SELECT price_usd, count(*) FROM ledger JOIN runs ON runs.id = ledger.run_id "
      "WHERE runs.origin = ? AND at >= ? GROUP BY price_usd",
      {std::string(name_of(origin)), format_rfc3339(from)});
}

// Amounts are text, since SQLite has no exact decimals: they are added here. One price occurs
// thousands of times.
Result<Decimal> Ledger::sum(std::string_view sql, const std::vector<Value>& parameters) const {
  Decimal sum;
  std::optional<Error> error;
  SEXTANT_TRY_VOID(database_.run(sql, parameters, [&](const Row& row) {
    if (error) return;
    const auto add = [&]() -> Result<void> {
      SEXTANT_TRY(const Decimal price, Decimal::parse(row.text(0)));
      SEXTANT_TRY(const Decimal total, price.times(row.integer(1)));
      SEXTANT_TRY(sum, sum.plus(total));
      return {};
    };
    if (const auto added = add(); !added) error = added.error();
  }));
  if (error) return failure(*error);
  return sum;
}

}  // namespace sextant::state
