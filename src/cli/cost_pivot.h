#pragma once

#include <string>

#include "cli/table.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// True for an answer by month and one other key.
bool is_pivot(const insight::CostAnswer& answer);
// That key's lines with a column for each month, their total, and the change between the last two
// whole months.
std::string pivot_table(const insight::CostAnswer& answer, const TextStyle& style);

}  // namespace sextant::cli
