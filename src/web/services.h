#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "aws/access.h"
#include "base/call_context.h"
#include "base/clock.h"
#include "state/database.h"
#include "web/changes.h"
#include "web/tasks.h"

namespace sextant::web {

// What handlers work with. References outlive the handlers; all of it is thread-safe. Cheap to
// copy.
struct Services {
  aws::Outside outside;
  state::Database& database;
  std::filesystem::path home;  // $SEXTANT_HOME: state, lake, spool
  Tasks& tasks;
  Changes& changes;
  std::string version;
  // When the server will sync on its own; nullopt where the schedule is off.
  std::function<std::optional<WallTime>()> next_sync_at;
  // A person has done what the schedule waited for. May be empty.
  std::function<void()> wake_schedule = {};

  std::filesystem::path lake_folder() const { return home / "lake"; }
};

}  // namespace sextant::web
