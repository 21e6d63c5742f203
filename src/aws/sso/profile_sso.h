#pragma once

#include <optional>
#include <string>

#include "aws/credentials/profile_files.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

// What a profile says of SSO.
struct ProfileSso {
  SsoSession session;
  std::string account_id;
  std::string role;
};

// nullopt where the profile has neither sso_account_id nor sso_role_name. Both forms are read: a
// named sso-session, and the older one with the start URL in the profile. Errors:
// sso.session_not_found, sso.inconsistent, sso.incomplete, sso.malformed_start_url,
// sso.malformed_region.
Result<std::optional<ProfileSso>> sso_of_profile(const ProfileFiles& files,
                                                 const ProfileSection& profile);

// The session that a profile signs in to, even where it names no account and role; nullopt where it
// has none. Errors as above.
Result<std::optional<SsoSession>> session_of_profile(const ProfileFiles& files,
                                                     const ProfileSection& profile);

// [sso-session NAME]. Errors: sso.unknown_session, sso.incomplete, sso.malformed_start_url,
// sso.malformed_region.
Result<SsoSession> named_session(const ProfileFiles& files, const std::string& name);

// Errors: sso.malformed_start_url (https only), sso.malformed_region.
Result<void> check_session(const SsoSession& session);

}  // namespace sextant::aws
