#include "aws/retry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sextant::aws {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kTransientBase{50};
constexpr milliseconds kThrottlingBase{1000};
constexpr milliseconds kDelayMax{20'000};
constexpr milliseconds kRetryAfterExtraMax{5'000};

constexpr std::array<std::string_view, 14> kThrottlingCodes = {
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException"};
constexpr std::array<std::string_view, 3> kTransientCodes = {
    "RequestTimeout", "RequestTimeoutException", "PriorRequestNotComplete"};
constexpr std::array<int, 4> kTransientStatuses = {500, 502, 503, 504};
constexpr std::array<std::string_view, 5> kTransientErrors = {
    "http.connect", "http.timeout", "http.cut_body", "http.protocol", "http.proxy"};

int cost_of(RetryKind kind) {
  return kind == RetryKind::kThrottling ? RetryQuota::kThrottlingCost : RetryQuota::kTransientCost;
}

template <typename List, typename T>
bool contains(const List& list, const T& value) {
  return std::ranges::find(list, value) != list.end();
}

std::optional<milliseconds> read_retry_after(const std::optional<std::string>& text) {
  std::int64_t value = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < 0) return std::nullopt;
  // Longer than is honoured anyway; the bound keeps the sum from overflowing.
  return milliseconds(std::min<std::int64_t>(value, 86'400'000));
}

}  // namespace

bool is_throttling_code(std::string_view code) {
  return contains(kThrottlingCodes, code);
}

RetryKind retry_kind(const Fault& fault) {
  if (is_throttling_code(fault.code)) return RetryKind::kThrottling;
  // A service may throttle by its bare status.
  if (fault.http_status == 429) return RetryKind::kThrottling;
  if (contains(kTransientStatuses, fault.http_status) ||
      contains(kTransientCodes, std::string_view(fault.code))) {
    return RetryKind::kTransient;
  }
  return RetryKind::kNone;
}

RetryKind retry_kind(const Error& error) {
  return contains(kTransientErrors, std::string_view(error.code)) ? RetryKind::kTransient
                                                                  : RetryKind::kNone;
}

milliseconds retry_delay(RetryKind kind, int attempt, double random,
                         const std::optional<std::string>& retry_after) {
  const milliseconds base = kind == RetryKind::kThrottling ? kThrottlingBase : kTransientBase;
  const int doublings = std::clamp(attempt - 1, 0, 20);
  const milliseconds ceiling = std::min(base * (std::int64_t{1} << doublings), kDelayMax);
  const milliseconds delay(std::llround(random * static_cast<double>(ceiling.count())));
  const auto asked = read_retry_after(retry_after);
  return asked ? std::clamp(*asked, delay, delay + kRetryAfterExtraMax) : delay;
}

bool RetryQuota::take(RetryKind kind) {
  const std::lock_guard lock(mutex_);
  if (available_ < cost_of(kind)) return false;
  available_ -= cost_of(kind);
  return true;
}

void RetryQuota::give_back(RetryKind last_retry) {
  const std::lock_guard lock(mutex_);
  available_ =
      std::min(kCapacity, available_ + (last_retry == RetryKind::kNone ? 1 : cost_of(last_retry)));
}

int RetryQuota::available() const {
  const std::lock_guard lock(mutex_);
  return available_;
}

}  // namespace sextant::aws
