#include "operations/sync_schedule.h"

#include <fmt/format.h>

#include "base/civil_time.h"
#include "base/file_lock.h"
#include "state/runs.h"
#include "state/settings.h"

namespace sextant::operations {
namespace {

// "RUN TIME", or "off".
constexpr std::string_view kSetting = "schedule.next_at";
constexpr std::string_view kOff = "off";

}  // namespace

Result<void> note_next_sync(state::Database& database, std::int64_t run_id,
                            const std::optional<WallTime>& next_at) {
  return state::SettingStore(database).set(
      kSetting,
      next_at ? fmt::format("{} {}", run_id, format_rfc3339(*next_at)) : std::string(kOff));
}

Result<connect::SyncSchedule> read_schedule(state::Database& database,
                                            const std::filesystem::path& home) {
  if (!FileLock::is_held(home / kServeLock)) return connect::SyncSchedule{};
  SEXTANT_TRY(const auto noted, state::SettingStore(database).get(kSetting));
  if (!noted || *noted == kOff) return connect::SyncSchedule{};
  connect::SyncSchedule schedule{true, std::nullopt};
  SEXTANT_TRY(const auto last, state::RunStore(database).last());
  const std::size_t space = noted->find(' ');
  // A sync that has just begun moves the next one; the server says so within seconds.
  const bool is_of_last =
      last && space != std::string::npos && noted->substr(0, space) == fmt::format("{}", last->id);
  if (!is_of_last) return schedule;
  if (const auto at = parse_rfc3339(noted->substr(space + 1))) schedule.next_at = *at;
  return schedule;
}

}  // namespace sextant::operations
