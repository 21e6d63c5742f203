#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "insight/window.h"

namespace sextant::cli {

// What `sextant cost` was asked. A plain value, as typed.
struct CostCommand {
  std::vector<std::string> by;  // empty: by service; "total" alone: no groups
  insight::WindowWords window;
  std::string metric = "unblended";
  std::vector<std::string> where;
  std::vector<std::string> accounts;     // a shorter --where account=
  std::vector<std::string> connections;  // names
  std::size_t limit = 0;
  std::string format = "table";
  std::string output;
  bool plot = false;
  bool ascii = false;
};

// Answers from the lake. Returns an ExitCode: kPartly where something is missing that should be
// there.
int run_cost(Context& context, const CostCommand& command);

}  // namespace sextant::cli
