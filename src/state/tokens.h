#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "state/database.h"

namespace sextant::state {

// What is known of a bearer token of the API: never its text. A plain value.
struct Token {
  std::string id;     // 16 hexadecimal digits
  std::string name;   // what its maker called it
  std::string scope;  // "read" or "operate"
  WallTime created_at{};
  std::optional<WallTime> expires_at;
  std::optional<WallTime> last_used_at;
};

// Tokens in the state file, each known by the SHA-256 of its text (lower-case hexadecimal).
// Thread-safe as the database is. Errors: those of the database.
class TokenStore {
 public:
  explicit TokenStore(Database& database) : database_(database) {}
  Result<void> add(const Token& token, std::string_view hash);
  Result<std::vector<Token>> list() const;  // the newest first, expired ones too
  Result<std::optional<Token>> find(std::string_view hash) const;
  Result<void> mark_used(std::string_view id, WallTime at);
  // True where there was one.
  Result<bool> remove(std::string_view id);

 private:
  Database& database_;
};

}  // namespace sextant::state
