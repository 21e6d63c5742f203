#pragma once

#include <optional>
#include <string>

#include "insight/cost_answer.h"

namespace sextant::cli {

// What people read for a value of a row: the value, "(no region)", "(not allocated by AWS)",
// "others (12)", "others" where
// their number is 0.
std::string value_text(const insight::CostAnswer& answer, const insight::CostRow& row,
                       std::size_t group);
// All values that are no time, joined; the currency too where there are several. "Total" where
// there are no such groups.
std::string label_text(const insight::CostAnswer& answer, const insight::CostRow& row);
// "Service", "Charge type", "Month".
std::string heading_of(insight::Key key);
bool has_several_currencies(const insight::CostAnswer& answer);

}  // namespace sextant::cli
