#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

// How a cell stands. kThrottled waits for `next_try_at`, or has met the end of the sync while
// waiting; kFailed goes on with the next sync.
enum class CellStatus {
  kPlanned,
  kRunning,
  kDone,
  kDenied,
  kNotEnabled,
  kNoData,
  kThrottled,
  kFailed
};

// "not_enabled", as stored and shown.
std::string_view name_of(CellStatus status);
std::optional<CellStatus> parse_cell_status(std::string_view text);

// One query of one sync: the unit that succeeds or fails alone. A plain value.
struct Cell {
  std::string key;  // account / view / face / grain / window, and "again" for a second look; unique
  std::string connection;
  std::string account_id;  // the account whose Cost Explorer (or Organizations) is asked
  std::string view = "primary";
  std::string face;   // "total", "account_service", ..., "accounts", "forecast"
  std::string grain;  // "monthly", "daily", "-"
  DateInterval window;
  bool is_full = false;  // the window is the whole history that is kept
  std::int64_t run_id = 0;
  CellStatus status = CellStatus::kPlanned;
  std::int64_t pages = 0;
  std::int64_t rows = 0;
  std::int64_t attempts = 0;  // at most what AWS charges a cent for each
  std::int64_t elapsed_ms = 0;
  std::string error_code;
  std::string error_detail;
  std::optional<WallTime> next_try_at;
  WallTime updated_at{};
};

// Cells in the state file: what was asked, when, and what came of it. Thread-safe as the database
// is. Errors: those of the database.
class CellStore {
 public:
  explicit CellStore(Database& database) : database_(database) {}
  // Adds the cell, or replaces the one with its key.
  Result<void> save(const Cell& cell);
  // Those of one account (of all where empty), latest last.
  Result<std::vector<Cell>> list(const std::string& account_id = "") const;
  // Forgets cells that were last changed before `time`.
  Result<void> remove_before(WallTime time);

 private:
  Database& database_;
};

}  // namespace sextant::state
