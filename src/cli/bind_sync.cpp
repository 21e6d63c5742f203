#include <CLI/CLI.hpp>

#include "cli/bind.h"
#include "cli/sync_command.h"

namespace sextant::cli {
namespace {

// What CLI11 fills; turned into a SyncCommand when the command runs, so that a wrong value is an
// error like any other.
struct SyncLine {
  SyncCommand command;
  std::string deadline = "30m";
  std::string max_cost;
};

int run_line(Context& context, const SyncLine& line) {
  SyncCommand command = line.command;
  const auto deadline = parse_duration(line.deadline);
  if (!deadline) return fail(context, deadline.error());
  command.deadline = *deadline;
  if (!line.max_cost.empty()) {
    const auto limit = parse_cost_limit(line.max_cost);
    if (!limit) return fail(context, limit.error());
    command.max_cost_usd = *limit;
  }
  return run_sync(context, command);
}

}  // namespace

void bind_sync(CLI::App& app, Chosen& chosen) {
  auto* sync = app.add_subcommand(
      "sync", "Pull costs into the lake, from all connections or those that are named");
  const auto line = std::make_shared<SyncLine>();
  sync->add_option("NAME", line->command.names, "Connections; all that are on where none is named");
  sync->add_flag("--force", line->command.force,
                 "Ask also for what was pulled less than 8 hours ago (costs money)");
  sync->add_option("--deadline", line->deadline,
                   "How long it may take, throttling included: 90s, 30m, 2h")
      ->capture_default_str();
  sync->add_flag("--dry-run", line->command.dry_run,
                 "Show what would be asked and its price, and pull nothing");
  sync->add_option("--max-cost", line->max_cost, "Spend at most so many US dollars");
  sync->add_flag("-y,--yes", line->command.yes, "Do not ask before more than 1 USD is spent");
  sync->add_option("--format", line->command.format,
                   "text, or json: one event per line for programs")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  sync->footer(
      "Each page that Cost Explorer gives costs 0.01 USD. A sync asks only for what can have "
      "changed, shows its price before\n"
      "and after, and goes on where an earlier one stopped. AWS draws its figures up at most three "
      "times a day.\n\n"
      "Examples:\n"
      "  sextant sync                       everything that is on\n"
      "  sextant sync prod --dry-run        what it would ask, and the price\n"
      "  sextant sync --deadline 2h         wait longer where AWS throttles\n"
      "  sextant sync --max-cost 0.50       stop rather than spend more\n"
      "  sextant sync --format json         progress for programs\n\n"
      "Exit codes: 0 all is there, 3 in part (the rest goes on with the next sync), 1 nothing, 4 "
      "no connection.\n");
  sync->callback([&chosen, line] {
    chosen.run = [line](Context& context) { return run_line(context, *line); };
  });
}

}  // namespace sextant::cli
