#include "base/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace sextant {
namespace {

constexpr std::size_t kBucketsMax = 4096;

}  // namespace

RateLimit::RateLimit(double per_second, const Clock& clock)
    : per_second_(per_second), burst_(2 * per_second), clock_(clock) {}

double RateLimit::filled(const Bucket& bucket, SteadyTime now) const {
  const std::chrono::duration<double> since = now - bucket.filled_at;
  return std::min(burst_, bucket.tokens + since.count() * per_second_);
}

void RateLimit::forget_full(SteadyTime now) {
  std::erase_if(buckets_, [&](const auto& entry) { return filled(entry.second, now) >= burst_; });
  // More busy callers than that are an attack, or none of them matters.
  if (buckets_.size() >= kBucketsMax) buckets_.clear();
}

std::optional<std::chrono::seconds> RateLimit::take(const std::string& key) {
  if (per_second_ <= 0) return std::nullopt;
  const SteadyTime now = clock_.steady();
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kBucketsMax) forget_full(now);
  const auto [place, is_new] = buckets_.try_emplace(key, Bucket{burst_, now});
  Bucket& bucket = place->second;
  bucket = {filled(bucket, now), now};
  if (bucket.tokens < 1) {
    const double wait = std::ceil((1 - bucket.tokens) / per_second_);
    return std::chrono::seconds(std::max(1L, std::lround(wait)));
  }
  bucket.tokens -= 1;
  return std::nullopt;
}

}  // namespace sextant
