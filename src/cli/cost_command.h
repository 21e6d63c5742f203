#pragma once

#include <string>

#include "cli/context.h"
#include "operations/cost_words.h"

namespace sextant::cli {

// What `sextant cost` was asked; without an earlier interval nothing is compared. A plain value, as
// typed.
struct CostCommand : operations::CompareWords {
  std::string format = "table";
  std::string output;
  bool plot = false;
  bool ascii = false;
};

// Answers from the lake. Returns an ExitCode: kPartly where something is missing that should be
// there.
int run_cost(Context& context, const CostCommand& command);

}  // namespace sextant::cli
