#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "aws/protocol/protocol.h"
#include "base/result.h"

namespace sextant::aws {

// AWS's standard retry rules of 2026: what is tried again, how often and after how long.

enum class RetryKind : std::uint8_t { kNone, kTransient, kThrottling };

bool is_throttling_code(std::string_view code);
// What a service's refusal allows.
RetryKind retry_kind(const Fault& fault);
// What a failure without an answer allows: connections that failed or broke are tried again; wrong
// certificates, addresses and what the caller cancelled are not.
RetryKind retry_kind(const Error& error);

// How long to wait after the `attempt`-th try (from 1). `random` is uniform in [0, 1).
// `retry_after` is the header x-amz-retry-after, in milliseconds; it can lengthen the wait by up to
// five seconds and never shortens it.
std::chrono::milliseconds retry_delay(RetryKind kind, int attempt, double random,
                                      const std::optional<std::string>& retry_after);

// Keeps many callers from retrying at once what keeps failing: retries are paid from a bucket that
// successes refill. Thread-safe.
class RetryQuota {
 public:
  static constexpr int kCapacity = 500;
  static constexpr int kTransientCost = 14;
  static constexpr int kThrottlingCost = 5;

  // False where the bucket holds too little: then the failure is final.
  bool take(RetryKind kind);
  // After a success: gives back what its last retry took, or one where it needed none.
  void give_back(RetryKind last_retry);
  int available() const;

 private:
  mutable std::mutex mutex_;
  int available_ = kCapacity;  // guarded by mutex_
};

}  // namespace sextant::aws
