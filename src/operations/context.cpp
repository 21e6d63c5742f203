#include "operations/context.h"

namespace sextant::operations {
namespace {

// As many as an overview uses at once. Opening one takes 20 ms; each holds some memory.
constexpr std::size_t kIdleEnginesMax = 6;

}  // namespace

Result<state::Database*> Context::database() {
  if (base_ != nullptr) return base_->database();
  const std::lock_guard lock(mutex_);
  if (database_ == nullptr) {
    SEXTANT_TRY_VOID(outside.files.make_folders(home));
    SEXTANT_TRY(own_database_, state::Database::open(home / "state.db"));
    database_ = own_database_.get();
  }
  return database_;
}

Result<EngineLease> Context::engine() {
  if (base_ != nullptr) return base_->engine();
  const auto lend = [this](std::unique_ptr<lake::Engine> engine) {
    return EngineLease(engine.release(), [this](lake::Engine* back) {
      give_back(std::unique_ptr<lake::Engine>(back));
    });
  };
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      std::unique_ptr<lake::Engine> engine = std::move(idle_.back());
      idle_.pop_back();
      return lend(std::move(engine));
    }
  }
  SEXTANT_TRY(auto opened, lake::Engine::open(outside.clock));
  return lend(std::move(opened));
}

void Context::give_back(std::unique_ptr<lake::Engine> engine) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleEnginesMax) idle_.push_back(std::move(engine));
}

}  // namespace sextant::operations
