#pragma once

#include <iosfwd>
#include <string>

#include "cli/table.h"
#include "connect/check/report.h"

namespace sextant::cli {

// Prints a step of a check as it ends: verdict, title, what was found, time; where something is
// wrong also causes and fix.
void print_step(std::ostream& out, const connect::CheckStep& step, const TextStyle& style);

// The last line of a check: its color and what follows from it.
void print_verdict(std::ostream& out, const connect::CheckReport& report, const TextStyle& style);

}  // namespace sextant::cli
