#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

// A browser that is signed in to the console. A plain value.
struct Session {
  WallTime created_at{};
  WallTime last_used_at{};
};

// One-time links to the console, and the sessions that they begin. Codes and cookies are known by
// the SHA-256 of their texts only. Kept in the state file so that `sextant link` works beside a
// running server and a session outlives the server's end. Thread-safe as the database is. Errors:
// those of the database.
class SignInStore {
 public:
  explicit SignInStore(Database& database) : database_(database) {}

  Result<void> add_link(std::string_view code_hash, WallTime expires_at);
  // Takes the link away, so that it works once; true where there was one that has not expired.
  Result<bool> take_link(std::string_view code_hash, WallTime now);

  Result<void> add_session(std::string_view hash, WallTime now);
  Result<std::optional<Session>> find_session(std::string_view hash) const;
  Result<void> mark_used(std::string_view hash, WallTime now);
  Result<void> remove_session(std::string_view hash);
  // Forgets links that expired before `now` and sessions that rest since before `idle_since` or
  // began before `begun_since`.
  Result<void> clear_up(WallTime now, WallTime idle_since, WallTime begun_since);

 private:
  Database& database_;
};

}  // namespace sextant::state
