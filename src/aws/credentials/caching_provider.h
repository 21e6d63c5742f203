#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "aws/credentials/credentials.h"
#include "base/clock.h"

namespace sextant::aws {

// Credentials that always stay the same, with their end, if they have one, still watched.
// Error of `get`: credentials.expired.
class StaticProvider final : public CredentialsProvider {
 public:
  StaticProvider(Credentials credentials, const Clock& clock);
  Result<Credentials> get(const CallContext& context) override;

 private:
  const Credentials credentials_;
  const Clock& clock_;
};

// Keeps what `fetch` gave until its end draws near, and fetches again in time. Thread-safe: one
// fetch runs at a time, and whoever needs its outcome waits for it, up to the deadline and stop of
// their own call.
//
// With less than 15 minutes left (half of their life, where that is shorter) one caller renews
// while the others go on with the old ones; with less than 10 (a third of their life) everybody
// waits for the renewal. A renewal that fails is no error while the old credentials live; it is
// tried again at most once a minute.
//
// Errors of `get`: those of `fetch`; credentials.expired where it gives expired ones;
// credentials.timeout and credentials.cancelled for waiting.
class CachingProvider final : public CredentialsProvider {
 public:
  using Fetch = std::function<Result<Credentials>(const CallContext&)>;

  CachingProvider(Fetch fetch, const Clock& clock);
  Result<Credentials> get(const CallContext& context) override;
  void invalidate() override;

 private:
  enum class Need { kNothing, kSoon, kNow };

  Need need() const;
  bool is_alive() const;
  Result<Credentials> renew(std::unique_lock<std::mutex>& lock, const CallContext& context);
  // Waits until no fetch runs; an error where the caller's own limits end first.
  Result<void> wait_for_fetch(std::unique_lock<std::mutex>& lock, const CallContext& context);

  const Fetch fetch_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::condition_variable fetched_;
  bool is_fetching_ = false;
  std::uint64_t fetches_ = 0;  // that have ended
  std::optional<Credentials> current_;
  bool is_refused_ = false;  // by the service: see invalidate
  std::chrono::milliseconds life_{0};
  SteadyTime next_try_{};
  std::optional<Error> last_failure_;  // of the last fetch, where it failed by itself
};

}  // namespace sextant::aws
