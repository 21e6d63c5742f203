#pragma once

#include <string>

#include "cli/table.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// "Unblended costs by service, September 2026": what is shown below it.
std::string cost_title(const insight::CostAnswer& answer);
// Rows for people: one line each; or, by month and one other key, that key's lines with a column
// for each month, their total and the change between the last two whole months.
std::string cost_table(const insight::CostAnswer& answer, const TextStyle& style);
// A bar for each row; for each other key where there are times too; for each time where there is
// nothing else.
std::string cost_bars(const insight::CostAnswer& answer, const TextStyle& style);

}  // namespace sextant::cli
