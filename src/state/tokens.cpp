#include "state/tokens.h"

#include "base/civil_time.h"
#include "state/row_values.h"

namespace sextant::state {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, name, scope, created_at, expires_at, last_used_at FROM tokens ";

Token read(const Row& row) {
  return {row.text(0),          row.text(1),
          row.text(2),          time_of(row.text(3)).value_or(WallTime{}),
          time_of(row.text(4)), time_of(row.text(5))};
}

}  // namespace

Result<void> TokenStore::add(const Token& token, std::string_view hash) {
  return database_.run(
      "INSERT INTO tokens(id, name, scope, hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
      {token.id, token.name, token.scope, std::string(hash), format_rfc3339(token.created_at),
       text_of(token.expires_at)});
}

Result<std::vector<Token>> TokenStore::list() const {
  std::vector<Token> out;
  SEXTANT_TRY_VOID(database_.run(std::string(kSelect) + "ORDER BY created_at DESC, rowid DESC", {},
                                 [&](const Row& row) { out.push_back(read(row)); }));
  return out;
}

Result<std::optional<Token>> TokenStore::find(std::string_view hash) const {
  std::optional<Token> out;
  SEXTANT_TRY_VOID(database_.run(std::string(kSelect) + "WHERE hash = ?", {std::string(hash)},
                                 [&](const Row& row) { out = read(row); }));
  return out;
}

Result<void> TokenStore::mark_used(std::string_view id, WallTime at) {
  return database_.run("UPDATE tokens SET last_used_at = ? WHERE id = ?",
                       {format_rfc3339(at), std::string(id)});
}

Result<bool> TokenStore::remove(std::string_view id) {
  bool removed = false;
  SEXTANT_TRY_VOID(database_.run("DELETE FROM tokens WHERE id = ? RETURNING id", {std::string(id)},
                                 [&](const Row&) { removed = true; }));
  return removed;
}

}  // namespace sextant::state
