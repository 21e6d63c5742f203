#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "assistant/arguments.h"
#include "assistant/bounds.h"
#include "assistant/consent.h"
#include "assistant/schemas.h"
#include "assistant/tools.h"
#include "base/error_catalog.h"
#include "base/text.h"
#include "operations/accounts.h"
#include "operations/agreed_context.h"
#include "operations/check.h"
#include "operations/json_values.h"
#include "operations/side_effects.h"
#include "operations/sync_json.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr std::size_t kListedMax = 50;
constexpr std::size_t kStepItemsMax = 12;
constexpr std::chrono::minutes kCheckLimit{5};

constexpr std::string_view kAccountsHelp =
    "The cloud accounts that Sextant knows, each with its status (green, amber, red, off) and why, "
    "the connections that read it, the last and next sync, the last day with costs, and what "
    "asking "
    "AWS has cost this month. Use it for \"list my connected cloud accounts\" and \"is everything "
    "connected?\". Not for costs (query_costs), nor for why figures are missing (data_coverage).";
constexpr std::string_view kCoverageHelp =
    "How complete and how fresh the local data are, by account: what was read when, which queries "
    "failed and why. Use it when an answer says it is incomplete, when figures look too low, or "
    "for "
    "\"how fresh is this?\". Not for a list of accounts alone (list_cloud_accounts).";
constexpr std::string_view kCheckHelp =
    "Checks one connection step by step, by free calls to AWS: are credentials found, who are we, "
    "may we read what is needed, can the identity write. Use it when an account is amber or red, "
    "or "
    "for \"why does prod not work?\". It takes some seconds and updates the account's status. "
    "Where "
    "the profile runs a program or writes a token, a person is asked first. Not for reading data "
    "(sync_costs).";

bool matches(const connect::CloudAccount& account, const std::string& search) {
  const std::string wanted = to_lower(search);
  return to_lower(account.name).find(wanted) != std::string::npos ||
         account.id.find(wanted) != std::string::npos;
}

Result<Reply> list_cloud_accounts(Desk& desk, mcp::Call& call, const json::object& arguments) {
  SEXTANT_TRY(auto view, operations::view_accounts(desk.context, call.context));
  const std::string status = to_lower(text_of(arguments, "status"));
  constexpr std::string_view kStatuses[] = {"green", "amber", "red", "off"};
  if (!status.empty() && std::ranges::find(kStatuses, status) == std::end(kStatuses))
    return failure("assistant.argument", "status is green, amber, red or off");
  json::object counts = {{"green", 0}, {"amber", 0}, {"red", 0}, {"off", 0}};
  for (const connect::CloudAccount& account : view.accounts) {
    json::value& count = counts[connect::to_text(account.status)];
    count = count.as_int64() + 1;
  }
  const std::size_t known = view.accounts.size();
  std::erase_if(view.accounts, [&](const connect::CloudAccount& account) {
    return (!status.empty() && connect::to_text(account.status) != status) ||
           !matches(account, text_of(arguments, "search"));
  });
  json::array notes;
  json::object full = operations::to_json(view);
  json::object out = begin_answer(
      known == 0
          ? "No cloud account is connected yet: `sextant connect aws` in a terminal, or the "
            "console of `sextant serve`, connects one."
          : fmt::format("{} cloud {} known, {} of them shown here or on the pages after.", known,
                        known == 1 ? "account is" : "accounts are", view.accounts.size()));
  out["counts"] = std::move(counts);
  shorten_list(full, "pending", kListedMax, "`sextant accounts` lists all", notes);
  out["pending"] = std::move(full["pending"]);
  out["repeat"] = repeat_json("sextant accounts");
  SEXTANT_TRY_VOID(put_page(out, std::move(full["rows"].as_array()), std::move(notes),
                            text_of(arguments, "cursor"), arguments));
  return out;
}

json::object problem_of(const state::Cell& cell) {
  const ErrorEntry* entry = find_error(cell.error_code);
  json::object out = operations::cell_head_json(cell);
  out["code"] = operations::or_null(cell.error_code);
  out["title"] =
      entry == nullptr ? json::value(nullptr) : json::value(explain({cell.error_code, ""}).title);
  return out;
}

Result<Reply> data_coverage(Desk& desk, mcp::Call& call, const json::object& arguments) {
  SEXTANT_TRY(auto view, operations::view_accounts(desk.context, call.context));
  const std::string wanted = text_of(arguments, "account");
  std::erase_if(view.accounts, [&](const connect::CloudAccount& account) {
    return !wanted.empty() && account.id != wanted && !equals_ignoring_case(account.name, wanted);
  });
  if (!wanted.empty() && view.accounts.empty())
    return failure(Error{"assistant.no_account", wanted});
  std::map<std::string, json::object> queries;
  json::array problems;
  for (const connect::CloudAccount& account : view.accounts) queries[account.id];
  for (const state::Cell& cell : view.cells) {
    const auto shown = queries.find(cell.account_id);
    if (shown == queries.end()) continue;
    json::value& count = shown->second[state::name_of(cell.status)];
    count = count.is_int64() ? count.get_int64() + 1 : 1;
    if (cell.status != state::CellStatus::kDone) problems.push_back(problem_of(cell));
  }
  json::array rows;
  for (const connect::CloudAccount& account : view.accounts) {
    json::object row = connect::to_json(account);
    for (const char* name :
         {"kind", "organization_id", "payer_id", "cloud_state", "connections", "api_cost_usd"})
      row.erase(name);
    row["queries"] = queries[account.id];
    rows.push_back(std::move(row));
  }
  json::array notes;
  json::object out = begin_answer(fmt::format(
      "{} {}; {} of their queries brought no data. A member's costs come with its payer's.",
      rows.size(), rows.size() == 1 ? "account" : "accounts", problems.size()));
  out["problems"] = std::move(problems);
  shorten_list(out, "problems", kListedMax, "ask for one account to see its own", notes);
  out["repeat"] = repeat_json("sextant accounts", "SELECT * FROM coverage WHERE Status <> 'done'");
  SEXTANT_TRY_VOID(
      put_page(out, std::move(rows), std::move(notes), text_of(arguments, "cursor"), arguments));
  return out;
}

json::object step_json(const connect::CheckStep& step, json::array& notes) {
  const json::object full = connect::to_json(step);
  json::object out;
  for (const char* name :
       {"title", "status", "said", "details", "alarms", "code", "causes", "fix", "elapsed_ms"})
    out[name] = full.at(name);
  shorten_list(out, "details", kStepItemsMax, "`sextant check` shows all", notes);
  shorten_list(out, "alarms", kStepItemsMax, "`sextant check` shows all", notes);
  return out;
}

json::object report_json(const connect::CheckReport& report) {
  const json::object full = connect::to_json(report);
  json::object out = begin_answer(fmt::format("The connection {} is {}.", report.connection,
                                              std::string_view(full.at("status").as_string())));
  for (const char* name : {"connection", "status", "account_id", "principal_arn", "account_kind",
                           "write_access", "costs_until", "elapsed_ms"})
    out[name] = full.at(name);
  json::array notes;
  json::array steps;
  for (const connect::CheckStep& step : report.steps) steps.push_back(step_json(step, notes));
  out["steps"] = std::move(steps);
  notes.push_back(
      "The one paid call of a check (0.01 USD) was not made; `sextant check` makes it.");
  out["repeat"] = repeat_json("sextant check " + shell_quote(report.connection));
  out["notes"] = std::move(notes);
  return out;
}

Result<Reply> check_connection(Desk& desk, mcp::Call& call, const json::object& arguments) {
  const std::string name = text_of(arguments, "connection");
  SEXTANT_TRY(auto found, operations::connections_to_check(desk.context, name));
  const connect::Connection connection = std::move(found.front());
  const auto effects = operations::effects_of_connections(desk.context, {connection}, kCheckLimit);
  if (!effects.empty() && !desk.options.may_check) {
    const auto question = fmt::format("To check the connection {}, Sextant has to:\n{}\nMay it?",
                                      for_terminal(name), describe(effects));
    SEXTANT_TRY(auto asked,
                agree_to(call, effects, question,
                         Error{"assistant.check_not_allowed", ""}.with("what", describe(effects))));
    if (asked) return Reply(*std::move(asked));
  }
  operations::AgreedContext agreed(desk.context, effects);
  operations::CheckWatcher watcher;
  double steps = 0;
  watcher.on_step = [&](const connect::CheckStep& step) {
    call.progress(++steps, std::nullopt, for_terminal(step.title));
  };
  operations::CheckOptions options;
  options.may_pay = false;
  SEXTANT_TRY(const auto report, operations::check_again(
                                     agreed.get(), connection, options, watcher,
                                     call.context.within(desk.context.outside.clock, kCheckLimit)));
  return report_json(report);
}

}  // namespace

ToolSpec list_cloud_accounts_tool() {
  return {"list_cloud_accounts",
          "List cloud accounts",
          std::string(kAccountsHelp),
          accounts_arguments(),
          accounts_answer(),
          mcp::ToolHints(),
          false,
          list_cloud_accounts};
}

ToolSpec data_coverage_tool() {
  return {"data_coverage",
          "Coverage and freshness",
          std::string(kCoverageHelp),
          coverage_arguments(),
          coverage_answer(),
          mcp::ToolHints(),
          false,
          data_coverage};
}

ToolSpec check_connection_tool() {
  return {"check_connection",
          "Check a connection",
          std::string(kCheckHelp),
          check_arguments(),
          check_answer(),
          mcp::ToolHints{.is_read_only = false,
                         .is_destructive = false,
                         .is_idempotent = true,
                         .is_open_world = true},
          true,
          check_connection};
}

}  // namespace sextant::assistant
