#pragma once

#include <functional>
#include <string>
#include <vector>

#include "insight/cost_plan.h"

namespace sextant::insight {

struct Statement {
  std::string sql;
  std::vector<lake::Parameter> parameters;
};

// The sums that a plan asks for: a column for each group, then currency, unallocated (boolean) and
// amount. Columns that the footers prove to be the same in all rows are not grouped by, which keeps
// it as fast as the bare query.
Statement sum_statement(const CostQuestion& question, const CostPlan& plan, const Held& held);
// What is not allocated to any key, by currency: currency, amount.
Statement unallocated_statement(const CostQuestion& question, const CostPlan& plan);
// The distinct values of a key in files: one column.
Statement values_statement(Key key, const std::vector<const HeldFile*>& files);
// The first day that is marked as estimated: one row.
Statement estimated_statement(const CostPlan& plan, const std::vector<const HeldFile*>& files);

// The filter, whose values are resolved, as a condition on a cost table or file; `quote` gives a
// value's place in the statement.
std::string condition_of(const Filter& filter,
                         const std::function<std::string(const std::string&)>& quote);

// True where rows without keys must stand apart: they may exist, and a group or filter would hide
// them.
bool has_unallocated(const CostQuestion& question, const CostPlan& plan, const Held& held);

}  // namespace sextant::insight
