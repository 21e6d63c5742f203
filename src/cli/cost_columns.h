#pragma once

#include <string>
#include <vector>

#include "cli/table.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// The columns of a cost table that name a row: one for each group (an account has its name and its
// id), and the currency where there are several. Without times where these are columns of their
// own.
void add_key_columns(const insight::CostAnswer& answer, bool with_times,
                     std::vector<TableColumn>& columns);
void add_key_cells(const insight::CostAnswer& answer, const insight::CostRow& row, bool with_times,
                   std::vector<TableCell>& cells);
// "Total" in the first of so many columns, and a currency in its own.
std::vector<TableCell> total_cells(const insight::CostAnswer& answer, std::size_t key_columns,
                                   const std::string& currency);
// Rows that are no group stand back.
Tone tone_of(const insight::CostRow& row);
// For sums of people's columns; the answer's own total has proved that they fit.
Decimal summed(Decimal a, Decimal b);

}  // namespace sextant::cli
