#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "connect/accounts.h"
#include "state/database.h"

namespace sextant::operations {

// The server of a state folder holds this lock in it as long as it runs.
inline constexpr std::string_view kServeLock = "serve.lock";

// Notes when the server will sync next, so that other processes can tell: the schedule alone
// decides it. `run_id` is the sync that it counted from. Nullopt: its schedule is off. Errors:
// state.*.
Result<void> note_next_sync(state::Database& database, std::int64_t run_id,
                            const std::optional<WallTime>& next_at);

// What the server of this state folder has noted; off where none runs. Errors: state.*.
Result<connect::SyncSchedule> read_schedule(state::Database& database,
                                            const std::filesystem::path& home);

}  // namespace sextant::operations
