#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>

#include "base/clock.h"

namespace sextant::aws {

// How far the servers' clock is ahead of ours. AWS refuses a signature that is more than some
// minutes old or young, so a machine with a wrong clock signs with corrected time once a refusal
// has shown by how much it is off. Thread-safe.
class ClockSkew {
 public:
  // Less than AWS ever minds, more than a slow answer can feign.
  static constexpr std::chrono::seconds kNoticeable{120};

  WallTime corrected(WallTime local) const { return local + offset(); }
  std::chrono::milliseconds offset() const { return std::chrono::milliseconds(offset_ms_.load()); }
  void set(std::chrono::milliseconds offset) { offset_ms_.store(offset.count()); }

  // Servers' time minus ours, from an answer's Date header; nullopt where that is missing or
  // malformed.
  static std::optional<std::chrono::milliseconds> measure(
      const std::optional<std::string>& date_header, WallTime local);

 private:
  std::atomic<std::int64_t> offset_ms_{0};
};

// For people: "20 min behind AWS's" or "3 h ahead of AWS's".
std::string describe_skew(std::chrono::milliseconds offset);

}  // namespace sextant::aws
