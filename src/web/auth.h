#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "state/sign_ins.h"
#include "state/tokens.h"
#include "web/api.h"

namespace sextant::web {

inline constexpr std::string_view kTokenPrefix = "sxt_";
inline constexpr std::chrono::minutes kLinkLife{10};
inline constexpr std::chrono::hours kSessionIdleMax{12};
inline constexpr std::chrono::days kSessionLife{7};

// A token as its maker gets to see it, once.
struct MintedToken {
  state::Token token;
  Secret text;
};

// Makes a bearer token and keeps its hash. `days` empty: it does not expire. Errors: state.*.
Result<MintedToken> mint_token(state::Database& database, Random& random, WallTime now,
                               std::string name, Scope scope,
                               std::optional<std::chrono::days> days);
// Makes the code of a one-time link and keeps its hash. Errors: state.*.
Result<Secret> mint_link(state::Database& database, Random& random, WallTime now);

// Who may ask the API: those with a session cookie, which a one-time link has given, or with a
// bearer token. Only hashes are stored. Thread-safe.
class Auth {
 public:
  // References outlive it.
  Auth(state::Database& database, const Clock& clock, Random& random);

  // The caller who shows this token. Errors: web.token_refused, state.*.
  Result<Caller> by_token(std::string_view text);
  // The caller of this cookie. Errors: web.not_signed_in, state.*.
  Result<Caller> by_session(std::string_view cookie);
  // Begins a session for the code of a link, which works once; the text of its cookie. Errors:
  // web.login_refused, state.*.
  Result<Secret> sign_in(std::string_view code);
  // Ends the session of a caller; without effect on one with a token.
  Result<void> sign_out(const Caller& caller);
  // Whether a caller that was let in before still may go on; for streams.
  bool is_still_valid(const Caller& caller);

 private:
  Result<Caller> admit_token(const std::optional<state::Token>& token);
  bool is_due(const std::string& id, WallTime now);

  const Clock& clock_;
  Random& random_;
  state::TokenStore tokens_;
  state::SignInStore sign_ins_;
  std::mutex mutex_;
  std::map<std::string, WallTime> noted_;  // when each was last noted as used; guarded by mutex_
};

}  // namespace sextant::web
