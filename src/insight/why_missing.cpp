#include "insight/why_missing.h"

#include <algorithm>

#include "base/text.h"

namespace sextant::insight {
namespace {

using state::Cell;
using state::CellStatus;

constexpr std::size_t kDetailBytesMax = 200;

std::string words_for(const Cell& cell) {
  const std::string detail =
      cell.error_detail.empty()
          ? ""
          : " (" + for_terminal(cell.error_detail.substr(0, kDetailBytesMax)) + ")";
  switch (cell.status) {
    case CellStatus::kDenied:
      return "AWS denied access to Cost Explorer" + detail + "; run sextant check";
    case CellStatus::kNotEnabled:
      return "Cost Explorer is not enabled" + detail + "; enable it under Billing → Cost Explorer";
    case CellStatus::kNoData:
      return (cell.face == "forecast"
                  ? "AWS has too little history to forecast"
                  : "Cost Explorer was enabled less than 24 hours ago, or nothing was spent yet") +
             detail;
    case CellStatus::kThrottled:
      return "AWS refused for too many requests; sextant sync goes on from there";
    case CellStatus::kPlanned:
    case CellStatus::kRunning:
      return "a sync has not finished; sextant sync goes on from there";
    case CellStatus::kFailed:
      return "the last sync failed" + detail + "; run sextant sync again";
    case CellStatus::kDone:
      break;
  }
  return "not pulled yet; run sextant sync";
}

// What explains more has more weight; a cell that is done explains nothing.
int weight(CellStatus status) {
  switch (status) {
    case CellStatus::kDone:
      return 0;
    case CellStatus::kNoData:
      return 1;
    case CellStatus::kPlanned:
    case CellStatus::kRunning:
      return 2;
    case CellStatus::kThrottled:
      return 3;
    case CellStatus::kFailed:
      return 4;
    case CellStatus::kDenied:
      return 5;
    case CellStatus::kNotEnabled:
      return 6;
  }
  return 0;
}

}  // namespace

WhyMissing why_missing(const std::vector<Cell>& cells, const std::string& account_id,
                       const DateInterval& days) {
  const Cell* best = nullptr;
  for (const Cell& cell : cells) {
    const bool overlaps = cell.window.start < days.end && days.start < cell.window.end;
    const bool explains = overlaps && cell.account_id == account_id && weight(cell.status) > 0;
    if (explains && (best == nullptr || weight(cell.status) > weight(best->status))) best = &cell;
  }
  if (best == nullptr) return {"not_synced", "not pulled yet; run sextant sync"};
  return {std::string(state::name_of(best->status)), words_for(*best)};
}

std::string code_of_missing(const std::vector<std::string>& statuses) {
  const auto are_all = [&](std::initializer_list<std::string_view> names) {
    return std::ranges::all_of(statuses, [&](const std::string& status) {
      return std::ranges::find(names, status) != names.end();
    });
  };
  if (are_all({"not_synced", "planned", "running"})) return "cost.no_data";
  if (are_all({"no_data"})) return "cost.no_data_yet";
  if (are_all({"not_enabled"})) return "cost.explorer_off";
  return "cost.not_pulled";
}

}  // namespace sextant::insight
