#include "web/auth.h"

#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

namespace sextant::web {
namespace {

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kIdBytes = 8;
// Longer texts are no code, cookie or token of ours.
constexpr std::size_t kSecretTextMax = 128;
// That something is used is written down once in a while, not with each request.
constexpr std::chrono::minutes kNoteEvery{1};
constexpr std::size_t kNotedMax = 10'000;

std::string hash_of(std::string_view text) {
  return to_hex(sha256(text));
}

}  // namespace

Result<MintedToken> mint_token(state::Database& database, Random& random, WallTime now,
                               std::string name, Scope scope,
                               std::optional<std::chrono::days> days) {
  MintedToken out;
  out.text = Secret(std::string(kTokenPrefix) + to_base64_url(random.bytes(kSecretBytes)));
  out.token = {to_hex(random.bytes(kIdBytes)),
               std::move(name),
               std::string(name_of(scope)),
               now,
               std::nullopt,
               std::nullopt};
  if (days) out.token.expires_at = now + *days;
  SEXTANT_TRY_VOID(state::TokenStore(database).add(out.token, hash_of(out.text.reveal())));
  return out;
}

Result<Secret> mint_link(state::Database& database, Random& random, WallTime now) {
  Secret code(to_base64_url(random.bytes(kSecretBytes)));
  SEXTANT_TRY_VOID(state::SignInStore(database).add_link(hash_of(code.reveal()), now + kLinkLife));
  return code;
}

Auth::Auth(state::Database& database, const Clock& clock, Random& random)
    : clock_(clock), random_(random), tokens_(database), sign_ins_(database) {}

bool Auth::is_due(const std::string& id, WallTime now) {
  const std::lock_guard lock(mutex_);
  if (noted_.size() > kNotedMax) noted_.clear();
  const auto [place, is_new] = noted_.try_emplace(id, now);
  if (!is_new && now < place->second + kNoteEvery) return false;
  place->second = now;
  return true;
}

Result<Caller> Auth::admit_token(const std::optional<state::Token>& token) {
  if (!token) return failure("web.token_refused", "it is not known, or was revoked");
  if (token->expires_at && clock_.wall() >= *token->expires_at)
    return failure("web.token_refused", "it has expired");
  const auto scope = parse_scope(token->scope);
  if (!scope) return failure("web.token_refused", "its scope is not known");
  return Caller{Caller::Kind::kToken, *scope, token->id, token->name};
}

Result<Caller> Auth::by_token(std::string_view text) {
  if (!text.starts_with(kTokenPrefix) || text.size() > kSecretTextMax)
    return failure("web.token_refused", "it does not look like a token of Sextant's");
  SEXTANT_TRY(const auto token, tokens_.find(hash_of(text)));
  SEXTANT_TRY(Caller caller, admit_token(token));
  const WallTime now = clock_.wall();
  if (is_due(caller.id, now)) SEXTANT_TRY_VOID(tokens_.mark_used(caller.id, now));
  return caller;
}

Result<Caller> Auth::by_session(std::string_view cookie) {
  if (cookie.empty() || cookie.size() > kSecretTextMax) return failure("web.not_signed_in", "");
  const std::string hash = hash_of(cookie);
  SEXTANT_TRY(const auto session, sign_ins_.find_session(hash));
  const WallTime now = clock_.wall();
  if (!session || now >= session->last_used_at + kSessionIdleMax ||
      now >= session->created_at + kSessionLife)
    return failure("web.not_signed_in", "");
  if (is_due(hash, now)) SEXTANT_TRY_VOID(sign_ins_.mark_used(hash, now));
  return Caller{Caller::Kind::kSession, Scope::kOperate, hash, ""};
}

Result<Secret> Auth::sign_in(std::string_view code) {
  const WallTime now = clock_.wall();
  SEXTANT_TRY_VOID(sign_ins_.clear_up(now, now - kSessionIdleMax, now - kSessionLife));
  bool is_valid = false;
  if (!code.empty() && code.size() <= kSecretTextMax) {
    SEXTANT_TRY(is_valid, sign_ins_.take_link(hash_of(code), now));
  }
  if (!is_valid) return failure("web.login_refused", "");
  Secret cookie(to_base64_url(random_.bytes(kSecretBytes)));
  SEXTANT_TRY_VOID(sign_ins_.add_session(hash_of(cookie.reveal()), now));
  return cookie;
}

Result<void> Auth::sign_out(const Caller& caller) {
  if (caller.kind != Caller::Kind::kSession) return {};
  return sign_ins_.remove_session(caller.id);
}

bool Auth::is_still_valid(const Caller& caller) {
  if (caller.kind == Caller::Kind::kSession) {
    const auto session = sign_ins_.find_session(caller.id);
    return session && *session && clock_.wall() < (*session)->created_at + kSessionLife;
  }
  const auto tokens = tokens_.list();
  if (!tokens) return false;
  const auto found = std::ranges::find(*tokens, caller.id, &state::Token::id);
  return found != tokens->end() && admit_token(*found).has_value();
}

}  // namespace sextant::web
