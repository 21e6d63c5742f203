#pragma once

#include <string>
#include <vector>

#include "cli/context.h"

namespace sextant::cli {

// What `sextant serve` was asked to do. A plain value.
struct ServeCommand {
  std::string listen = "127.0.0.1:7390";
  std::vector<std::string> public_names;
  std::string tls_certificate;  // files; both or none
  std::string tls_key;
  std::string max_cost_usd_a_month = "20";
  double requests_per_second = 200;
  std::vector<std::string> mcp_allow;  // as McpCommand has them
  std::string mcp_max_cost_usd_a_day = "1";
};
// Serves the console until Ctrl-C or a termination. Prints where, and a one-time link.
int run_serve(Context& context, const ServeCommand& command, const std::string& version);

// Prints a new one-time link of the server that runs.
int run_link(Context& context);

}  // namespace sextant::cli
