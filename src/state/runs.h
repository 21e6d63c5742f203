#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

enum class RunStatus { kRunning, kDone, kPartly, kFailed, kStopped };
// "partly", as stored.
std::string_view name_of(RunStatus status);

// Who wanted it: what the schedule may spend is limited apart.
enum class RunOrigin { kPerson, kSchedule, kAssistant };
// "schedule", as stored.
std::string_view name_of(RunOrigin origin);

// One run. A plain value.
struct Run {
  std::int64_t id = 0;
  WallTime started_at{};
  std::optional<WallTime> ended_at;
  std::string status;
};

// Syncs in the state file. Thread-safe as the database is. Errors: those of the database.
class RunStore {
 public:
  explicit RunStore(Database& database) : database_(database) {}
  // A new run; its number.
  Result<std::int64_t> begin(WallTime at, std::int64_t requests_planned,
                             RunOrigin origin = RunOrigin::kPerson);
  Result<void> end(std::int64_t run_id, RunStatus status, WallTime at);
  // Marks runs that still say "running" as stopped; how many. Only for the holder of the sync lock:
  // their processes are dead.
  Result<std::int64_t> close_abandoned(WallTime at);
  // The one that began last; nullopt before the first.
  Result<std::optional<Run>> last() const;

 private:
  Database& database_;
};

}  // namespace sextant::state
