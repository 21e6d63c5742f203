#include "cli/mcp_command.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <ostream>

#include "assistant/assistant.h"
#include "assistant/client_config.h"
#include "base/civil_time.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "mcp/stdio.h"
#include "state/audit.h"

namespace sextant::cli {
namespace {

namespace json = boost::json;

Result<int> install(Context& context, const McpInstallCommand& command) {
  const Environment& environment = context.outside.environment;
  const Terminal& terminal = context.terminal;
  SEXTANT_TRY(const auto client, assistant::find_client(command.client, environment));
  SEXTANT_TRY(const auto program, assistant::this_program());
  const json::object entry = assistant::server_entry(program, environment, client);
  const std::string text = assistant::entry_text(client, entry);
  if (command.print) {
    if (!terminal.quiet) terminal.err << "For " << client.path.string() << ":\n";
    terminal.out << text;
    return kFine;
  }
  SEXTANT_TRY(const auto changed, assistant::with_entry(context.outside.files, client, entry));
  if (!changed) {
    terminal.out << fmt::format("{} knows Sextant already ({}).\n", client.name,
                                client.path.string());
    return kFine;
  }
  terminal.err << fmt::format("This is added to {}; all else in it stays:\n\n{}\n",
                              client.path.string(), text);
  if (!terminal.confirm("Add it?", command.yes)) {
    terminal.err << "Nothing was changed. --yes agrees beforehand.\n";
    return kFailed;
  }
  SEXTANT_TRY_VOID(assistant::write_client_file(context.outside.files, client, *changed));
  terminal.out << fmt::format(
      "{} knows Sextant now; start it again, and ask: \"List my connected "
      "cloud accounts\".\n",
      client.name);
  return kFine;
}

json::object entry_json(const state::AuditEntry& entry) {
  return {{"id", entry.id},
          {"at", format_rfc3339(entry.at)},
          {"caller", entry.caller},
          {"client", entry.client},
          {"action", entry.action},
          {"detail", entry.detail},
          {"outcome", entry.outcome},
          {"elapsed_ms", entry.elapsed_ms},
          {"cost_usd", entry.cost_usd.to_string()},
          {"ends", entry.ends ? json::value(*entry.ends) : json::value(nullptr)}};
}

Result<int> show_log(Context& context, const McpLogCommand& command) {
  SEXTANT_TRY(state::Database* const database, context.database());
  const state::AuditLog log(*database);
  SEXTANT_TRY(const auto entries, log.last(command.count));
  SEXTANT_TRY(const auto broken, log.first_broken());
  std::ostream& out = context.terminal.out;
  if (command.format == "json") {
    json::array rows;
    for (const state::AuditEntry& entry : entries) rows.push_back(entry_json(entry));
    out << pretty_json(json::object{{"rows", std::move(rows)}, {"whole", !broken.has_value()}})
        << "\n";
  } else {
    Table table({{"AT"},
                 {"CALLER"},
                 {"CLIENT", Align::kLeft, 8},
                 {"TOOL"},
                 {"OUTCOME"},
                 {"MS", Align::kRight},
                 {"USD", Align::kRight},
                 {"ARGUMENTS", Align::kLeft, 10}});
    for (const state::AuditEntry& entry : entries) {
      table.add_row({format_rfc3339(entry.at), entry.caller, for_terminal(entry.client),
                     entry.action, entry.outcome, std::to_string(entry.elapsed_ms),
                     entry.cost_usd.to_string(), for_terminal(entry.detail)});
    }
    if (entries.empty()) {
      if (!context.terminal.quiet)
        context.terminal.err << "No client has asked for anything yet.\n";
    } else {
      out << table.render(style_of(context.terminal, context.outside.environment));
    }
  }
  if (!broken) return kFine;
  context.terminal.err << fmt::format(
      "The log was changed from outside: entry {} is not what was entered.\n", *broken);
  return kFailed;
}

}  // namespace

Result<assistant::Options> assistant_options(const McpCommand& command) {
  assistant::Options options;
  for (const std::string& what : command.allow) {
    options.may_sync = options.may_sync || what == "sync";
    options.may_check = options.may_check || what == "check" || what == "sync";
  }
  const auto limit = Decimal::parse(command.max_cost_usd_a_day);
  if (!limit || limit->is_negative())
    return failure("usage.mcp",
                   fmt::format("'{}' is no amount of dollars", command.max_cost_usd_a_day));
  options.max_cost_usd_a_day = *limit;
  return options;
}

int run_mcp(Context& context, const McpCommand& command) {
  const auto options = assistant_options(command);
  if (!options) return fail(context, options.error());
  if (context.terminal.in_is_terminal && !context.terminal.quiet) {
    context.terminal.err
        << "This speaks the Model Context Protocol on standard input, for a client "
           "that starts it:\n  sextant mcp install --client claude-code\n";
  }
  context.sql_program = kThisProgram;
  assistant::Assistant assistant(context, *options);
  mcp::DescriptorLines lines(STDIN_FILENO, context.call.stop);
  mcp::serve_lines(assistant.server(), lines, context.terminal.out, {}, context.call);
  return kFine;
}

int run_mcp_install(Context& context, const McpInstallCommand& command) {
  const auto status = install(context, command);
  return status ? *status : fail(context, status.error());
}

int run_mcp_log(Context& context, const McpLogCommand& command) {
  const auto status = show_log(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
