#include "sync/access.h"

#include <fmt/format.h>

namespace sextant::sync {

Result<Entry> Access::current(const CallContext& context) {
  const std::lock_guard lock(mutex_);
  if (entry_) return *entry_;
  return open_next(context);
}

Result<Entry> Access::next(const Entry& failed, const Error& error, const CallContext& context) {
  const std::lock_guard lock(mutex_);
  if (entry_ && entry_->api != failed.api) return *entry_;  // another thread was first
  entry_.reset();
  error_ = error;
  return open_next(context);
}

Result<Entry> Access::open_next(const CallContext& context) {
  while (next_ < source_.connections.size()) {
    const connect::Connection& connection = source_.connections[next_++];
    auto api = factory_(connection);
    if (!api) {
      error_ = api.error();
      continue;
    }
    const auto reached = ask_who(**api, context, false);
    if (!reached) {
      error_ = reached.error();
      continue;
    }
    if (reached->account_id != source_.account_id) {
      error_ = Error{"sync.account_changed",
                     fmt::format("{} was account {} and is account {} now", connection.name,
                                 source_.account_id, reached->account_id)}
                   .with("connection", connection.name);
      continue;
    }
    entry_ = Entry{connection, *api};
    return *entry_;
  }
  return failure(error_.value_or(Error{"sync.no_access", "no connection is left"}));
}

}  // namespace sextant::sync
