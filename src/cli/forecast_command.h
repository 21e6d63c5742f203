#pragma once

#include <string>
#include <vector>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant forecast` was asked. A plain value, as typed.
struct ForecastCommand {
  std::string metric = "unblended";
  std::size_t months = 0;
  std::vector<std::string> connections;
  std::string format = "table";  // "table", "json" or "csv"
  std::string output;
};

// AWS's forecast as the last sync brought it. Returns an ExitCode.
int run_forecast(Context& context, const ForecastCommand& command);

}  // namespace sextant::cli
