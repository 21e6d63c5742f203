#include <CLI/CLI.hpp>

#include "cli/bind.h"
#include "cli/serve_command.h"
#include "cli/token_command.h"

namespace sextant::cli {
namespace {

constexpr const char* kServeHelp =
    "The console is for this machine: it listens on loopback, and a one-time link signs a browser "
    "in. Beyond this machine it\n"
    "is served over TLS only, and only where there is a token (docs/serve.md). Commands in a "
    "terminal may run beside it.\n\n"
    "Examples:\n"
    "  sextant serve                                         at http://127.0.0.1:7390\n"
    "  sextant serve --listen 127.0.0.1:0                    on any free port\n"
    "  sextant serve --public-name costs.example.com         behind a reverse proxy that has TLS\n"
    "  sextant serve --listen 0.0.0.0:7390 --tls-cert cert.pem --tls-key key.pem\n"
    "  sextant link                                          another link to sign in\n\n"
    "Every 8 hours it syncs by itself, once a person has synced for the first time; the console "
    "switches that off.\n";

void bind_token_create(CLI::App& token, Chosen& chosen) {
  const auto command = std::make_shared<TokenCommand>();
  auto* create = token.add_subcommand("create", "Make a token, whose text is shown this once");
  create->add_option("--name", command->name, "What it is for")->required()->type_name("NAME");
  create
      ->add_option("--scope", command->scope, "read, or operate: also check, sync, connect, remove")
      ->required()
      ->check(CLI::IsMember({"read", "operate"}));
  create->add_option("--days", command->days, "How long it lasts, at most 366")
      ->capture_default_str()
      ->type_name("DAYS");
  create->add_option("--format", command->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  create->footer(
      "Examples:\n"
      "  sextant token create --name grafana --scope read --days 365\n"
      "  curl -H \"Authorization: Bearer $TOKEN\" http://127.0.0.1:7390/api/v1/costs?by=service");
  create->callback([&chosen, command] {
    chosen.run = [command](Context& context) { return run_token_create(context, *command); };
  });
}

void bind_tokens(CLI::App& app, Chosen& chosen) {
  auto* token = app.add_subcommand("token", "Tokens with which programs use the console's API");
  token->require_subcommand(1);
  token->footer(
      "Examples:\n  sextant token create --name grafana --scope read\n  sextant token list");
  bind_token_create(*token, chosen);
  auto* list = token->add_subcommand("list", "The tokens that there are; never their text");
  const auto format = std::make_shared<std::string>("text");
  list->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  list->footer("Examples:\n  sextant token list\n  sextant token list --format json");
  list->callback([&chosen, format] {
    chosen.run = [format](Context& context) { return run_token_list(context, *format); };
  });
  auto* revoke = token->add_subcommand("revoke", "End a token at once");
  const auto id = std::make_shared<std::string>();
  revoke->add_option("ID", *id, "As `sextant token list` shows it")->required();
  revoke->footer("Examples:\n  sextant token revoke 0123456789abcdef");
  revoke->callback([&chosen, id] {
    chosen.run = [id](Context& context) { return run_token_revoke(context, *id); };
  });
}

}  // namespace

void bind_serve(CLI::App& app, Chosen& chosen) {
  const auto command = std::make_shared<ServeCommand>();
  auto* serve = app.add_subcommand("serve", "Serve the console, and sync by schedule");
  serve->add_option("--listen", command->listen, "Where to listen; port 0 is any free one")
      ->capture_default_str()
      ->type_name("ADDRESS:PORT");
  serve
      ->add_option("--public-name", command->public_names,
                   "A name by which a reverse proxy makes it known")
      ->type_name("NAME");
  serve->add_option("--tls-cert", command->tls_certificate, "Certificate with its chain, PEM")
      ->type_name("FILE");
  serve->add_option("--tls-key", command->tls_key, "Its key, PEM, without a password")
      ->type_name("FILE");
  serve
      ->add_option("--max-cost-usd-a-month", command->max_cost_usd_a_month,
                   "What scheduled syncs may spend in a calendar month")
      ->capture_default_str()
      ->type_name("USD");
  serve
      ->add_option("--requests-a-second", command->requests_per_second,
                   "What one session or token may ask for; 0: no limit")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str()
      ->type_name("NUMBER");
  serve
      ->add_option("--mcp-allow", command->mcp_allow,
                   "What clients at /mcp may do without asking a person: sync, check")
      ->check(CLI::IsMember({"sync", "check"}))
      ->allow_extra_args(false);
  serve
      ->add_option("--mcp-max-cost-usd-a-day", command->mcp_max_cost_usd_a_day,
                   "What syncs of one token at /mcp may spend in a day (UTC)")
      ->capture_default_str()
      ->type_name("USD");
  serve->footer(kServeHelp);
  serve->callback([&chosen, command] {
    chosen.run = [command](Context& context) {
      return run_serve(context, *command, SEXTANT_VERSION);
    };
  });
  auto* link = app.add_subcommand("link", "Print a one-time link to the console that is served");
  link->footer("Examples:\n  sextant link\n  xdg-open \"$(sextant link)\"");
  link->callback([&chosen] { chosen.run = [](Context& context) { return run_link(context); }; });
  bind_tokens(app, chosen);
}

}  // namespace sextant::cli
