#pragma once

#include <vector>

#include "lake/cost_table.h"

namespace sextant::sync {

// What the sums of a face lack to equal their control, in every metric: one row without keys for
// each period and currency that differs, marked x_Unallocated. Only the periods of `control` are
// looked at. Error: decimal.overflow.
Result<std::vector<lake::CostRow>> differences(const std::vector<lake::CostRow>& control,
                                               lake::PeriodSums face);

}  // namespace sextant::sync
