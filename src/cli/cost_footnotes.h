#pragma once

#include <string>

#include "cli/table.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// Where the figures come from and what they lack, in a few lines.
std::string cost_footnotes(const insight::CostAnswer& answer, const TextStyle& style);
std::string cost_footnotes(const insight::Provenance& from, bool has_rows, const TextStyle& style);

}  // namespace sextant::cli
