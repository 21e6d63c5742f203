#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace sextant::sim {

// What was changed in the organization since the start. The world itself, and with it all costs,
// stays. Thread-safe.
class OrganizationOverlay {
 public:
  struct Change {
    std::optional<std::string> name;
    std::optional<std::string> state;
    bool is_removed = false;
  };
  void change(const std::string& account_id, Change change) {
    const std::lock_guard lock(mutex_);
    changes_[account_id] = std::move(change);
  }
  Change of(const std::string& account_id) const {
    const std::lock_guard lock(mutex_);
    const auto found = changes_.find(account_id);
    return found == changes_.end() ? Change{} : found->second;
  }
  // Members that may read the organization as the management account can.
  void set_delegated(const std::string& account_id, bool is_delegated) {
    const std::lock_guard lock(mutex_);
    if (is_delegated) {
      delegated_.insert(account_id);
    } else {
      delegated_.erase(account_id);
    }
  }
  bool is_delegated(const std::string& account_id) const {
    const std::lock_guard lock(mutex_);
    return delegated_.contains(account_id);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Change> changes_;  // guarded, as is delegated_
  std::set<std::string> delegated_;
};

}  // namespace sextant::sim
