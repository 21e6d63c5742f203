#include "web/scheduler.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <algorithm>

#include "base/civil_time.h"
#include "base/error_catalog.h"
#include "base/log.h"
#include "operations/sync_schedule.h"
#include "state/ledger.h"
#include "state/runs.h"
#include "state/settings.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kSetting = "schedule";
// A switch that is set, or a sync that a person starts, is seen within this time.
constexpr std::chrono::seconds kLookEvery{20};
// After a try that came to nothing: another sync ran, or all connections wait for a person.
constexpr std::chrono::minutes kTryAgainAfter{10};
// Once the month's money is spent; planning a sync makes calls, though free ones.
constexpr std::chrono::hours kRestAtLimit{1};

json::object explained_json(const Error& error) {
  const ExplainedError shown = explain(error);
  return {{"code", shown.code},
          {"title", shown.title},
          {"detail", shown.detail},
          {"causes", json::array(shown.causes.begin(), shown.causes.end())},
          {"fix", shown.fix}};
}

bool are_same(const std::vector<WaitingConnection>& a, const std::vector<WaitingConnection>& b) {
  return std::ranges::equal(a, b, [](const WaitingConnection& one, const WaitingConnection& two) {
    return one.connection == two.connection && one.reason.code == two.reason.code;
  });
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(format_rfc3339(*time)) : json::value(nullptr);
}

}  // namespace

Scheduler::Scheduler(state::Database& database, const Clock& clock, Random& random,
                     Changes& changes, ScheduledWork& work, ScheduleOptions options)
    : database_(database),
      clock_(clock),
      random_(random),
      changes_(changes),
      work_(work),
      options_(options) {}

Scheduler::~Scheduler() {
  thread_ = {};  // asks it to stop and waits
}

void Scheduler::start() {
  thread_ = std::jthread([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const auto rest = step(CallContext{SteadyTime::max(), stop});
      clock_.sleep_until(clock_.steady() + rest, stop);
    }
  });
}

Result<bool> Scheduler::is_on() {
  SEXTANT_TRY(const auto setting, state::SettingStore(database_).get(kSetting));
  return setting.value_or("on") != "off";
}

Result<void> Scheduler::switch_to(bool on) {
  SEXTANT_TRY_VOID(state::SettingStore(database_).set(kSetting, on ? "on" : "off"));
  if (!on) say({}, std::nullopt);
  changes_.publish("schedule");
  return {};
}

std::optional<WallTime> Scheduler::due_at(std::int64_t run_id, WallTime began) {
  const std::lock_guard lock(mutex_);
  if (jitter_.first != run_id) {
    const double most = options_.jitter * static_cast<double>(options_.interval.count());
    jitter_ = {run_id, std::chrono::seconds(static_cast<std::int64_t>(random_.uniform() * most))};
  }
  const WallTime due = began + options_.interval + jitter_.second;
  return not_before_ ? std::max(due, *not_before_) : due;
}

std::optional<WallTime> Scheduler::next_at() {
  const auto on = is_on();
  const auto last = state::RunStore(database_).last();
  const bool is_known = on && last && *last;
  if (!on || !*on || !is_known) {
    if (on && last) note(-1, std::nullopt);
    return std::nullopt;
  }
  const auto due = due_at((*last)->id, (*last)->started_at);
  note((*last)->id, due);
  return due;
}

// Other processes of this state folder tell it, too.
void Scheduler::note(std::int64_t run_id, const std::optional<WallTime>& next_at) {
  const std::pair now(run_id, next_at);
  {
    const std::lock_guard lock(mutex_);
    if (noted_ == now) return;
    noted_ = now;
  }
  if (const auto done = operations::note_next_sync(database_, run_id, next_at); !done)
    log::warning("the next sync could not be noted: " + done.error().detail);
}

Result<Decimal> Scheduler::left_to_spend() {
  const WallTime month = first_of_month(date_of(clock_.wall()));
  SEXTANT_TRY(const Decimal spent,
              state::Ledger(database_).spent_by_usd(state::RunOrigin::kSchedule, month));
  return options_.max_cost_usd_a_month.minus(spent);
}

void Scheduler::say(std::vector<WaitingConnection> waiting, std::optional<WallTime> not_before) {
  bool is_new = false;
  {
    const std::lock_guard lock(mutex_);
    is_new = !are_same(waiting_, waiting) || not_before_ != not_before;
    waiting_ = std::move(waiting);
    not_before_ = not_before;
  }
  if (is_new) changes_.publish("schedule");
}

std::chrono::milliseconds Scheduler::step(const CallContext& call) {
  const auto next = next_at();
  const WallTime now = clock_.wall();
  if (next && *next <= now) {
    begin_work(call, now);
    return kLookEvery;
  }
  return next ? std::min<std::chrono::milliseconds>(kLookEvery, *next - now) : kLookEvery;
}

void Scheduler::begin_work(const CallContext& call, WallTime now) {
  const auto later = now + kTryAgainAfter;
  auto readiness = work_.look(call);
  const auto left = left_to_spend();
  if (!readiness || !left) {
    log::warning("the schedule cannot be kept: " +
                 (readiness ? left.error().code : readiness.error().code));
    return say({}, later);
  }
  if (*left <= Decimal()) {
    for (const std::string& name : std::exchange(readiness->ready, {})) {
      readiness->waiting.push_back({name, Error{"sync.schedule_limit", ""}.with(
                                              "max", options_.max_cost_usd_a_month.to_fixed(2))});
    }
  }
  if (readiness->ready.empty()) return say(std::move(readiness->waiting), later);
  say(std::move(readiness->waiting), std::nullopt);
  const auto done = work_.sync(readiness->ready, *left, call);
  changes_.publish("schedule");
  if (done) return;
  log::info(fmt::format("a scheduled sync has not run: {}", done.error().code));
  if (done.error().code == "sync.over_budget") return say_limit(*std::move(readiness));
  const std::lock_guard lock(mutex_);
  not_before_ = clock_.wall() + kTryAgainAfter;
}

void Scheduler::wake() {
  say({}, std::nullopt);
}

void Scheduler::say_limit(Readiness readiness) {
  for (const std::string& name : readiness.ready) {
    readiness.waiting.push_back({name, Error{"sync.schedule_limit", ""}.with(
                                           "max", options_.max_cost_usd_a_month.to_fixed(2))});
  }
  say(std::move(readiness.waiting), clock_.wall() + kRestAtLimit);
}

Result<json::object> Scheduler::to_json() {
  SEXTANT_TRY(const bool on, is_on());
  SEXTANT_TRY(const auto last, state::RunStore(database_).last());
  const auto next = next_at();
  json::array waiting;
  {
    const std::lock_guard lock(mutex_);
    for (const WaitingConnection& one : waiting_) {
      waiting.push_back(
          json::object{{"connection", one.connection}, {"reason", explained_json(one.reason)}});
    }
  }
  return json::object{
      {"on", on},
      {"interval_s", options_.interval.count()},
      {"next_at", time_or_null(next)},
      {"last_at", last ? json::value(format_rfc3339(last->started_at)) : json::value(nullptr)},
      {"last_status", last ? json::value(last->status) : json::value(nullptr)},
      {"waiting", std::move(waiting)}};
}

}  // namespace sextant::web
