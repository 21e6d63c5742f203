#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "operations/context.h"
#include "web/changes.h"
#include "web/tasks.h"

namespace sextant::web {

// What handlers work with. References outlive the handlers; all of it is thread-safe. Cheap to
// copy.
struct Services {
  operations::Context& context;
  Tasks& tasks;
  Changes& changes;
  std::string version;
  // When the server will sync on its own; nullopt where the schedule is off.
  std::function<std::optional<WallTime>()> next_sync_at;
  // A person has done what the schedule waited for. May be empty.
  std::function<void()> wake_schedule = {};
};

}  // namespace sextant::web
