#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/decimal.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

// One thing that a program has asked for on a person's behalf. A plain value.
struct AuditEntry {
  std::int64_t id = 0;  // given by the log
  WallTime at{};
  std::string caller;   // "local", or the id of a token
  std::string client;   // what the program calls itself, which proves nothing
  std::string action;   // "query_costs"
  std::string detail;   // JSON, without a secret
  std::string outcome;  // "begun", "ok", or the code of an error
  std::int64_t elapsed_ms = 0;
  Decimal cost_usd;                  // at most
  std::optional<std::int64_t> ends;  // the entry ("begun") that this one ends
};

// The log of what programs asked for. Entries are only ever added, and each is chained to the one
// before by a digest: who edits or removes one must forge all that follow. Thread-safe as the
// database is. Errors: those of the database, decimal.malformed.
class AuditLog {
 public:
  explicit AuditLog(Database& database) : database_(database) {}

  // Adds an entry; its id.
  Result<std::int64_t> enter(const AuditEntry& entry);
  // The newest `count`, newest first.
  Result<std::vector<AuditEntry>> last(std::size_t count) const;
  // What a caller has spent since `from`, at most: what was begun and has not ended counts whole.
  Result<Decimal> spent_usd(const std::string& caller, WallTime from) const;
  // The first entry that is not what was entered, or follows on a gap; nullopt where all is whole.
  Result<std::optional<std::int64_t>> first_broken() const;

 private:
  Database& database_;
};

}  // namespace sextant::state
