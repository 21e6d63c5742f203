#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"

namespace sextant {

// A token bucket for each key (a session, a token, an address). Memory is bounded: buckets that
// are full again are forgotten. Thread-safe.
class RateLimit {
 public:
  // `per_second` 0: without limit. Twice as many may come at once. `clock` outlives it.
  RateLimit(double per_second, const Clock& clock);

  // nullopt where one more request is fine; else how long to wait.
  std::optional<std::chrono::seconds> take(const std::string& key);

 private:
  struct Bucket {
    double tokens = 0;
    SteadyTime filled_at{};
  };
  double filled(const Bucket& bucket, SteadyTime now) const;
  void forget_full(SteadyTime now);

  const double per_second_;
  const double burst_;
  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;  // guarded by mutex_
};

}  // namespace sextant
