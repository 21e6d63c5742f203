#pragma once

#include <condition_variable>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "web/event_source.h"

namespace sextant::web {

// What has changed, told to every open page so that it can read it again. Thread-safe. Memory is
// bounded by the number of subjects, since a page needs only the last change of each.
class Changes {
 public:
  // `what` is "accounts", "profiles", "costs", "tasks", "schedule" or "tokens".
  void publish(std::string_view what);

  // How many there have been.
  std::uint64_t count() const;

  // Follows from now on: `hello` first, then `changed` events. Shares the state of this object,
  // which may die before it.
  std::shared_ptr<EventSource> follow() const;

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::uint64_t last = 0;
    std::map<std::string, std::uint64_t, std::less<>> last_of;
  };
  class Follower;
  std::shared_ptr<State> state_ = std::make_shared<State>();
};

}  // namespace sextant::web
