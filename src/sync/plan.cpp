#include "sync/plan.h"

#include <algorithm>

namespace sextant::sync {
namespace {

using state::CellStatus;

// A clock that was set back must not keep data fresh for ever.
constexpr std::chrono::minutes kClockTolerance{5};

bool is_recent(WallTime at, WallTime now, std::chrono::milliseconds limit) {
  return at > now - limit && at <= now + kClockTolerance;
}

DateInterval full_window(const Stream& stream, Date today) {
  if (stream.subject == Subject::kForecast) return forecast_window(today);
  if (stream.subject == Subject::kAccounts) return {today, today + std::chrono::days(1)};
  return stream.grain == lake::Grain::kMonthly ? monthly_window(today) : daily_window(today);
}

// Whether the stream was asked lately, and what was asked for is there.
bool is_fresh(const Stream& stream, const StreamState& state, const PlanTime& time) {
  if (time.force || state.cells.empty()) return false;
  const state::Cell& last = state.cells.back();
  if (last.status != CellStatus::kDone && last.status != CellStatus::kNoData) return false;
  if (!is_recent(last.updated_at, time.now, kFreshFor)) return false;
  // Files that somebody removed are pulled again at once.
  const bool should_be_held =
      stream.subject == Subject::kCosts && last.status == CellStatus::kDone && last.rows > 0;
  return !should_be_held || !state.held.empty();
}

// The last time that the whole window was looked at.
bool is_recheck_due(const StreamState& state, WallTime now) {
  const auto full = std::ranges::find_if(
      state.cells.rbegin(), state.cells.rend(),
      [](const state::Cell& cell) { return cell.is_full && cell.status == CellStatus::kDone; });
  return full == state.cells.rend() || !is_recent(full->updated_at, now, kRecheckEvery);
}

DateInterval due_window(const Stream& stream, const StreamState& state, const PlanTime& time) {
  DateInterval window = full_window(stream, time.today);
  if (stream.subject != Subject::kCosts || stream.is_control()) return window;
  const bool may_be_rechecked =
      stream.face == lake::Face::kAccountService && stream.grain == lake::Grain::kMonthly;
  if (may_be_rechecked && is_recheck_due(state, time.now)) return window;
  for (const Date period : periods_of(window, stream.grain)) {
    if (!is_settled(period, state.held, state.control)) {
      window.start = period;
      return window;
    }
  }
  window.start = periods_of(window, stream.grain).back();  // the current one can still change
  return window;
}

// By what the stream took last time, in proportion to the periods asked for.
int expected_requests(const Stream& stream, const StreamState& state, const DateInterval& window) {
  const auto periods = [&](const DateInterval& of) {
    return std::max<std::int64_t>(1,
                                  static_cast<std::int64_t>(periods_of(of, stream.grain).size()));
  };
  for (auto cell = state.cells.rbegin(); cell != state.cells.rend(); ++cell) {
    if (cell->status != CellStatus::kDone || cell->pages == 0) continue;
    const std::int64_t before = periods(cell->window);
    return static_cast<int>(
        std::max<std::int64_t>(1, (cell->pages * periods(window) + before - 1) / before));
  }
  return 1;
}

}  // namespace

bool is_of_stream(const state::Cell& cell, const Stream& stream) {
  return cell.account_id == stream.account_id && cell.view == stream.view &&
         cell.face == stream.face_name() && cell.grain == stream.grain_name();
}

std::vector<Stream> streams_of(const std::string& account_id, bool is_payer) {
  std::vector<Stream> streams;
  if (is_payer) streams.push_back({account_id, "primary", Subject::kAccounts});
  for (const lake::Face face : {lake::Face::kTotal, lake::Face::kAccountService,
                                lake::Face::kServiceRegion, lake::Face::kServiceChargeType}) {
    streams.push_back({account_id, "primary", Subject::kCosts, face, lake::Grain::kMonthly});
  }
  for (const lake::Face face : {lake::Face::kTotal, lake::Face::kAccountService}) {
    streams.push_back({account_id, "primary", Subject::kCosts, face, lake::Grain::kDaily});
  }
  streams.push_back({account_id, "primary", Subject::kForecast});
  return streams;
}

std::optional<PlannedCell> plan_stream(const Stream& stream, const StreamState& state,
                                       const PlanTime& time) {
  const bool has_spool = state.spooled && is_recent(state.spooled->started_at, time.now, kFreshFor);
  if (!has_spool && is_fresh(stream, state, time)) return std::nullopt;
  PlannedCell cell;
  cell.is_fresh = is_fresh(stream, state, {time.now, time.today, false});
  if (has_spool) {
    cell.spec = state.spooled->spec;
    cell.spooled = state.spooled;
    const int left = expected_requests(stream, state, cell.spec.window) - cell.spooled->pages;
    cell.requests_expected = cell.spooled->is_whole ? 0 : std::max(1, left);
    return cell;
  }
  cell.spec.stream = stream;
  cell.spec.window = due_window(stream, state, time);
  cell.spec.is_full = cell.spec.window == full_window(stream, time.today);
  cell.requests_expected = expected_requests(stream, state, cell.spec.window);
  return cell;
}

std::optional<WallTime> fresh_until(const StreamState& state) {
  if (state.cells.empty()) return std::nullopt;
  return state.cells.back().updated_at + kFreshFor;
}

bool is_settled(Date period, const std::map<Date, lake::HeldPeriod>& held,
                const std::map<Date, lake::HeldPeriod>& control) {
  const auto total = control.find(period);
  const auto own = held.find(period);
  if (total != control.end() && total->second.is_estimated) return false;
  if (own == held.end())
    return total != control.end() && total->second.is_zero;  // nothing was spent: nothing to hold
  if (own->second.is_estimated) return false;
  return total == control.end() || own->second.snapshot_at >= total->second.snapshot_at;
}

std::vector<Date> periods_of(const DateInterval& window, lake::Grain grain) {
  std::vector<Date> periods;
  for (Date period = window.start; period < window.end; period = end_of_period(period, grain))
    periods.push_back(period);
  return periods;
}

Date end_of_period(Date start, lake::Grain grain) {
  return grain == lake::Grain::kMonthly ? add_months(start, 1) : start + std::chrono::days(1);
}

}  // namespace sextant::sync
