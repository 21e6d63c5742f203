#pragma once

#include <optional>
#include <string>

#include "aws/access.h"
#include "aws/credentials/profile_files.h"
#include "aws/sso/token_cache.h"

namespace sextant::aws {

// A profile for one role of one account, reached by SSO.
struct NewSsoProfile {
  std::string name;
  SsoSession session;
  std::string account_id;
  std::string role;
  std::optional<std::string> region;
};

// The exact lines that would be added to ~/.aws/config: the profile, and the [sso-session] where it
// does not stand there yet. Errors: profile.exists, profile.malformed_name,
// profile.malformed_value, file.* where the file exists but cannot be read.
Result<std::string> lines_to_add(const ProfileFiles& files, const NewSsoProfile& profile);

// Adds the lines at the end of ~/.aws/config (where AWS_CONFIG_FILE points), atomically; everything
// else stays as it is, byte for byte, and so do the file's mode and a link that leads to it. Reads
// the file afresh. Errors: as above, file.*.
Result<void> add_profile(const Outside& outside, const NewSsoProfile& profile);

}  // namespace sextant::aws
