#pragma once

#include <string>
#include <vector>

#include "assistant/options.h"
#include "cli/context.h"

namespace sextant::cli {

// `sextant mcp`: serves one client over standard input and output until it goes.
struct McpCommand {
  std::vector<std::string> allow;  // "sync", "check"
  std::string max_cost_usd_a_day = "1";
};
int run_mcp(Context& context, const McpCommand& command);
// What it allows beforehand. Error: usage.mcp.
Result<assistant::Options> assistant_options(const McpCommand& command);

// `sextant mcp install`: makes a client know this server.
struct McpInstallCommand {
  std::string client;
  bool print = false;
  bool yes = false;
};
int run_mcp_install(Context& context, const McpInstallCommand& command);

// `sextant mcp log`: what clients have asked for.
struct McpLogCommand {
  std::size_t count = 50;
  std::string format = "text";
};
int run_mcp_log(Context& context, const McpLogCommand& command);

}  // namespace sextant::cli
