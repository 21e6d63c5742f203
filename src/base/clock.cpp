#include "base/clock.h"

#include <condition_variable>
#include <mutex>

namespace sextant {

using std::chrono::milliseconds;

SystemClock SystemClock::starting_at(WallTime start) {
  const auto now = std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now());
  return SystemClock(start - now);
}

WallTime SystemClock::wall() const {
  return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()) + offset_;
}

SteadyTime SystemClock::steady() const {
  return std::chrono::steady_clock::now();
}

bool SystemClock::sleep_until(SteadyTime when, const std::stop_token& stop) const {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  wake.wait_until(lock, stop, when, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace sextant
