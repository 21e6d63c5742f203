#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant query` was asked. A plain value, as typed.
struct QueryCommand {
  std::string sql;  // "-": read from standard input
  bool tables = false;
  std::string format = "table";
  std::string output;
  std::size_t max_rows = 100'000;
  int timeout_s = 60;
};

// SQL over the lake, in an engine that can do nothing else. Returns an ExitCode: kPartly where the
// answer was cut.
int run_query(Context& context, const QueryCommand& command);

}  // namespace sextant::cli
