#include <CLI/CLI.hpp>

#include "cli/bind.h"
#include "cli/mcp_command.h"

namespace sextant::cli {
namespace {

constexpr const char* kHelp =
    "A client such as Claude starts this and asks over standard input: accounts, costs, changes, "
    "forecasts, SQL. It only reads,\n"
    "unless a person agrees in the client, or --allow says so beforehand (docs/claude.md).\n\n"
    "Examples:\n"
    "  sextant mcp install --client claude-code           make Claude Code know it\n"
    "  sextant mcp install --client cursor --print        what belongs into Cursor's file\n"
    "  sextant mcp --allow sync --max-cost-usd-a-day 0.50 what a client's configuration may say\n"
    "  sextant mcp log                                    what clients have asked for\n";

void bind_install(CLI::App& mcp, Chosen& chosen) {
  const auto command = std::make_shared<McpInstallCommand>();
  auto* install = mcp.add_subcommand("install", "Make a client know this server");
  install->add_option("--client", command->client, "Which client")
      ->required()
      ->check(CLI::IsMember({"claude-code", "claude-desktop", "cursor", "vscode"}));
  install->add_flag("--print", command->print,
                    "Print what belongs into its file, and write nothing");
  install->add_flag("-y,--yes", command->yes, "Agree to the change of its file");
  install->footer(
      "Examples:\n  sextant mcp install --client claude-desktop\n"
      "  sextant mcp install --client vscode --print");
  install->callback([&chosen, command] {
    chosen.run = [command](Context& context) { return run_mcp_install(context, *command); };
  });
}

void bind_log(CLI::App& mcp, Chosen& chosen) {
  const auto command = std::make_shared<McpLogCommand>();
  auto* log = mcp.add_subcommand("log", "What clients have asked for, the newest first");
  log->add_option("--count", command->count, "How many entries")
      ->capture_default_str()
      ->type_name("N");
  log->add_option("--format", command->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  log->footer("Examples:\n  sextant mcp log\n  sextant mcp log --count 500 --format json");
  log->callback([&chosen, command] {
    chosen.run = [command](Context& context) { return run_mcp_log(context, *command); };
  });
}

}  // namespace

void bind_mcp(CLI::App& app, Chosen& chosen) {
  const auto command = std::make_shared<McpCommand>();
  auto* mcp = app.add_subcommand("mcp", "Answer Claude and other clients of MCP");
  mcp->require_subcommand(0, 1);
  mcp->add_option("--allow", command->allow,
                  "sync: spend up to the limit without asking; check: do what credentials need")
      ->check(CLI::IsMember({"sync", "check"}))
      ->allow_extra_args(false);
  mcp->add_option("--max-cost-usd-a-day", command->max_cost_usd_a_day,
                  "What syncs of a client may spend in a day (UTC)")
      ->capture_default_str()
      ->type_name("USD");
  mcp->footer(kHelp);
  bind_install(*mcp, chosen);
  bind_log(*mcp, chosen);
  mcp->callback([&chosen, command, mcp] {
    if (!mcp->get_subcommands().empty()) return;
    chosen.run = [command](Context& context) { return run_mcp(context, *command); };
  });
}

}  // namespace sextant::cli
