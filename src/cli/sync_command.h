#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "cli/context.h"

namespace sextant::cli {

// What `sextant sync` was asked to do. A plain value.
struct SyncCommand {
  std::vector<std::string> names;  // of connections; empty: all that are on
  bool force = false;              // also what was pulled less than 8 hours ago
  bool dry_run = false;            // show the plan and its price, ask nothing
  bool yes = false;                // do not ask for agreement
  std::chrono::milliseconds deadline = std::chrono::minutes(30);
  std::optional<Decimal> max_cost_usd;  // stop rather than spend more
  std::string format = "text";          // "text" or "json"
};

// Pulls costs into the lake. Prints progress and a summary; returns an ExitCode. Also run by
// `sextant connect` for the first sync.
int run_sync(Context& context, const SyncCommand& command);

}  // namespace sextant::cli
