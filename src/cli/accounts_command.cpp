#include "cli/accounts_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "base/json_text.h"
#include "base/text.h"
#include "cli/table.h"
#include "operations/accounts.h"

namespace sextant::cli {
namespace {

using connect::AccountStatus;
using connect::CloudAccount;

Tone tone_of(AccountStatus status) {
  switch (status) {
    case AccountStatus::kGreen:
      return Tone::kGood;
    case AccountStatus::kAmber:
      return Tone::kWarning;
    case AccountStatus::kRed:
      return Tone::kBad;
    case AccountStatus::kOff:
      return Tone::kDim;
  }
  return Tone::kPlain;
}

std::string ago(const std::optional<WallTime>& at, WallTime now) {
  if (!at) return "never";
  return describe_age(std::chrono::duration_cast<std::chrono::seconds>(now - *at)) + " ago";
}

// What brings an account's costs.
std::string ways(const CloudAccount& account) {
  if (!account.connections.empty()) return join(account.connections, ", ");
  return account.payer_id.empty() ? "none" : "by its payer";
}

bool has_connection(const operations::AccountsView& view) {
  return std::ranges::any_of(
      view.accounts, [](const CloudAccount& account) { return !account.connections.empty(); });
}

Table table_of(const std::vector<CloudAccount>& accounts, WallTime now) {
  Table table({{"Account"},
               {"Name", Align::kLeft, 10},
               {"Kind"},
               {"Status"},
               {"Connections", Align::kLeft, 10},
               {"Last sync"},
               {"Next sync", Align::kLeft, 10},
               {"Costs until"},
               {"API USD", Align::kRight},
               {"In words", Align::kLeft, 20}});
  for (const CloudAccount& account : accounts) {
    table.add_row(
        {account.id, account.name.empty() ? "-" : account.name,
         account.kind.empty() ? "not known" : account.kind,
         TableCell(std::string(connect::to_text(account.status)), tone_of(account.status)),
         ways(account), ago(account.last_sync_at, now),
         account.next_sync.empty() ? "-" : account.next_sync,
         account.costs_until ? format_date(*account.costs_until) : "-",
         account.api_cost_usd.to_fixed(2), account.words});
  }
  return table;
}

// What waits for something that the person has to do.
void print_notes(Context& context, const operations::AccountsView& view, WallTime now) {
  std::ostream& err = context.terminal.err;
  bool any_synced = false;
  for (const CloudAccount& account : view.accounts) any_synced = any_synced || account.last_sync_at;
  for (const connect::Connection& connection : view.pending) {
    const bool expired = connection.expires_at && *connection.expires_at <= now;
    err << fmt::format(
        "{} is set up and {}; its role's ARN is wanted:\n  sextant connect aws --name {} "
        "--role-arn ARN\n",
        for_terminal(connection.name),
        expired ? "has expired"
                : "waits until " +
                      (connection.expires_at ? format_rfc3339(*connection.expires_at) : ""),
        shell_quote(connection.name));
  }
  if (view.accounts.empty()) {
    err << "No account is connected yet. The three ways to connect one:\n  sextant connect aws\n";
  } else if (!has_connection(view)) {
    err << "No account is connected any more; the costs that were pulled are kept. Connect again:\n"
           "  sextant connect aws\n";
  } else if (!any_synced) {
    err << "Nothing was synced yet. Pull the costs:\n  sextant sync\n";
  }
}

}  // namespace

int run_accounts(Context& context, const AccountsCommand& command) {
  const auto view = operations::view_accounts(context, context.call);
  if (!view) return fail(context, view.error());
  const ExitCode code = has_connection(*view) ? kFine : kNoConnection;
  const WallTime now = context.outside.clock.wall();
  if (command.format == "json") {
    context.terminal.out << pretty_json(operations::to_json(*view)) << "\n";
    return code;
  }
  if (!view->accounts.empty()) {
    context.terminal.out << table_of(view->accounts, now)
                                .render(style_of(context.terminal, context.outside.environment));
  }
  if (!context.terminal.quiet) print_notes(context, *view, now);
  return code;
}

}  // namespace sextant::cli
