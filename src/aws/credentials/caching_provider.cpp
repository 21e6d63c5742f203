#include "aws/credentials/caching_provider.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/civil_time.h"
#include "base/log.h"

namespace sextant::aws {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds kSoonBefore = minutes(15);
constexpr milliseconds kNowBefore = minutes(10);
constexpr milliseconds kBetweenTries = minutes(1);
// How often a waiting caller looks at its deadline and stop.
constexpr milliseconds kLook{20};

Error expired(const Credentials& credentials) {
  return Error{"credentials.expired", fmt::format("those from {} ended at {}", credentials.source,
                                                  format_rfc3339(*credentials.expires_at))}
      .with("source", credentials.source);
}

}  // namespace

StaticProvider::StaticProvider(Credentials credentials, const Clock& clock)
    : credentials_(std::move(credentials)), clock_(clock) {}

Result<Credentials> StaticProvider::get(const CallContext& /*context*/) {
  if (credentials_.expires_at && *credentials_.expires_at <= clock_.wall())
    return failure(expired(credentials_));
  return credentials_;
}

CachingProvider::CachingProvider(Fetch fetch, const Clock& clock)
    : fetch_(std::move(fetch)), clock_(clock) {}

bool CachingProvider::is_alive() const {
  return current_ && !is_refused_ &&
         (!current_->expires_at || *current_->expires_at > clock_.wall());
}

CachingProvider::Need CachingProvider::need() const {
  if (!is_alive()) return Need::kNow;
  if (!current_->expires_at || clock_.steady() < next_try_) return Need::kNothing;
  const milliseconds left = *current_->expires_at - clock_.wall();
  if (left < std::min(kNowBefore, life_ / 3)) return Need::kNow;
  return left < std::min(kSoonBefore, life_ / 2) ? Need::kSoon : Need::kNothing;
}

Result<Credentials> CachingProvider::get(const CallContext& context) {
  std::unique_lock lock(mutex_);
  while (true) {
    const Need needed = need();
    if (needed == Need::kNothing || (needed == Need::kSoon && is_fetching_)) return *current_;
    if (!is_fetching_) return renew(lock, context);
    const std::uint64_t before = fetches_;
    SEXTANT_TRY_VOID(wait_for_fetch(lock, context));
    // The fetch that was waited for speaks for this caller too, unless it only ended because its
    // own caller gave up.
    if (fetches_ != before && last_failure_ && !is_alive()) return failure(*last_failure_);
  }
}

Result<void> CachingProvider::wait_for_fetch(std::unique_lock<std::mutex>& lock,
                                             const CallContext& context) {
  while (is_fetching_) {
    if (context.stop.stop_requested())
      return failure("credentials.cancelled", "stopped while another fetch ran");
    if (clock_.steady() >= context.deadline)
      return failure("credentials.timeout", "the other fetch still runs");
    fetched_.wait_for(lock, kLook);
  }
  return {};
}

Result<Credentials> CachingProvider::renew(std::unique_lock<std::mutex>& lock,
                                           const CallContext& context) {
  is_fetching_ = true;
  lock.unlock();
  Result<Credentials> fetched = fetch_(context);
  lock.lock();
  is_fetching_ = false;
  ++fetches_;
  next_try_ = clock_.steady() + kBetweenTries;
  fetched_.notify_all();
  if (fetched && fetched->expires_at && *fetched->expires_at <= clock_.wall())
    fetched = failure(expired(*fetched));
  if (fetched) {
    last_failure_.reset();
    is_refused_ = false;
    life_ = fetched->expires_at ? *fetched->expires_at - clock_.wall() : milliseconds(0);
    current_ = std::move(*fetched);
    return *current_;
  }
  const bool gave_up = context.stop.stop_requested() || clock_.steady() >= context.deadline;
  last_failure_ = gave_up ? std::nullopt : std::optional(fetched.error());
  if (is_alive()) {
    log::warning(
        fmt::format("renewing credentials from {} failed; the old ones are used until {}: {}",
                    current_->source, format_rfc3339(*current_->expires_at), fetched.error().code));
    return *current_;
  }
  return fetched;
}

void CachingProvider::invalidate() {
  const std::lock_guard lock(mutex_);
  is_refused_ = true;
}

}  // namespace sextant::aws
