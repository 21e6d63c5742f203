#include "cli/sync_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "cli/sync_view.h"
#include "connect/connection.h"

namespace sextant::cli {
namespace {

using connect::Connection;

// Above this price a person at a terminal is asked.
constexpr std::int64_t kAskAboveUsd = 1;
constexpr std::chrono::hours kDurationMax{24 * 7};

bool is_ready(const Connection& connection) {
  return connection.is_on && connection.state == connect::ConnectionState::kConnected;
}

struct Choice {
  std::vector<Connection> chosen;
  std::vector<Connection> all;  // that are on
  std::vector<sync::Skipped> skipped;
};

Result<Choice> choose(state::Database& database, const std::vector<std::string>& names) {
  const connect::ConnectionStore store(database);
  Choice choice;
  SEXTANT_TRY(const auto stored, store.list());
  if (stored.empty()) return failure("connection.none", "");
  std::ranges::copy_if(stored, std::back_inserter(choice.all), is_ready);
  if (names.empty()) choice.chosen = choice.all;
  for (const std::string& name : names) {
    SEXTANT_TRY(const Connection connection, store.get(name));
    if (is_ready(connection)) {
      choice.chosen.push_back(connection);
      continue;
    }
    const char* code = connection.is_on ? "sync.connection_pending" : "sync.connection_off";
    choice.skipped.push_back({name, Error{code, name}.with("connection", name), true});
  }
  if (choice.chosen.empty() && choice.skipped.empty()) {
    return failure(Error{"sync.connection_off", "no connection is on"}.with("connection", "NAME"));
  }
  return choice;
}

// An error where the price is too high or not agreed to.
Result<void> agree(const Context& context, const SyncCommand& command, const sync::SyncPlan& plan) {
  const Decimal price = plan.price_usd();
  if (command.max_cost_usd && price > *command.max_cost_usd) {
    return failure(Error{"sync.over_budget", ""}
                       .with("price", price.to_fixed(2))
                       .with("max", command.max_cost_usd->to_fixed(2)));
  }
  const bool must_ask =
      price > Decimal::from_int(kAskAboveUsd) && context.terminal.in_is_terminal && !command.yes;
  if (must_ask &&
      !context.terminal.confirm(fmt::format("Spend about {} USD?", price.to_fixed(2)), false)) {
    return failure("sync.declined", "");
  }
  return {};
}

int exit_code_of(const sync::Summary& summary) {
  switch (summary.status) {
    case state::RunStatus::kDone:
      return kFine;
    case state::RunStatus::kPartly:
    case state::RunStatus::kStopped:
      return kPartly;
    default:
      return kFailed;
  }
}

bool has_failure(const sync::SyncPlan& plan) {
  return std::ranges::any_of(plan.skipped, &sync::Skipped::is_failure) ||
         std::ranges::any_of(plan.accounts,
                             [](const auto& account) { return account.blocked.has_value(); });
}

Result<int> sync_all(Context& context, const SyncCommand& command) {
  SEXTANT_TRY(state::Database * database, context.database());
  SEXTANT_TRY(Choice choice, choose(*database, command.names));
  sync::SyncOptions options;
  options.force = command.force;
  options.max_cost_usd = command.max_cost_usd;
  const aws::Outside& outside = context.outside;
  SEXTANT_TRY(const auto syncer,
              sync::Syncer::open({*database, outside.files, outside.clock, outside.random,
                                  context.home, sync::aws_api_factory(outside)},
                                 options));
  const CallContext limits = context.call.within(outside.clock, command.deadline);
  const SteadyTime started_at = outside.clock.steady();
  SEXTANT_TRY(sync::SyncPlan plan, syncer->plan(choice.chosen, choice.all, limits));
  std::ranges::move(choice.skipped, std::back_inserter(plan.skipped));
  const auto view = make_sync_view(context, command.format);
  view->on_plan(plan);
  if (command.dry_run) return has_failure(plan) ? kPartly : kFine;
  if (const auto agreed = agree(context, command, plan); !agreed) return failure(agreed.error());
  SEXTANT_TRY(const sync::Summary summary, syncer->run(plan, *view, limits));
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(outside.clock.steady() - started_at);
  view->on_summary(plan, summary, elapsed);
  // What ended everything is told here where no query has told it.
  const bool is_told = !summary.fatal || summary.status == state::RunStatus::kStopped ||
                       std::ranges::any_of(summary.errors, [&](const auto& of_cell) {
                         return of_cell.second.code == summary.fatal->code;
                       });
  if (!is_told && command.format != "json") print_error(context, *summary.fatal);
  return exit_code_of(summary);
}

}  // namespace

int run_sync(Context& context, const SyncCommand& command) {
  const auto done = sync_all(context, command);
  return done ? *done : fail(context, done.error());
}

Result<std::chrono::milliseconds> parse_duration(std::string_view text) {
  const auto malformed = [&] {
    return failure(Error{"usage.sync", fmt::format("'{}' is no length of time", text)});
  };
  std::chrono::seconds sum(0);
  std::string_view rest = text;
  if (rest.empty()) return malformed();
  while (!rest.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    const auto digits = static_cast<std::size_t>(end - rest.data());
    if (error != std::errc() || number < 0 || digits == rest.size()) return malformed();
    if (std::chrono::seconds(number) > kDurationMax) return malformed();
    switch (rest[digits]) {
      case 's':
        sum += std::chrono::seconds(number);
        break;
      case 'm':
        sum += std::chrono::minutes(number);
        break;
      case 'h':
        sum += std::chrono::hours(number);
        break;
      default:
        return malformed();
    }
    rest.remove_prefix(digits + 1);
    if (sum > kDurationMax) return malformed();
  }
  if (sum.count() == 0) return malformed();
  return sum;
}

Result<Decimal> parse_cost_limit(std::string_view text) {
  const auto amount = Decimal::parse(text);
  if (!amount || amount->is_negative())
    return failure("usage.sync", fmt::format("'{}' is no amount of dollars", text));
  return *amount;
}

}  // namespace sextant::cli
