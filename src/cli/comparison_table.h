#pragma once

#include <string>

#include "cli/table.h"
#include "insight/cost_comparison.h"

namespace sextant::cli {

// "Unblended costs by service, September 2026 against August 2026".
std::string comparison_title(const insight::CostComparison& comparison);
// A line for each row: before, now, and how far they are apart; totals by currency.
std::string comparison_table(const insight::CostComparison& comparison, const TextStyle& style);
// Where the figures of both sides come from.
std::string comparison_footnotes(const insight::CostComparison& comparison, const TextStyle& style);

}  // namespace sextant::cli
