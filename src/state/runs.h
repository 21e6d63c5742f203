#pragma once

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

enum class RunStatus { kRunning, kDone, kPartly, kFailed, kStopped };
// "partly", as stored.
std::string_view name_of(RunStatus status);

// Syncs in the state file. Thread-safe as the database is. Errors: those of the database.
class RunStore {
 public:
  explicit RunStore(Database& database) : database_(database) {}
  // A new run; its number.
  Result<std::int64_t> begin(WallTime at, std::int64_t requests_planned);
  Result<void> end(std::int64_t run_id, RunStatus status, WallTime at);
  // Marks runs that still say "running" as stopped; how many. Only for the holder of the sync lock:
  // their processes are dead.
  Result<std::int64_t> close_abandoned(WallTime at);

 private:
  Database& database_;
};

}  // namespace sextant::state
