#include "state/cells.h"

#include <array>
#include <utility>

namespace sextant::state {
namespace {

constexpr std::array<std::pair<CellStatus, std::string_view>, 8> kNames = {
    {{CellStatus::kPlanned, "planned"},
     {CellStatus::kRunning, "running"},
     {CellStatus::kDone, "done"},
     {CellStatus::kDenied, "denied"},
     {CellStatus::kNotEnabled, "not_enabled"},
     {CellStatus::kNoData, "no_data"},
     {CellStatus::kThrottled, "throttled"},
     {CellStatus::kFailed, "failed"}}};

// Columns as `list` selects them.
Result<Cell> read_cell(const Row& row) {
  Cell cell;
  cell.key = row.text(0);
  cell.connection = row.text(1);
  cell.account_id = row.text(2);
  cell.view = row.text(3);
  cell.face = row.text(4);
  cell.grain = row.text(5);
  SEXTANT_TRY(cell.window.start, parse_date(row.text(6)));
  SEXTANT_TRY(cell.window.end, parse_date(row.text(7)));
  cell.is_full = row.integer(8) != 0;
  cell.run_id = row.integer(9);
  cell.status = parse_cell_status(row.text(10)).value_or(CellStatus::kFailed);
  cell.pages = row.integer(11);
  cell.rows = row.integer(12);
  cell.attempts = row.integer(13);
  cell.elapsed_ms = row.integer(14);
  cell.error_code = row.text(15);
  cell.error_detail = row.text(16);
  if (const std::string next = row.text(17); !next.empty()) {
    SEXTANT_TRY(cell.next_try_at, parse_rfc3339(next));
  }
  SEXTANT_TRY(cell.updated_at, parse_rfc3339(row.text(18)));
  return cell;
}

}  // namespace

std::string_view name_of(CellStatus status) {
  for (const auto& [value, name] : kNames) {
    if (value == status) return name;
  }
  return "";
}

std::optional<CellStatus> parse_cell_status(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

Result<void> CellStore::save(const Cell& cell) {
  return database_.run(
      "INSERT OR REPLACE INTO cells(key, connection, account_id, view, face, grain, window_start, "
      "window_end, is_full,"
      " run_id, status, pages, rows, attempts, elapsed_ms, error_code, error_detail, next_try_at, "
      "updated_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {cell.key, cell.connection, cell.account_id, cell.view, cell.face, cell.grain,
       format_date(cell.window.start), format_date(cell.window.end), std::int64_t{cell.is_full},
       cell.run_id, std::string(name_of(cell.status)), cell.pages, cell.rows, cell.attempts,
       cell.elapsed_ms, cell.error_code, cell.error_detail,
       cell.next_try_at ? format_rfc3339(*cell.next_try_at) : "", format_rfc3339(cell.updated_at)});
}

Result<std::vector<Cell>> CellStore::list(const std::string& account_id) const {
  std::vector<Cell> cells;
  std::optional<Error> error;
  SEXTANT_TRY_VOID(database_.run(
      "SELECT key, connection, account_id, view, face, grain, window_start, window_end, is_full, "
      "run_id, status, pages,"
      " rows, attempts, elapsed_ms, error_code, error_detail, next_try_at, updated_at FROM cells"
      " WHERE ? = '' OR account_id = ? ORDER BY updated_at, key",
      {account_id, account_id}, [&](const Row& row) {
        auto cell = read_cell(row);
        if (cell) {
          cells.push_back(std::move(*cell));
        } else if (!error) {
          error = cell.error();
        }
      }));
  if (error) return failure(*error);
  return cells;
}

Result<void> CellStore::remove_before(WallTime time) {
  return database_.run("DELETE FROM cells WHERE updated_at < ?", {format_rfc3339(time)});
}

}  // namespace sextant::state
