#include "state/sign_ins.h"

#include "base/civil_time.h"
#include "state/row_values.h"

namespace sextant::state {

Result<void> SignInStore::add_link(std::string_view code_hash, WallTime expires_at) {
  return database_.run("INSERT INTO login_links(hash, expires_at) VALUES (?, ?)",
                       {std::string(code_hash), format_rfc3339(expires_at)});
}

Result<bool> SignInStore::take_link(std::string_view code_hash, WallTime now) {
  bool is_valid = false;
  SEXTANT_TRY_VOID(database_.run("DELETE FROM login_links WHERE hash = ? RETURNING expires_at",
                                 {std::string(code_hash)}, [&](const Row& row) {
                                   const auto expires_at = time_of(row.text(0));
                                   is_valid = expires_at && now < *expires_at;
                                 }));
  return is_valid;
}

Result<void> SignInStore::add_session(std::string_view hash, WallTime now) {
  return database_.run("INSERT INTO sessions(hash, created_at, last_used_at) VALUES (?, ?, ?)",
                       {std::string(hash), format_rfc3339(now), format_rfc3339(now)});
}

Result<std::optional<Session>> SignInStore::find_session(std::string_view hash) const {
  std::optional<Session> out;
  SEXTANT_TRY_VOID(database_.run("SELECT created_at, last_used_at FROM sessions WHERE hash = ?",
                                 {std::string(hash)}, [&](const Row& row) {
                                   const auto created = time_of(row.text(0));
                                   const auto used = time_of(row.text(1));
                                   if (created && used) out = Session{*created, *used};
                                 }));
  return out;
}

Result<void> SignInStore::mark_used(std::string_view hash, WallTime now) {
  return database_.run("UPDATE sessions SET last_used_at = ? WHERE hash = ?",
                       {format_rfc3339(now), std::string(hash)});
}

Result<void> SignInStore::remove_session(std::string_view hash) {
  return database_.run("DELETE FROM sessions WHERE hash = ?", {std::string(hash)});
}

Result<void> SignInStore::clear_up(WallTime now, WallTime idle_since, WallTime begun_since) {
  SEXTANT_TRY_VOID(
      database_.run("DELETE FROM login_links WHERE expires_at < ?", {format_rfc3339(now)}));
  return database_.run("DELETE FROM sessions WHERE last_used_at < ? OR created_at < ?",
                       {format_rfc3339(idle_since), format_rfc3339(begun_since)});
}

}  // namespace sextant::state
