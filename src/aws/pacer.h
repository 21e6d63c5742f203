#pragma once

#include <chrono>
#include <mutex>

#include "base/clock.h"

namespace sextant::aws {

// How fast an API may be called at most. A plain value; both are positive.
struct Pace {
  double rate_per_s = 50;
  double burst = 50;
};

// Spaces the calls to one API, so that the cloud need not refuse them.
//
// Refusals cost retries, and with Cost Explorer money. This is a token bucket that learns: a
// refusal halves the rate, and `kCallsToRecover` accepted calls in a row win back a tenth of the
// ceiling. One pacer serves one (account, region, service).
//
// Invariant: floor <= rate <= ceiling, and tokens <= burst; tokens below zero are calls promised to
// the future.
//
// Thread-safe. It never sleeps: it says how long to wait, so that its caller can wait under its own
// deadline.
class Pacer {
 public:
  static constexpr double kRateFloor = 0.2;
  static constexpr int kCallsToRecover = 20;

  // `clock` outlives the pacer. A ceiling below the floor becomes the floor.
  Pacer(Pace ceiling, const Clock& clock);

  // Takes the right to one call and returns how long to wait before it is made; zero if at once.
  // The right is taken even when the wait is long: hand it back with `give_back` where the call is
  // not made.
  [[nodiscard]] std::chrono::nanoseconds take();
  void give_back();

  // What the cloud said to a call that was made.
  void accepted();
  void refused();

  double rate_per_s() const;

 private:
  void refill();

  const Pace ceiling_;
  const Clock& clock_;

  mutable std::mutex mutex_;
  double rate_per_s_;  // guarded by mutex_, as is all below
  double tokens_;
  int accepted_in_row_ = 0;
  SteadyTime refilled_at_;
};

}  // namespace sextant::aws
