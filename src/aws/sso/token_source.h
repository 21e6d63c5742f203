#pragma once

#include <mutex>

#include "aws/credentials/credential_tools.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

// The portal token of one session, as the cache holds it at the moment. With less than 15 minutes
// left, or none, it is renewed where the session has a name and the sign-in left the means; at most
// one try a minute, and a try that fails is no error while the token lives. Thread-safe.
class SsoTokenSource {
 public:
  SsoTokenSource(CredentialTools tools, SsoSession session);

  // Errors: sso.not_signed_in, sso.expired, sso.token_malformed, file.*.
  Result<SsoToken> get(const CallContext& context);
  const SsoSession& session() const { return session_; }

 private:
  // nullopt where it could not be renewed, for whatever reason.
  std::optional<SsoToken> renew(const SsoToken& token, const CallContext& context);

  const CredentialTools tools_;
  const SsoSession session_;
  SsoTokenCache cache_;
  std::mutex mutex_;
  SteadyTime next_try_ = SteadyTime::min();
};

// Where the sign-in service and the portal of a session are: `options` with its region.
ClientOptions sso_options(const CredentialTools& tools, const SsoSession& session);

// The token in an answer of sso-oidc:CreateToken. Error: sso.malformed_answer.
Result<SsoToken> read_token_answer(const boost::json::value& answer, const SsoSession& session,
                                   const SsoRegistration& registration, WallTime now);

}  // namespace sextant::aws
