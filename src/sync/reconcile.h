#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "lake/costs.h"

namespace sextant::sync {

// The sums of rows by period and currency. Error: decimal.overflow.
using PeriodSums = std::map<std::pair<Date, std::string>, lake::Amounts>;
Result<PeriodSums> sum_by_period(const std::vector<lake::CostRow>& rows);

// What the rows of a face lack to sum to their control, in every metric: one row without keys for
// each period and currency that differs, marked x_Unallocated. Only the periods of `control` are
// looked at. Rows that are themselves unallocated must not be among `face`.
Result<std::vector<lake::CostRow>> differences(const std::vector<lake::CostRow>& control,
                                               const std::vector<lake::CostRow>& face);

// The periods in which two answers differ, compared key by key in every metric, since AWS moves
// money between rows at a constant total. Only periods that `now` or `before` has rows of; marks,
// names and times do not count.
Result<std::set<Date>> changed_periods(const std::vector<lake::CostRow>& before,
                                       const std::vector<lake::CostRow>& now);

}  // namespace sextant::sync
