#include <CLI/CLI.hpp>

#include "cli/bind.h"

namespace sextant::cli {

std::unique_ptr<CLI::App> make_app(Chosen& chosen) {
  auto app = std::make_unique<CLI::App>(
      "Sextant shows what your clouds cost and contain, on your own machine.", "sextant");
  app->require_subcommand(1);
  app->fallthrough();
  app->footer(
      "Examples:\n"
      "  sextant profiles                          what is in ~/.aws, and what is wrong with it\n"
      "  sextant connect aws --profile corp        check a profile, keep it, pull its costs\n"
      "  sextant cost --by service --by month      last month and this month\n"
      "  sextant serve                             the same, and more, in a browser");
  app->set_version_flag("--version", "sextant " SEXTANT_VERSION);
  bind_connect(*app, chosen);
  bind_sync(*app, chosen);
  bind_answers(*app, chosen);
  bind_serve(*app, chosen);
  bind_mcp(*app, chosen);
  bind_identity(*app, chosen);
  bind_aws(*app, chosen);
  bind_shell_help(*app, chosen);
  return app;
}

}  // namespace sextant::cli
