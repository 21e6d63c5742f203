#include "sync/puller.h"

#include <fmt/format.h>

#include <algorithm>

namespace sextant::sync {
namespace {

using state::CellStatus;
using std::chrono::milliseconds;

constexpr milliseconds kThrottledWaitFirst{2'000};
constexpr milliseconds kThrottledWaitMax{60'000};
constexpr milliseconds kTransientWaitFirst{500};
constexpr milliseconds kTransientWaitMax{20'000};

}  // namespace

// One pull while it lasts.
struct Puller::Progress {
  Api& api;
  const connect::Connection& connection;
  const CellSpec& spec;
  const Request request;
  state::Cell& cell;
  const CallContext& context;
  const PullHooks& hooks;

  int pages = 0;
  boost::json::value next_token = nullptr;
  bool is_whole = false;
  int waits_in_row = 0;  // since the last page
  int transients_in_row = 0;
  int start_overs = 0;
};

Pulled Puller::pull(Api& api, const connect::Connection& connection, const PlannedCell& planned,
                    state::Cell& cell, const CallContext& context, const PullHooks& hooks) const {
  Progress progress{api, connection, planned.spec, request_of(planned.spec), cell, context, hooks};
  Pulled pulled;
  pulled.spooled.spec = planned.spec;
  if (planned.spooled) {
    progress.pages = planned.spooled->pages;
    progress.next_token = planned.spooled->next_token;
    progress.is_whole = planned.spooled->is_whole;
  } else if (const auto begun = spool_.begin(planned.spec, connection.name, clock_.wall());
             !begun) {
    pulled.outcome = classify(begun.error(), planned.spec, connection.profile);
    return pulled;
  }
  cell.pages = progress.pages;
  while (!progress.is_whole) {
    if (const auto end = outside_end(context, cell)) {
      pulled.outcome = *end;
      break;
    }
    const auto asked = ask(progress);
    if (asked) continue;
    // A call that the deadline or a stop cut short says so in many ways.
    const auto end = outside_end(context, cell);
    pulled.outcome = end ? *end : classify(asked.error(), planned.spec, connection.profile);
    if (end || !wait(progress, pulled.outcome)) break;
  }
  pulled.spooled.connection = connection.name;
  pulled.spooled.is_whole = progress.is_whole;
  pulled.spooled.pages = progress.pages;
  pulled.spooled.next_token = progress.next_token;
  return pulled;
}

Result<void> Puller::ask(Progress& progress) const {
  Api::Attempts attempts;
  GracefulStop::Request sent(stop_);
  attempts.before = [&]() -> Result<void> {
    if (!sent.begin()) return failure("sync.stopped", "the command was stopped");
    SEXTANT_TRY_VOID(meter_.attempt(progress.connection.name, progress.spec, progress.request));
    ++progress.cell.attempts;
    return {};
  };
  attempts.after = [&](const std::string& code, int http_status) {
    if (!code.empty()) sent.end();  // else it brings a page
    // The client waits and tries again by itself; here it is only made visible.
    if (!is_throttling(code, http_status)) return;
    progress.cell.status = CellStatus::kThrottled;
    progress.hooks.on_change();
  };
  const auto on_page = [&](aws::Page&& page) -> Result<bool> {
    if (progress.pages >= Spool::kPagesMax) {
      return failure("sync.too_many_pages",
                     fmt::format("one query gave more than {} pages", Spool::kPagesMax));
    }
    SEXTANT_TRY_VOID(
        spool_.append(progress.spec, progress.pages + 1, page.result, page.next_token));
    ++progress.pages;
    progress.next_token = page.next_token;
    SEXTANT_TRY_VOID(progress.hooks.on_page(page.result));
    progress.is_whole = page.next_token.is_null();
    progress.waits_in_row = progress.transients_in_row = 0;
    progress.cell.pages = progress.pages;
    progress.cell.status = CellStatus::kRunning;
    progress.cell.next_try_at.reset();
    progress.hooks.on_change();
    sent.end();
    return !stop_.is_wanted();
  };
  // The answers to what was sent are waited for a little longer than the stop.
  const CallContext context{progress.context.deadline, stop_.token()};
  const Request& request = progress.request;
  if (!request.has_pages) {
    SEXTANT_TRY(auto result, progress.api.call(request.service, request.operation, request.input,
                                               context, attempts));
    SEXTANT_TRY(const bool goes_on, on_page(aws::Page{std::move(result), nullptr}));
    (void)goes_on;  // there is only the one
    return {};
  }
  SEXTANT_TRY_VOID(progress.api.pages(request.service, request.operation, request.input, context,
                                      attempts, on_page, progress.next_token));
  if (!progress.is_whole)
    return failure("sync.unexpected_answer", "the pages ended before the last one");
  return {};
}

std::optional<Outcome> Puller::outside_end(const CallContext& context,
                                           const state::Cell& cell) const {
  if (context.stop.stop_requested()) {
    return Outcome{Reaction::kEndCell, CellStatus::kPlanned,
                   Error{"sync.stopped", "the command was stopped"}};
  }
  if (clock_.steady() < context.deadline) return std::nullopt;
  const bool was_throttled = cell.status == CellStatus::kThrottled;
  return Outcome{Reaction::kEndCell, was_throttled ? CellStatus::kThrottled : CellStatus::kPlanned,
                 Error{was_throttled ? "sync.throttled" : "sync.deadline",
                       "the time that was given has passed"}};
}

bool Puller::wait(Progress& progress, const Outcome& outcome) const {
  state::Cell& cell = progress.cell;
  if (outcome.reaction == Reaction::kStartOver) {
    if (++progress.start_overs > kStartOversMax) return false;
    if (!spool_.begin(progress.spec, progress.connection.name, clock_.wall())) return false;
    observer_.on_note(
        {"sync.token_refused", progress.spec.stream.account_id,
         fmt::format("{}: AWS no longer accepts the token of page {}; pulled from its first page",
                     progress.spec.key(), progress.pages + 1)});
    progress.hooks.on_start_over();
    progress.pages = 0;
    progress.next_token = nullptr;
    cell.pages = 0;
    return true;
  }
  const bool is_throttled = outcome.reaction == Reaction::kWaitThrottled;
  if (!is_throttled && outcome.reaction != Reaction::kWaitTransient) return false;
  if (!is_throttled && ++progress.transients_in_row > kTransientsMax) return false;
  const milliseconds first = is_throttled ? kThrottledWaitFirst : kTransientWaitFirst;
  const milliseconds longest = is_throttled ? kThrottledWaitMax : kTransientWaitMax;
  const milliseconds full =
      std::min(longest, first * (std::int64_t{1} << std::min(progress.waits_in_row++, 10)));
  // Jitter, so that cells that were refused together do not come back together.
  const milliseconds delay(
      static_cast<std::int64_t>(static_cast<double>(full.count()) * (0.5 + random_.uniform() / 2)));
  if (is_throttled) {
    cell.status = CellStatus::kThrottled;
    cell.next_try_at = clock_.wall() + delay;
    progress.hooks.on_change();
  }
  const SteadyTime until = std::min(clock_.steady() + delay, progress.context.deadline);
  clock_.sleep_until(until, progress.context.stop);
  return true;  // whether time is left is seen before the next call
}

}  // namespace sextant::sync
