#include "cli/sync_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "base/text.h"
#include "cli/sync_view.h"
#include "operations/sync.h"

namespace sextant::cli {
namespace {

// Above this price a person at a terminal is asked.
constexpr std::int64_t kAskAboveUsd = 1;
constexpr std::chrono::hours kDurationMax{24 * 7};

// Whether a person agrees to the price. Error: where it is above the limit.
Result<bool> agree(const Context& context, const SyncCommand& command,
                   const operations::PlannedSync& sync) {
  SEXTANT_TRY_VOID(sync.check_price());
  const Decimal most = sync.plan().most_usd();
  const Decimal free = command.is_offer ? Decimal() : Decimal::from_int(kAskAboveUsd);
  if (most <= free || !context.terminal.in_is_terminal) return true;
  return context.terminal.confirm(
      fmt::format("Spend {}?", operations::usd_words(sync.plan().price_usd(), most)), command.yes);
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

Result<int> sync_all(Context& context, const SyncCommand& command) {
  const Clock& clock = context.outside.clock;
  const CallContext limits = context.call.within(clock, command.deadline);
  const SteadyTime started_at = clock.steady();
  SEXTANT_TRY(auto planned,
              operations::PlannedSync::prepare(
                  context, {command.names, command.force, command.max_cost_usd}, limits));
  const auto view = make_sync_view(context, command.format);
  view->on_plan(planned.plan());
  if (command.dry_run) return planned.has_failure() ? kPartly : kFine;
  SEXTANT_TRY(const bool is_agreed, agree(context, command, planned));
  if (!is_agreed && !command.is_offer) return failure("sync.declined", "");
  if (!is_agreed) {
    context.terminal.err << "Nothing was spent. Later:\n  sextant sync "
                         << shell_quote(join(command.names, " ")) << "\n";
    return kFine;
  }
  SEXTANT_TRY(const sync::Summary summary, planned.run(*view, limits));
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - started_at);
  view->on_summary(planned.plan(), summary, elapsed);
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
