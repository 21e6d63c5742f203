#include "cli/connection_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "connect/check/report.h"
#include "operations/agreements.h"
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

void print_agreements(Context& context, const connect::Connection& connection) {
  const auto effects = operations::agreements_needed(context, connection);
  const auto missing = operations::not_agreed(context, effects);
  for (const operations::Consent& effect : effects) {
    if (!missing) continue;
    const bool is_missing =
        std::ranges::any_of(*missing, [&](const auto& one) { return one.is_same_as(effect); });
    context.terminal.out << fmt::format("{:<14} {}: {}\n", "By schedule",
                                        is_missing ? "not agreed" : "agreed",
                                        for_terminal(effect.what));
  }
}

std::string_view verb_of(operations::ConsentKind kind) {
  return kind == operations::ConsentKind::kRunProgram ? "Run this program" : "Call this host";
}

// What syncs by schedule need of a person, and whether that is agreed to.
Result<void> agree_or_revoke(Context& context, const ConnectionCommand& command) {
  SEXTANT_TRY(const auto connection, operations::change_connection(context, command.name, {}));
  const auto effects = operations::agreements_needed(context, connection);
  if (!*command.agrees) {
    SEXTANT_TRY(const auto agreements, operations::list_agreements(context));
    for (const operations::Agreement& agreement : agreements) {
      const bool is_meant = std::ranges::any_of(effects, [&](const operations::Consent& effect) {
        return effect.is_same_as(agreement.consent) && effect.profile == agreement.consent.profile;
      });
      if (is_meant) SEXTANT_TRY_VOID(operations::revoke_agreement(context, agreement.id));
    }
    return {};
  }
  SEXTANT_TRY(const auto missing, operations::not_agreed(context, effects));
  if (missing.empty()) {
    if (!context.terminal.quiet)
      context.terminal.err << "There is nothing to agree to: syncs by schedule need no person.\n";
    return {};
  }
  for (const operations::Consent& consent : missing) {
    context.terminal.err << fmt::format("{}: {}\n  {}\n", verb_of(consent.kind),
                                        for_terminal(consent.what), for_terminal(consent.why));
  }
  if (!context.terminal.confirm("May syncs by schedule do this, until you revoke it?", command.yes))
    return failure("connection.not_agreed", "");
  return operations::remember_agreements(context, missing);
}

Result<void> disconnect(Context& context, const DisconnectCommand& command) {
  const auto agree = [&](const connect::Removal& removal) -> Result<void> {
    if (!context.terminal.quiet)
      context.terminal.err << operations::describe(removal, command.keep_data,
                                                   "--keep-data keeps all of this");
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
  if (command.agrees) {
    if (const auto done = agree_or_revoke(context, command); !done)
      return fail(context, done.error());
  }
  operations::ConnectionChange change{command.is_on, command.note, std::nullopt};
  if (command.regions) change.regions = operations::split_regions(*command.regions);
  const auto connection = operations::change_connection(context, command.name, change);
  if (!connection) return fail(context, connection.error());
  if (command.format == "json") {
    context.terminal.out << pretty_json(operations::to_json(*connection)) << "\n";
  } else {
    print_text(context.terminal.out, *connection);
    print_agreements(context, *connection);
  }
  return kFine;
}

int run_disconnect(Context& context, const DisconnectCommand& command) {
  const auto done = disconnect(context, command);
  return done ? kFine : fail(context, done.error());
}

}  // namespace sextant::cli
