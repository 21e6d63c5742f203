#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "cli/context.h"

namespace sextant::cli {

// What `sextant sync` was asked to do. A plain value.
struct SyncCommand {
  std::vector<std::string> names;  // of connections; empty: all that are on
  bool force = false;              // also what was pulled less than 8 hours ago
  bool dry_run = false;            // show the plan and its price, pull nothing
  bool yes = false;                // do not ask for agreement
  bool is_offer = false;           // nobody has asked for it yet: any price is asked about
  std::chrono::milliseconds deadline = std::chrono::minutes(30);
  std::optional<Decimal> max_cost_usd;  // stop rather than spend more
  std::string format = "text";          // "text" or "json"
};

// Pulls costs into the lake. Prints progress and a summary; returns an ExitCode. Also run by
// `sextant connect` for the first sync.
int run_sync(Context& context, const SyncCommand& command);

// "90s", "30m", "2h", "1h30m"; at most a week. Error: usage.sync.
Result<std::chrono::milliseconds> parse_duration(std::string_view text);
// A positive amount of dollars: "5", "0.50". Error: usage.sync.
Result<Decimal> parse_cost_limit(std::string_view text);

}  // namespace sextant::cli
