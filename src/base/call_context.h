#pragma once

#include <stop_token>

#include "base/clock.h"

namespace sextant {

// How long a caller will wait and how it says that it no longer cares. Every call that may block
// takes one. A plain value; cheap to copy.
struct CallContext {
  SteadyTime deadline = SteadyTime::max();
  std::stop_token stop = {};

  // The same, but no later than `limit` from now.
  CallContext within(const Clock& clock, std::chrono::milliseconds limit) const {
    const SteadyTime cap = clock.steady() + limit;
    return {cap < deadline ? cap : deadline, stop};
  }
};

}  // namespace sextant
