#include "cli/sso_command.h"

#include <fmt/format.h>

#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "operations/sso.h"

namespace sextant::cli {
namespace {

constexpr std::chrono::seconds kOpenLimit{5};

bool has_screen(const Context& context) {
  const Environment& environment = context.outside.environment;
  return context.terminal.in_is_terminal &&
         (environment.get_non_empty("DISPLAY") || environment.get_non_empty("WAYLAND_DISPLAY"));
}

// Starts the person's browser in a session of its own, so that it neither holds our pipes nor ends
// with us.
bool open_browser(const Context& context, const std::string& url) {
  const auto opened = context.outside.processes.run(
      {"sh", "-c", "setsid -f xdg-open \"$1\" >/dev/null 2>&1", "sh", url}, {},
      context.call.within(context.outside.clock, kOpenLimit));
  return opened && opened->exit_code == 0;
}

void show_prompt(const Context& context, const SsoLoginCommand& command,
                 const aws::SsoLoginPrompt& prompt) {
  std::ostream& err = context.terminal.err;
  const bool opened =
      !command.no_browser && has_screen(context) && open_browser(context, prompt.url);
  err << (opened ? "A browser should have opened. If not, open this page:\n\n  "
                 : "Open this page in a browser:\n\n  ")
      << for_terminal(prompt.url) << "\n\n";
  if (!prompt.user_code.empty()) {
    err << "and confirm that it shows the code " << for_terminal(prompt.user_code) << ".\n";
  } else if (!opened) {
    err << "It must be a browser on this machine; from another one use --device.\n";
  }
  err << "Waiting for you to finish there (Ctrl-C ends it) ..." << std::endl;
}

void warn_of_start_url(const Context& context, const aws::SsoSession& session) {
  if (context.terminal.quiet || aws::is_usual_start_url(session.start_url)) return;
  context.terminal.err << "note: " << for_terminal(session.start_url)
                       << " does not have the usual form https://YOUR_ORG.awsapps.com/start\n";
}

void print_accounts(const Context& context, const aws::SsoSession& session,
                    const std::vector<aws::SsoAssignment>& assignments) {
  Table table({{"account"}, {"name", Align::kLeft, 12}, {"email", Align::kLeft, 12}, {"role"}}, 1);
  std::size_t roles = 0;
  for (const aws::SsoAssignment& one : assignments) {
    roles += one.roles.size();
    if (one.roles.empty()) table.add_row({one.account.id, one.account.name, one.account.email, ""});
    for (const std::string& role : one.roles) {
      table.add_row({one.account.id, one.account.name, one.account.email, role});
    }
  }
  context.terminal.out << table.render(style_of(context.terminal, context.outside.environment));
  if (context.terminal.quiet) return;
  context.terminal.err << fmt::format("\n{} accounts, {} roles in {}.\n", assignments.size(), roles,
                                      for_terminal(session.cache_name()))
                       << "Add one to ~/.aws/config:\n  sextant sso add-profile "
                       << for_terminal(aws::session_arguments(session))
                       << " --account ID --role ROLE --name NAME\n";
}

}  // namespace

int run_sso_login(Context& context, const SsoLoginCommand& command) {
  auto place = operations::find_place(context, command.choice);
  if (!place) return fail(context, place.error());
  warn_of_start_url(context, place->session);
  const auto show = [&](const aws::SsoLoginPrompt& prompt) {
    show_prompt(context, command, prompt);
  };
  const auto token = operations::sign_in(
      *place,
      command.use_device ? operations::SignInMethod::kDevice : operations::SignInMethod::kBrowser,
      show, context.call);
  if (!token) return fail(context, token.error());
  const std::string arguments = for_terminal(aws::session_arguments(place->session));
  context.terminal.out << fmt::format(
      "Signed in to {} until {}.\n", for_terminal(place->session.cache_name()),
      format_rfc3339(std::chrono::floor<std::chrono::seconds>(token->expires_at)));
  if (!context.terminal.quiet) {
    context.terminal.err << "Next, see which accounts and roles are yours:\n  sextant sso accounts "
                         << arguments << "\n";
  }
  return kFine;
}

int run_sso_logout(Context& context, const SsoLogoutCommand& command) {
  auto place = operations::find_place(context, command.choice);
  if (!place) return fail(context, place.error());
  const auto done = operations::sign_out(*place, context.call);
  if (!done) return fail(context, done.error());
  const std::string name = for_terminal(place->session.cache_name());
  context.terminal.out << (done->was_signed_in
                               ? fmt::format("Signed out of {}.\n", name)
                               : fmt::format("You were not signed in to {}.\n", name));
  if (done->not_told) {
    context.terminal.err
        << "note: the portal could not be told, so the session ends there by itself: "
        << for_terminal(done->not_told->detail) << "\n";
  }
  return kFine;
}

int run_sso_accounts(Context& context, const SsoAccountsCommand& command) {
  auto place = operations::find_place(context, command.choice);
  if (!place) return fail(context, place.error());
  const auto assignments = operations::list_assignments(*place, context.call);
  if (!assignments) return fail(context, assignments.error());
  if (command.format == "json") {
    context.terminal.out << pretty_json(operations::to_json(place->session, *assignments)) << "\n";
  } else {
    print_accounts(context, place->session, *assignments);
  }
  return kFine;
}

int run_sso_add_profile(Context& context, const SsoAddProfileCommand& command) {
  auto place = operations::find_place(context, command.choice);
  if (!place) return fail(context, place.error());
  const auto lines = operations::config_lines(
      *place, {{command.account_id, command.role, command.name, "", command.region}});
  if (!lines) return fail(context, lines.error());
  const std::string path = for_terminal(lines->path.string());
  context.terminal.out << lines->text << std::flush;
  if (!context.terminal.confirm(fmt::format("Add these lines to {}?", path), command.yes)) {
    context.terminal.err
        << "Nothing was written. Add the lines yourself, or run the command again with --yes.\n";
    return kFailed;
  }
  if (const auto added = operations::write_config(context, *lines); !added)
    return fail(context, added.error());
  if (!context.terminal.quiet) {
    context.terminal.err << fmt::format("Added to {}. Next:\n  sextant connect aws --profile {}\n",
                                        path, for_terminal(command.name));
  }
  return kFine;
}

}  // namespace sextant::cli
