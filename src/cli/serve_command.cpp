#include "cli/serve_command.h"

#include <fmt/format.h>

#include <ostream>

#include "cli/mcp_command.h"
#include "web/serve.h"

namespace sextant::cli {
namespace {

Result<web::ServeOptions> options_of(const ServeCommand& command) {
  web::ServeOptions options;
  SEXTANT_TRY(const auto listen, web::parse_listen(command.listen));
  options.address = listen.first;
  options.port = listen.second;
  for (const std::string& name : command.public_names) {
    if (name.empty() || name.find_first_of("/:@ ") != std::string::npos)
      return failure("usage.serve",
                     fmt::format("'{}' is not a name alone, as costs.example.com is", name));
  }
  options.public_names = command.public_names;
  if (command.tls_certificate.empty() != command.tls_key.empty())
    return failure("usage.serve", "--tls-cert and --tls-key belong together");
  if (!command.tls_certificate.empty())
    options.tls = http::TlsFiles{command.tls_certificate, command.tls_key};
  const auto limit = Decimal::parse(command.max_cost_usd_a_month);
  if (!limit || limit->is_negative())
    return failure("usage.serve",
                   fmt::format("'{}' is no amount of dollars", command.max_cost_usd_a_month));
  options.max_cost_usd_a_month = *limit;
  options.requests_per_second = command.requests_per_second;
  options.sql_program = kThisProgram;
  SEXTANT_TRY(options.mcp, assistant_options({command.mcp_allow, command.mcp_max_cost_usd_a_day}));
  return options;
}

void show(const Terminal& terminal, const web::Serving& serving) {
  if (serving.link.empty()) {
    terminal.out
        << fmt::format("Sextant serves its console at {}; `sextant link` prints a link to sign in.",
                       serving.url)
        << std::endl;
    return;
  }
  if (terminal.quiet) {
    terminal.out << serving.link << std::endl;
    return;
  }
  terminal.out << fmt::format(
                      "Sextant serves its console at {}\n"
                      "Open this link to sign in; it works once, within 10 minutes:\n\n"
                      "  {}\n\n"
                      "`sextant link` prints another. Ctrl-C ends the server.\n",
                      serving.url, serving.link)
               << std::flush;
}

}  // namespace

int run_serve(Context& context, const ServeCommand& command, const std::string& version) {
  const auto options = options_of(command);
  if (!options) return fail(context, options.error());
  const auto done = web::serve(
      context.outside, context.home, version, *options,
      [&](const web::Serving& serving) { show(context.terminal, serving); }, context.call);
  return done ? static_cast<int>(kFine) : fail(context, done.error());
}

int run_link(Context& context) {
  const auto link = web::new_link(context.outside, context.home);
  if (!link) return fail(context, link.error());
  context.terminal.out << *link << "\n";
  return kFine;
}

}  // namespace sextant::cli
