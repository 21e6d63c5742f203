#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sync/api.h"
#include "sync/source.h"

namespace sextant::sync {

// One connection that has proved to reach the account.
struct Entry {
  connect::Connection connection;
  std::shared_ptr<Api> api;
};

// The ways into one account: the first connection that works, and the next one when its session
// ends. Each is asked who it is before it is used, since a profile may have come to point to
// another account. Thread-safe.
class Access {
 public:
  // `factory` outlives it.
  Access(Source source, const ApiFactory& factory)
      : source_(std::move(source)), factory_(factory) {}
  Access(const Access&) = delete;
  Access& operator=(const Access&) = delete;

  // The current way in, opening the first one at need; the error of the last way where none works
  // (any more).
  Result<Entry> current(const CallContext& context);
  // The way `failed` works no more, because of `error`: the next one, or the error.
  Result<Entry> next(const Entry& failed, const Error& error, const CallContext& context);

 private:
  Result<Entry> open_next(const CallContext& context);

  const Source source_;
  const ApiFactory& factory_;
  std::mutex mutex_;
  std::optional<Entry> entry_;  // guarded by mutex_, as is all below
  std::size_t next_ = 0;
  std::optional<Error> error_;
};

}  // namespace sextant::sync
