#pragma once

#include <functional>
#include <string>

#include "aws/credentials/credential_tools.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

// What a person has to do to sign in.
struct SsoLoginPrompt {
  std::string url;        // to open in a browser; https, or http on this machine
  std::string user_code;  // to compare with what the page shows; empty in the browser flow
  WallTime expires_at{};
};
using ShowLoginPrompt = std::function<void(const SsoLoginPrompt&)>;

// Signs in with the device flow (RFC 8628) and stores the token in the standard cache: the person
// opens the URL on any machine and confirms the code. Blocks until then, up to the code's expiry,
// the deadline or a stop. Errors: sso.start_url_refused, sso.login_denied, sso.login_timeout,
// sso.login_cancelled, sso.malformed_answer, file.*, aws.*, http.*.
Result<SsoToken> login_by_device(const CredentialTools& tools, const SsoSession& session,
                                 const ShowLoginPrompt& show, const CallContext& context);

// Signs in with an authorization code and PKCE (RFC 7636): the browser comes back to a port on
// 127.0.0.1 that is open only meanwhile, and whose answers count only with the state that was sent
// along. Blocks as above, at most ten minutes. Errors as above, and http.bind.
Result<SsoToken> login_by_browser(const CredentialTools& tools, const SsoSession& session,
                                  const ShowLoginPrompt& show, const CallContext& context);

// A client registration for this session, from the cache or fresh (and then cached). `redirect_uri`
// is empty for the device flow. Errors: sso.start_url_refused, sso.malformed_answer, file.*, aws.*,
// http.*.
Result<SsoRegistration> registration_for(const CredentialTools& tools, const SsoSession& session,
                                         const std::string& redirect_uri,
                                         const CallContext& context);

// What the sign-in service's refusals mean. Errors that are none of its own are given back as they
// are.
Error explain_login_error(Error error, const SsoSession& session);

}  // namespace sextant::aws
