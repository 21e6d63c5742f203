#pragma once

#include <string>
#include <vector>

#include "base/civil_time.h"
#include "state/cells.h"

namespace sextant::insight {

// Why an account's figures of some days are missing: the status of the cell that should have
// brought them ("not_synced" where there is none), and words for it.
struct WhyMissing {
  std::string status;
  std::string words;
};
WhyMissing why_missing(const std::vector<state::Cell>& cells, const std::string& account_id,
                       const DateInterval& days);

// The code of a refusal where nothing at all is held, by these statuses of what is missing:
// cost.no_data where no sync has ended, else cost.no_data_yet, .explorer_off or .not_pulled.
std::string code_of_missing(const std::vector<std::string>& statuses);

}  // namespace sextant::insight
