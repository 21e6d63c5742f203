#include "state/runs.h"

#include "base/civil_time.h"
#include "state/row_values.h"

namespace sextant::state {

std::string_view name_of(RunStatus status) {
  switch (status) {
    case RunStatus::kRunning:
      return "running";
    case RunStatus::kDone:
      return "done";
    case RunStatus::kPartly:
      return "partly";
    case RunStatus::kFailed:
      return "failed";
    case RunStatus::kStopped:
      return "stopped";
  }
  return "";
}

std::string_view name_of(RunOrigin origin) {
  switch (origin) {
    case RunOrigin::kPerson:
      return "person";
    case RunOrigin::kSchedule:
      return "schedule";
    case RunOrigin::kAssistant:
      return "assistant";
  }
  return "";
}

Result<std::int64_t> RunStore::begin(WallTime at, std::int64_t requests_planned, RunOrigin origin) {
  std::int64_t id = 0;
  SEXTANT_TRY_VOID(database_.run(
      "INSERT INTO runs(started_at, status, requests_planned, origin) VALUES (?, 'running', ?, ?) "
      "RETURNING id",
      {format_rfc3339(at), requests_planned, std::string(name_of(origin))},
      [&](const Row& row) { id = row.integer(0); }));
  return id;
}

Result<void> RunStore::end(std::int64_t run_id, RunStatus status, WallTime at) {
  return database_.run("UPDATE runs SET ended_at = ?, status = ? WHERE id = ?",
                       {format_rfc3339(at), std::string(name_of(status)), run_id});
}

Result<std::int64_t> RunStore::close_abandoned(WallTime at) {
  std::int64_t count = 0;
  SEXTANT_TRY_VOID(database_.run(
      "UPDATE runs SET ended_at = ?, status = 'stopped' WHERE status = 'running' RETURNING id",
      {format_rfc3339(at)}, [&](const Row&) { ++count; }));
  return count;
}

Result<std::optional<Run>> RunStore::last() const {
  std::optional<Run> out;
  SEXTANT_TRY_VOID(
      database_.run("SELECT id, started_at, ended_at, status FROM runs ORDER BY id DESC LIMIT 1",
                    {}, [&](const Row& row) {
                      out = Run{row.integer(0), time_of(row.text(1)).value_or(WallTime{}),
                                time_of(row.text(2)), row.text(3)};
                    }));
  return out;
}

}  // namespace sextant::state
