#include "aws/pacer.h"

#include <algorithm>

namespace sextant::aws {

Pacer::Pacer(Pace ceiling, const Clock& clock)
    : ceiling_{std::max(ceiling.rate_per_s, kRateFloor), std::max(ceiling.burst, 1.0)},
      clock_(clock),
      rate_per_s_(ceiling_.rate_per_s),
      tokens_(ceiling_.burst),
      refilled_at_(clock.steady()) {}

void Pacer::refill() {
  const SteadyTime now = clock_.steady();
  const double elapsed_s = std::chrono::duration<double>(now - refilled_at_).count();
  tokens_ = std::min(ceiling_.burst, tokens_ + elapsed_s * rate_per_s_);
  refilled_at_ = now;
}

std::chrono::nanoseconds Pacer::take() {
  const std::lock_guard lock(mutex_);
  refill();
  tokens_ -= 1;
  if (tokens_ >= 0) return {};
  // The debt is paid at today's rate; a later refusal lengthens only the waits that are taken after
  // it.
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(-tokens_ / rate_per_s_));
}

void Pacer::give_back() {
  const std::lock_guard lock(mutex_);
  tokens_ = std::min(ceiling_.burst, tokens_ + 1);
}

void Pacer::accepted() {
  const std::lock_guard lock(mutex_);
  if (++accepted_in_row_ < kCallsToRecover) return;
  accepted_in_row_ = 0;
  refill();  // what has passed so far passed at the old rate
  rate_per_s_ = std::min(ceiling_.rate_per_s, rate_per_s_ + ceiling_.rate_per_s / 10);
}

void Pacer::refused() {
  const std::lock_guard lock(mutex_);
  accepted_in_row_ = 0;
  refill();
  rate_per_s_ = std::max(kRateFloor, rate_per_s_ / 2);
}

double Pacer::rate_per_s() const {
  const std::lock_guard lock(mutex_);
  return rate_per_s_;
}

}  // namespace sextant::aws
