#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/call_context.h"
#include "base/clock.h"
#include "base/random.h"
#include "web/changes.h"
#include "web/event_source.h"
#include "web/problem.h"

namespace sextant::web {

// Where a task tells how far it is. Thread-safe; dies with the task's function.
class TaskEmitter {
 public:
  virtual ~TaskEmitter() = default;
  // Adds an event. With a `key`, an earlier event of the same name and key is forgotten: who comes
  // later needs only the newest state of each cell, and who follows has seen the older one.
  virtual void emit(std::string_view name, boost::json::object data, std::string_view key = "") = 0;
};

// The work itself. It returns soon after the stop token of `call` has been asked to stop; what it
// returns then is kept as its result. It runs on a thread of its own.
using TaskFunction =
    std::function<Outcome<boost::json::value>(TaskEmitter& emitter, const CallContext& call)>;

struct NewTask {
  std::string kind;     // "check", "connect", "sign_in", "sync"
  std::string title;    // for people: "Check prod"
  std::string subject;  // the connection or profile that it is about; may be ""
  std::chrono::milliseconds limit = std::chrono::minutes(30);
};

// Work that outlives the request that began it. Holds what runs and the last that ended.
// Thread-safe. The destructor asks all to stop and waits for them.
class Tasks {
 public:
  static constexpr std::size_t kRunningMax = 16;
  static constexpr std::size_t kKeptMax = 50;  // with those that run
  // Of one task. Past it the oldest are forgotten, and who asks for them gets an event `gap`.
  static constexpr std::size_t kEventsMax = 5000;

  // References outlive it. `changes` is told "tasks" when one begins or ends.
  Tasks(const Clock& clock, Random& random, Changes& changes);
  Tasks(const Tasks&) = delete;
  Tasks& operator=(const Tasks&) = delete;
  ~Tasks();

  // Begins a task; its JSON (schema Task). Error: web.too_many_tasks.
  Result<boost::json::object> start(NewTask task, TaskFunction function);

  // All, the newest first.
  std::vector<boost::json::object> list() const;
  // Errors of the three: web.task_not_found.
  Result<boost::json::object> get(std::string_view id) const;
  // Asks it to stop; without effect where it has ended.
  Result<boost::json::object> stop(std::string_view id);
  // Asks all to stop and does not wait.
  void stop_all();
  // Its events after the one numbered `after` (0: from the first), to `done`, which carries the
  // task itself. Shares the task, so it may outlive this object.
  Result<std::shared_ptr<EventSource>> follow(std::string_view id, std::uint64_t after) const;

  // The id of a task of this kind (and subject, unless "") that runs; nullopt where none does.
  std::optional<std::string> find_running(std::string_view kind,
                                          std::string_view subject = "") const;
  std::size_t running() const;
  // How many ended since the start, by kind and state; for the metrics.
  std::map<std::pair<std::string, std::string>, std::uint64_t> ended() const;

 private:
  class Task;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sextant::web
