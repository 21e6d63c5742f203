#pragma once

#include <chrono>
#include <stop_token>

namespace sextant {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using SteadyTime = std::chrono::steady_clock::time_point;

// Time as the program sees it: the one way to read a clock and the one way to wait.
// Tests pass one that stands still until it is told to move. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // UTC, for dates and for what is shown or stored. May jump.
  virtual WallTime wall() const = 0;
  // For measuring and for deadlines. Never goes back.
  virtual SteadyTime steady() const = 0;
  // Waits; returns false at once when `stop` is requested, true when the time has come.
  virtual bool sleep_until(SteadyTime when, const std::stop_token& stop) const = 0;
};

// The machine's clocks. `offset` is added to the wall clock (see SystemClock::from_variable).
class SystemClock final : public Clock {
 public:
  explicit SystemClock(std::chrono::milliseconds offset = {}) : offset_(offset) {}
  // A clock that read `start` (RFC 3339) when this was called and runs on from there. Used with
  // SEXTANT_NOW, which exists so that tests of the real program can stand on the first of a month
  // or on a leap day.
  static SystemClock starting_at(WallTime start);

  WallTime wall() const override;
  SteadyTime steady() const override;
  bool sleep_until(SteadyTime when, const std::stop_token& stop) const override;

 private:
  std::chrono::milliseconds offset_;
};

// A clock for tests: stands still; `advance` moves both readings, and sleeping moves it to the
// wanted time.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime wall) : wall_(wall) {}
  WallTime wall() const override { return wall_; }
  SteadyTime steady() const override { return steady_; }
  bool sleep_until(SteadyTime when, const std::stop_token& stop) const override {
    if (stop.stop_requested()) return false;
    if (when > steady_) advance(when - steady_);
    return true;
  }
  void advance(std::chrono::nanoseconds by) const {
    steady_ += by;
    wall_ += std::chrono::duration_cast<std::chrono::milliseconds>(by);
  }

 private:
  mutable WallTime wall_;
  mutable SteadyTime steady_{};
};

}  // namespace sextant
