#pragma once

#include <string>
#include <vector>

#include "base/civil_time.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::insight {

// What became of one cell of a sync, as far as it explains what an answer lacks.
struct CellState {
  std::string account_id;
  std::string face;
  std::string grain;
  DateInterval window;
  std::string status;  // "planned", "running", "done", "denied", "not_enabled", "no_data",
                       // "throttled", "failed"
  std::string error_code;
  std::string error_detail;
};

// All cells that the state knows. Errors: state.*.
Result<std::vector<CellState>> read_cells(state::Database& database);

// Why an account's figures of these days are missing: the status of the cell that should have
// brought them ("not_synced" where there is none), and words for it.
struct WhyMissing {
  std::string status;
  std::string words;
};
WhyMissing why_missing(const std::vector<CellState>& cells, const std::string& account_id,
                       const DateInterval& days);

}  // namespace sextant::insight
