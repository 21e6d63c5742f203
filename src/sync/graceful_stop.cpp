#include "sync/graceful_stop.h"

#include <utility>

namespace sextant::sync {

GracefulStop::GracefulStop(std::stop_token wanted, std::chrono::milliseconds grace)
    : wanted_(std::move(wanted)), grace_(grace), thread_([this] { watch(); }) {}

GracefulStop::~GracefulStop() {
  {
    const std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void GracefulStop::watch() {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, wanted_, [this] { return is_over_; });
    if (!wanted_.stop_requested()) return;
    // The machine's own time: a person waits.
    changed_.wait_for(lock, grace_, [this] { return is_over_ || under_way_ == 0; });
  }
  source_.request_stop();
}

bool GracefulStop::Request::begin() {
  const std::lock_guard lock(stop_.mutex_);
  if (stop_.wanted_.stop_requested()) return false;
  if (!std::exchange(is_under_way_, true)) ++stop_.under_way_;
  return true;
}

void GracefulStop::Request::end() {
  {
    const std::lock_guard lock(stop_.mutex_);
    if (!std::exchange(is_under_way_, false)) return;
    --stop_.under_way_;
  }
  stop_.changed_.notify_all();
}

}  // namespace sextant::sync
