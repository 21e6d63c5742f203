#pragma once

#include <atomic>
#include <chrono>

#include "base/clock.h"

namespace sextant::sim {

// The time in the simulated cloud: begins at `start` when it is made and runs on with the machine's
// clock. Thread-safe.
class SimClock {
 public:
  explicit SimClock(WallTime start) : clock_(SystemClock::starting_at(start)) {}

  // What the cloud believes the time is, its skew included.
  WallTime now() const {
    return clock_.wall() + std::chrono::milliseconds(advance_ms_) +
           std::chrono::milliseconds(skew_ms_);
  }
  // The time on which data are drawn up: without the skew, so that a wrong clock moves no figures.
  WallTime true_now() const { return clock_.wall() + std::chrono::milliseconds(advance_ms_); }

  void set_skew(std::chrono::seconds skew) { skew_ms_ = std::chrono::milliseconds(skew).count(); }
  void advance(std::chrono::seconds by) { advance_ms_ += std::chrono::milliseconds(by).count(); }

 private:
  SystemClock clock_;
  std::atomic<std::int64_t> advance_ms_ = 0;
  std::atomic<std::int64_t> skew_ms_ = 0;
};

}  // namespace sextant::sim
