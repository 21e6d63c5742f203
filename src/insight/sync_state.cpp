#include "insight/sync_state.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sextant::insight {
namespace {

constexpr std::size_t kDetailBytesMax = 200;

std::string words_for(const CellState& cell) {
  const std::string detail =
      cell.error_detail.empty()
          ? ""
          : " (" + for_terminal(cell.error_detail.substr(0, kDetailBytesMax)) + ")";
  if (cell.status == "denied")
    return "AWS denied access to Cost Explorer" + detail + "; see sextant check";
  if (cell.status == "not_enabled") {
    return "Cost Explorer is not enabled, or was enabled less than 24 hours ago" + detail +
           "; enable it under Billing → Cost Explorer";
  }
  if (cell.status == "no_data") return "AWS has no data for it" + detail;
  if (cell.status == "throttled") return "AWS refused for too many requests; the next sync goes on";
  if (cell.status == "planned" || cell.status == "running")
    return "a sync has not finished; run sextant sync to go on";
  return "the last sync failed" + detail + "; run sextant sync again";
}

// The later in this order explains more.
int weight(const CellState& cell) {
  static const std::vector<std::string> order = {"no_data", "planned", "running",    "throttled",
                                                 "failed",  "denied",  "not_enabled"};
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (cell.status == order[i]) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

Result<std::vector<CellState>> read_cells(state::Database& database) {
  std::vector<CellState> cells;
  SEXTANT_TRY_VOID(
      database.run("SELECT account_id, face, grain, window_start, window_end, status, error_code, "
                   "error_detail FROM cells "
                   "WHERE status <> 'done'",
                   {}, [&](const state::Row& row) {
                     // A window that cannot be read explains nothing, and is no reason to refuse an
                     // answer.
                     const auto start = parse_date(row.text(3).substr(0, 10));
                     const auto end = parse_date(row.text(4).substr(0, 10));
                     if (start && end) {
                       cells.push_back({row.text(0),
                                        row.text(1),
                                        row.text(2),
                                        {*start, *end},
                                        row.text(5),
                                        row.text(6),
                                        row.text(7)});
                     }
                   }));
  return cells;
}

WhyMissing why_missing(const std::vector<CellState>& cells, const std::string& account_id,
                       const DateInterval& days) {
  const CellState* best = nullptr;
  for (const CellState& cell : cells) {
    const bool overlaps = cell.window.start < days.end && days.start < cell.window.end;
    if (cell.account_id != account_id || !overlaps) continue;
    if (best == nullptr || weight(cell) > weight(*best)) best = &cell;
  }
  if (best == nullptr) return {"not_synced", "not pulled yet; run sextant sync"};
  return {best->status, words_for(*best)};
}

}  // namespace sextant::insight
