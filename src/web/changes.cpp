#include "web/changes.h"

#include <algorithm>
#include <vector>

namespace sextant::web {

void Changes::publish(std::string_view what) {
  {
    const std::lock_guard lock(state_->mutex);
    const std::uint64_t number = ++state_->last;
    const auto [place, is_new] = state_->last_of.try_emplace(std::string(what), number);
    if (!is_new) place->second = number;
  }
  state_->wake.notify_all();
}

std::uint64_t Changes::count() const {
  const std::lock_guard lock(state_->mutex);
  return state_->last;
}

class Changes::Follower final : public EventSource {
 public:
  explicit Follower(std::shared_ptr<State> state) : state_(std::move(state)) {
    const std::lock_guard lock(state_->mutex);
    seen_ = state_->last;
  }

  std::optional<StreamEvent> next(SteadyTime until, const std::stop_token& stop) override {
    if (!greeted_) {
      greeted_ = true;
      return StreamEvent{0, "hello", "{}"};
    }
    std::unique_lock lock(state_->mutex);
    const auto has_more = [this] { return state_->last > seen_; };
    if (!state_->wake.wait_until(lock, stop, until, has_more)) return std::nullopt;
    // The oldest change that was not told yet.
    const auto* oldest = static_cast<const Entry*>(nullptr);
    for (const Entry& entry : state_->last_of) {
      if (entry.second > seen_ && (oldest == nullptr || entry.second < oldest->second))
        oldest = &entry;
    }
    seen_ = oldest->second;
    return StreamEvent{0, "changed", R"({"what":")" + oldest->first + R"("})"};
  }

  bool is_over() const override { return false; }

 private:
  using Entry = std::pair<const std::string, std::uint64_t>;
  const std::shared_ptr<State> state_;
  std::uint64_t seen_ = 0;
  bool greeted_ = false;
};

std::shared_ptr<EventSource> Changes::follow() const {
  return std::make_shared<Follower>(state_);
}

}  // namespace sextant::web
