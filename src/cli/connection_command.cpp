#include "cli/connection_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <ostream>

#include "base/civil_time.h"
#include "base/file_lock.h"
#include "base/json_text.h"
#include "base/text.h"
#include "connect/arn.h"
#include "connect/check/report.h"
#include "connect/onboarding.h"
#include "connect/removal.h"
#include "sync/spool.h"

namespace sextant::cli {
namespace {

constexpr std::size_t kNoteMax = 1000;
constexpr std::size_t kRegionsMax = 100;

Result<std::vector<std::string>> parse_regions(const std::string& text) {
  std::vector<std::string> out;
  if (trim(text).empty()) return out;
  for (const std::string& part : split(text, ',')) {
    const std::string region(trim(part));
    if (!connect::is_region_name(region) || out.size() == kRegionsMax) {
      return failure(Error{"connection.bad_region", ""}.with("region", region));
    }
    out.push_back(region);
  }
  return out;
}

Result<connect::Connection> change(Context& context, const ConnectionCommand& command) {
  SEXTANT_TRY(auto* database, context.database());
  connect::ConnectionStore store(*database);
  SEXTANT_TRY(auto connection, connect::find_connection(store, command.name));
  if (command.note && command.note->size() > kNoteMax) return failure("connection.bad_note", "");
  if (command.regions) {
    SEXTANT_TRY(connection.regions, parse_regions(*command.regions));
  }
  if (command.is_on) connection.is_on = *command.is_on;
  if (command.note) connection.note = *command.note;
  if (command.is_on || command.note || command.regions) SEXTANT_TRY_VOID(store.update(connection));
  return connection;
}

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

boost::json::object to_json(const connect::Connection& connection) {
  boost::json::array regions;
  for (const std::string& region : connection.regions) regions.emplace_back(region);
  boost::json::object out = {
      {"name", connection.name},
      {"method", connection.method == connect::Method::kRole ? "role" : "profile"},
      {"state", connection.state == connect::ConnectionState::kPending ? "pending" : "connected"},
      {"on", connection.is_on},
      {"profile", connection.profile},
      {"role_arn", connection.role_arn},
      {"external_id", connection.external_id},
      {"account_id", connection.account_id},
      {"account_name", connection.account_name},
      {"account_kind", connection.account_kind},
      {"organization_id", connection.organization_id},
      {"regions", std::move(regions)},
      {"note", connection.note},
      {"last_check_at", nullptr},
      {"last_check_status", nullptr}};
  if (connection.last_check_at) out["last_check_at"] = format_rfc3339(*connection.last_check_at);
  if (const auto summary = connect::read_summary(connection.last_check)) {
    out["last_check_status"] = connect::to_text(summary->status);
  }
  return out;
}

std::string described_removal(const connect::Removal& removal, bool keep_data) {
  std::string out =
      fmt::format("This removes the connection {}.\n", for_terminal(removal.connection.name));
  if (!removal.reached_by.empty()) {
    out += fmt::format("The data of account {} stay: it is also reached by {}.\n",
                       removal.connection.account_id, for_terminal(join(removal.reached_by, ", ")));
  } else if (keep_data) {
    out += "The data that it has pulled stay.\n";
  } else if (removal.deletes_data()) {
    out += fmt::format("With it go the data of account {}, which no other connection reaches:\n",
                       join(removal.account_ids, ", "));
    for (const auto& folder : removal.folders)
      out += fmt::format("  {}\n", for_terminal(folder.string()));
    out += fmt::format("  and what is known of {} past queries (--keep-data keeps all of this)\n",
                       removal.cells);
  } else {
    out += "It has pulled no data.\n";
  }
  if (removal.connection.method == connect::Method::kRole && !removal.connection.role_arn.empty()) {
    out += fmt::format("The role {} in AWS stays until its owner deletes it.\n",
                       for_terminal(removal.connection.role_arn));
  }
  return out + "What its calls have cost stays in the ledger. Nothing changes in AWS.\n";
}

// Pages of a sync that was interrupted, which a later connection would go on from.
Result<void> drop_spooled_pages(Context& context, const connect::Removal& removal) {
  sync::Spool spool(context.outside.files, context.home / "spool");
  SEXTANT_TRY(const auto cells, spool.list());
  for (const sync::SpooledCell& cell : cells) {
    const auto& gone = removal.account_ids;
    if (std::ranges::find(gone, cell.spec.stream.account_id) == gone.end()) continue;
    SEXTANT_TRY_VOID(spool.remove(cell.spec));
  }
  return {};
}

Result<void> disconnect(Context& context, const DisconnectCommand& command) {
  SEXTANT_TRY(auto* database, context.database());
  // A sync that runs would write what is being deleted.
  SEXTANT_TRY(const FileLock lock, FileLock::acquire(context.home / "sync.lock"));
  SEXTANT_TRY(const auto removal,
              connect::plan_removal(*database, context.outside.files, context.lake_folder(),
                                    command.name, command.keep_data));
  if (!context.terminal.quiet)
    context.terminal.err << described_removal(removal, command.keep_data);
  if (!context.terminal.confirm("Remove it?", command.yes))
    return failure("connection.not_agreed", "");
  SEXTANT_TRY_VOID(drop_spooled_pages(context, removal));
  SEXTANT_TRY_VOID(connect::remove(*database, context.outside.files, removal));
  if (!context.terminal.quiet) context.terminal.err << "Removed.\n";
  return {};
}

}  // namespace

int run_connection(Context& context, const ConnectionCommand& command) {
  const auto connection = change(context, command);
  if (!connection) return fail(context, connection.error());
  if (command.format == "json") {
    context.terminal.out << pretty_json(to_json(*connection)) << "\n";
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
