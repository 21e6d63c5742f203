#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"

namespace sextant::web {

// One server-sent event. A plain value.
struct StreamEvent {
  std::uint64_t sequence = 0;  // sent as `id`, so that a page can go on after it; 0: none is sent
  std::string name;
  std::string data;  // one line of JSON
};

// Where a stream of server-sent events comes from. Used by the one thread that sends it.
class EventSource {
 public:
  virtual ~EventSource() = default;
  // The next event. Blocks until there is one, until `until` or until a stop: then nullopt.
  virtual std::optional<StreamEvent> next(SteadyTime until, const std::stop_token& stop) = 0;
  // True once there will be no more.
  virtual bool is_over() const = 0;
};

}  // namespace sextant::web
