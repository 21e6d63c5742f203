#pragma once

#include <vector>

#include "state/cells.h"

namespace sextant::state {

// How each query stands now: of the cells of an account, view, face and grain the last one. `cells`
// come with the latest last, as CellStore gives them, and outlive the answer.
std::vector<const Cell*> latest_of_each_query(const std::vector<Cell>& cells);

}  // namespace sextant::state
