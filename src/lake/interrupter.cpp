#include "lake/interrupter.h"

namespace sextant::lake {
namespace {
constexpr std::chrono::milliseconds kRepeatEvery(2);
}

Interrupter::Interrupter(duckdb_connection connection, const Clock& clock,
                         const CallContext& context)
    : connection_(connection), clock_(clock), context_(context) {
  if (context_.deadline != SteadyTime::max() || context_.stop.stop_possible()) {
    watcher_ = std::thread([this] { watch(); });
  }
}

Interrupter::~Interrupter() {
  done_.request_stop();
  if (watcher_.joinable()) watcher_.join();
}

std::optional<std::string_view> Interrupter::reason() const {
  const char* reason = reason_;
  if (reason == nullptr) return std::nullopt;
  return reason;
}

void Interrupter::watch() {
  std::stop_source wake;  // the end of the statement and a stop both end the wait
  const std::stop_callback on_done(done_.get_token(), [&wake] { wake.request_stop(); });
  const std::stop_callback on_stop(context_.stop, [&wake] { wake.request_stop(); });
  if (context_.deadline == SteadyTime::max()) {
    std::mutex mutex;
    std::condition_variable_any changed;
    std::unique_lock lock(mutex);
    changed.wait(lock, wake.get_token(), [] { return false; });
  } else {
    clock_.sleep_until(context_.deadline, wake.get_token());
  }
  if (done_.stop_requested()) return;
  reason_ = context_.stop.stop_requested() ? "lake.cancelled" : "lake.deadline";
  interrupt_until_done();
}

void Interrupter::interrupt_until_done() {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  while (!done_.stop_requested()) {
    duckdb_interrupt(connection_);
    changed.wait_for(lock, done_.get_token(), kRepeatEvery, [] { return false; });
  }
}

}  // namespace sextant::lake
