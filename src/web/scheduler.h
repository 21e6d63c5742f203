#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/call_context.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/random.h"
#include "state/database.h"
#include "web/changes.h"

namespace sextant::web {

// A connection that cannot be synced without a person, and why. A plain value.
struct WaitingConnection {
  std::string connection;
  Error reason;
};

// The connections that are on, as the schedule sees them. A plain value.
struct Readiness {
  std::vector<std::string> ready;
  std::vector<WaitingConnection> waiting;
};

// What the scheduler starts. Tests pass one that waits, fails and spends.
class ScheduledWork {
 public:
  virtual ~ScheduledWork() = default;
  // Asks nobody and runs nothing: only looks at files and the state.
  virtual Result<Readiness> look(const CallContext& call) = 0;
  // Syncs these connections, spending no more than that, and returns when it has ended. Errors:
  // sync.locked where another sync runs.
  virtual Result<void> sync(const std::vector<std::string>& connections,
                            const Decimal& max_cost_usd, const CallContext& call) = 0;
};

struct ScheduleOptions {
  // AWS draws its figures up three times a day.
  std::chrono::seconds interval = std::chrono::hours(8);
  // Up to this share of the interval is added, so that not all installations ask at once.
  double jitter = 0.1;
  // What scheduled syncs may spend in a calendar month (UTC).
  Decimal max_cost_usd_a_month = Decimal::from_int(20);
};

// Syncs by itself. It begins only after a person has synced once, since the first sync is the dear
// one, whose price is shown before. Connections that need a person (a sign-in that has ended, a
// program that was not agreed to) are left out and named. Thread-safe.
class Scheduler {
 public:
  // References outlive it.
  Scheduler(state::Database& database, const Clock& clock, Random& random, Changes& changes,
            ScheduledWork& work, ScheduleOptions options);
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();  // ends the thread

  // Begins to look, on a thread of its own.
  void start();
  // Does what is due now, and says how long to rest until the next look. What the thread repeats.
  std::chrono::milliseconds step(const CallContext& call);

  // As the schema Schedule. Errors: state.*.
  Result<boost::json::object> to_json();
  Result<void> switch_to(bool on);
  Result<bool> is_on();
  // A person has done what connections waited for: they are looked at again at once.
  void wake();
  // nullopt while it is off or nobody has synced yet. Also noted in the state, for other processes.
  std::optional<WallTime> next_at();

 private:
  std::optional<WallTime> due_at(std::int64_t run_id, WallTime began);
  Result<Decimal> left_to_spend();
  void say(std::vector<WaitingConnection> waiting, std::optional<WallTime> not_before);
  void say_limit(Readiness readiness);
  void note(std::int64_t run_id, const std::optional<WallTime>& next_at);
  void begin_work(const CallContext& call, WallTime now);

  state::Database& database_;
  const Clock& clock_;
  Random& random_;
  Changes& changes_;
  ScheduledWork& work_;
  const ScheduleOptions options_;
  std::mutex mutex_;
  std::vector<WaitingConnection> waiting_;  // guarded by mutex_, as are all below
  std::optional<WallTime> not_before_;      // of the next try, where one has come to nothing
  std::pair<std::int64_t, std::chrono::seconds> jitter_{-1, 0};  // drawn once for each run
  std::optional<std::pair<std::int64_t, std::optional<WallTime>>> noted_;  // in the state
  std::jthread thread_;
};

}  // namespace sextant::web
