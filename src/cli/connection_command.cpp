#include "cli/connection_command.h"

#include <fmt/format.h>

#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "connect/check/report.h"
#include "operations/connections.h"
#include "operations/removal.h"

namespace sextant::cli {
namespace {

std::string described_method(const connect::Connection& connection) {
  const std::string profile = connection.profile.empty() ? "the default order of credentials"
                                                         : "profile " + connection.profile;
  return connection.method == connect::Method::kProfile ? profile
                                                        : "a role, assumed with " + profile;
}

std::string described_check(const connect::Connection& connection) {
  if (!connection.last_check_at) return "never checked";
  const auto summary = connect::read_summary(connection.last_check);
  return fmt::format("{}, {}", summary ? connect::to_text(summary->status) : "unreadable",
                     format_rfc3339(*connection.last_check_at));
}

void print_text(std::ostream& out, const connect::Connection& connection) {
  const auto line = [&](std::string_view title, const std::string& text) {
    if (!text.empty()) out << fmt::format("{:<14} {}\n", title, for_terminal(text));
  };
  const bool pending = connection.state == connect::ConnectionState::kPending;
  line("Name", connection.name);
  line("State", pending ? "set up, waits for its role" : connection.is_on ? "on" : "off");
  line("Reads by", described_method(connection));
  line("Role", connection.role_arn);
  line("External ID", connection.external_id);
  line("Account", connection.account_id);
  line("Account name", connection.account_name);
  line("Kind", connection.account_kind);
  line("Organization", connection.organization_id);
  line("Regions", connection.regions.empty() ? "all enabled ones" : join(connection.regions, ", "));
  line("Note", connection.note);
  line("Last check", described_check(connection));
}

Result<void> disconnect(Context& context, const DisconnectCommand& command) {
  const auto agree = [&](const connect::Removal& removal) -> Result<void> {
    if (!context.terminal.quiet)
      context.terminal.err << operations::describe(removal, command.keep_data);
    if (!context.terminal.confirm("Remove it?", command.yes))
      return failure("connection.not_agreed", "");
    return {};
  };
  SEXTANT_TRY_VOID(operations::remove_connection(context, command.name, command.keep_data, agree));
  if (!context.terminal.quiet) context.terminal.err << "Removed.\n";
  return {};
}

}  // namespace

int run_connection(Context& context, const ConnectionCommand& command) {
  operations::ConnectionChange change{command.is_on, command.note, std::nullopt};
  if (command.regions) change.regions = operations::split_regions(*command.regions);
  const auto connection = operations::change_connection(context, command.name, change);
  if (!connection) return fail(context, connection.error());
  if (command.format == "json") {
    context.terminal.out << pretty_json(operations::to_json(*connection)) << "\n";
  } else {
    print_text(context.terminal.out, *connection);
  }
  return kFine;
}

int run_disconnect(Context& context, const DisconnectCommand& command) {
  const auto done = disconnect(context, command);
  return done ? kFine : fail(context, done.error());
}

}  // namespace sextant::cli
