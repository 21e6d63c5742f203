#pragma once

#include <string>

#include "cli/context.h"
#include "operations/cost_words.h"

namespace sextant::cli {

// What `sextant forecast` was asked. A plain value, as typed.
struct ForecastCommand : operations::ForecastWords {
  std::string format = "table";  // "table", "json" or "csv"
  std::string output;
};

// AWS's forecast as the last sync brought it. Returns an ExitCode.
int run_forecast(Context& context, const ForecastCommand& command);

}  // namespace sextant::cli
