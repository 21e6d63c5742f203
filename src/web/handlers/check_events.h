#pragma once

#include <chrono>

#include "operations/check.h"
#include "web/tasks.h"

namespace sextant::web {

// How long a check may run: a role that lets everybody in is tried again after a minute.
inline constexpr std::chrono::minutes kCheckLimit{10};

// Tells the steps of a check as events of a task, which outlives the watcher: `step` with the step,
// `wait` with {"text"}.
inline operations::CheckWatcher events_of_check(TaskEmitter& emitter) {
  operations::CheckWatcher watcher;
  watcher.on_step = [&emitter](const connect::CheckStep& step) {
    emitter.emit("step", connect::to_json(step));
  };
  watcher.on_wait = [&emitter](const std::string& text) { emitter.emit("wait", {{"text", text}}); };
  return watcher;
}

}  // namespace sextant::web
