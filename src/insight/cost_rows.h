#pragma once

#include <vector>

#include "insight/cost_answer.h"

namespace sextant::insight {

// Rows of `sum_statement` as rows of an answer. Sums of the same row (of NULL currencies) are
// joined. Errors: decimal.*.
Result<std::vector<CostRow>> read_rows(const CostQuestion& question, const lake::Table& table);

// By time, oldest first; then by amount, largest first; what is not allocated and the others last.
void sort_rows(const std::vector<Key>& groups, std::vector<CostRow>& rows);

// Adds up all but the `limit` largest (rows that differ only in time count as one, by their sum) in
// rows "others", one for each time and currency. What is not allocated stays. Error:
// decimal.overflow.
Result<void> limit_rows(const std::vector<Key>& groups, std::size_t limit,
                        std::vector<CostRow>& rows);

// The sums by currency, sorted by it. Error: decimal.overflow.
Result<std::vector<Money>> totals_of(const std::vector<CostRow>& rows);

}  // namespace sextant::insight
