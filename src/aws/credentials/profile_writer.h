#pragma once

#include <optional>
#include <string>
#include <vector>

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

// The exact lines that would be added to ~/.aws/config: the profiles, each followed by its
// [sso-session] where that does not stand there yet. Errors: profile.exists,
// profile.malformed_name, profile.malformed_value, file.* where the file exists but cannot be read.
Result<std::string> lines_to_add(const ProfileFiles& files,
                                 const std::vector<NewSsoProfile>& profiles);

// Adds the lines at the end of ~/.aws/config (where AWS_CONFIG_FILE points), atomically; everything
// else stays as it is, byte for byte, and so do the file's mode and a link that leads to it. Reads
// the file afresh: where that makes other lines than `agreed`, which a person has seen, nothing is
// written. Errors: as above, profile.lines_changed, file.*.
Result<void> add_profiles(const Outside& outside, const std::vector<NewSsoProfile>& profiles,
                          const std::string& agreed);

}  // namespace sextant::aws
