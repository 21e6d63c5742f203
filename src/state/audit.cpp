#include "state/audit.h"

#include "base/digest.h"
#include "base/text.h"
#include "state/row_values.h"

namespace sextant::state {
namespace {

constexpr std::string_view kColumns =
    "id, at, caller, client, action, detail, outcome, elapsed_ms, cost_usd, ends, chain";

// Each part with its length, so that nothing can move from one to the next.
std::string chain_of(const std::string& before, const AuditEntry& entry) {
  std::string text;
  for (const std::string& part :
       {before, std::to_string(entry.id), format_rfc3339(entry.at), entry.caller, entry.client,
        entry.action, entry.detail, entry.outcome, std::to_string(entry.elapsed_ms),
        entry.cost_usd.to_string(), entry.ends ? std::to_string(*entry.ends) : std::string()}) {
    text += std::to_string(part.size()) + ":" + part;
  }
  return to_hex(sha256(text));
}

Result<AuditEntry> read_entry(const Row& row) {
  AuditEntry entry;
  entry.id = row.integer(0);
  entry.at = time_of(row.text(1)).value_or(WallTime{});
  entry.caller = row.text(2);
  entry.client = row.text(3);
  entry.action = row.text(4);
  entry.detail = row.text(5);
  entry.outcome = row.text(6);
  entry.elapsed_ms = row.integer(7);
  SEXTANT_TRY(entry.cost_usd, Decimal::parse(row.text(8)));
  entry.ends = row.optional_integer(9);
  return entry;
}

}  // namespace

Result<std::int64_t> AuditLog::enter(const AuditEntry& entry) {
  AuditEntry added = entry;
  const auto done = database_.transaction([&]() -> Result<void> {
    std::string before;
    added.id = 1;
    SEXTANT_TRY_VOID(database_.run("SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1", {},
                                   [&](const Row& row) {
                                     added.id = row.integer(0) + 1;
                                     before = row.text(1);
                                   }));
    const Value ends = added.ends ? Value(*added.ends) : Value(nullptr);
    return database_.run(
        "INSERT INTO audit(id, at, caller, client, action, detail, outcome, elapsed_ms, cost_usd, "
        "ends, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {added.id, format_rfc3339(added.at), added.caller, added.client, added.action, added.detail,
         added.outcome, added.elapsed_ms, added.cost_usd.to_string(), ends,
         chain_of(before, added)});
  });
  if (!done) return failure(done.error());
  return added.id;
}

Result<std::vector<AuditEntry>> AuditLog::last(std::size_t count) const {
  std::vector<AuditEntry> out;
  std::optional<Error> error;
  SEXTANT_TRY_VOID(
      database_.run("SELECT " + std::string(kColumns) + " FROM audit ORDER BY id DESC LIMIT ?",
                    {static_cast<std::int64_t>(count)}, [&](const Row& row) {
                      auto entry = read_entry(row);
                      if (entry) {
                        out.push_back(*std::move(entry));
                      } else {
                        error = entry.error();
                      }
                    }));
  if (error) return failure(*error);
  return out;
}

Result<Decimal> AuditLog::spent_usd(const std::string& caller, WallTime from) const {
  Decimal sum;
  std::optional<Error> error;
  // Those that end others are counted with what they end.
  SEXTANT_TRY_VOID(database_.run(
      "SELECT coalesce(ended.cost_usd, begun.cost_usd) FROM audit begun "
      "LEFT JOIN audit ended ON ended.ends = begun.id "
      "WHERE begun.caller = ? AND begun.at >= ? AND begun.ends IS NULL AND begun.cost_usd <> '0'",
      {caller, format_rfc3339(from)}, [&](const Row& row) {
        if (error) return;
        const auto amount = Decimal::parse(row.text(0));
        const auto total = amount ? sum.plus(*amount) : amount;
        if (total) sum = *total;
        if (!total) error = total.error();
      }));
  if (error) return failure(*error);
  return sum;
}

Result<std::optional<std::int64_t>> AuditLog::first_broken() const {
  std::optional<std::int64_t> broken;
  std::string before;
  std::int64_t expected = 1;
  SEXTANT_TRY_VOID(database_.run(
      "SELECT " + std::string(kColumns) + " FROM audit ORDER BY id", {}, [&](const Row& row) {
        if (broken) return;
        const auto entry = read_entry(row);
        const std::string chain = row.text(10);
        if (!entry || entry->id != expected || chain_of(before, *entry) != chain)
          broken = row.integer(0);
        before = chain;
        ++expected;
      }));
  return broken;
}

}  // namespace sextant::state
