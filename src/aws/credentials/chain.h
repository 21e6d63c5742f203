#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/credentials/credential_tools.h"
#include "aws/credentials/profile_files.h"
#include "aws/credentials/profile_settings.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

// What getting credentials does on this machine besides asking AWS, so that a person can be told
// before it happens. A plain value.
struct SideEffects {
  std::string program;         // the credential_process that is run; "" for none
  std::string program_origin;  // where it stands, "~/.aws/config line 7"
  std::optional<SsoSession>
      sso;                    // whose token is renewed, and its cache written, where it ends soon
  std::string login_session;  // of `aws login`, likewise; "" for none
};

// A source of credentials that was decided on, before anything was fetched.
struct ChosenSource {
  std::shared_ptr<CredentialsProvider> provider;
  std::string words;  // "profile base", "environment", for messages
  bool is_role =
      false;  // gives a role's session, with which another role is assumed for an hour at most
  SideEffects effects = {};
};

// The source that the official order comes to for this profile: environment (unless the profile was
// named explicitly), assume-role, web identity, SSO, shared credentials file, `aws login`,
// credential_process, config file, container, EC2 instance metadata. Only what was found wanting
// stops the order: a profile that is configured wrongly is an error, not a reason to go on.
// Nothing is fetched. Errors: credentials.*, profile.*, sso.*.
Result<ChosenSource> choose_source(const CredentialTools& tools, const ProfileFiles& files,
                                   const ChosenProfile& profile);

// The same for an identity: `choose_source`, and the identity's role assumed on top of it. Errors
// as above.
Result<std::shared_ptr<CredentialsProvider>> make_provider(const CredentialTools& tools,
                                                           const ProfileFiles& files,
                                                           const ChosenProfile& profile,
                                                           const Identity& identity);

}  // namespace sextant::aws
