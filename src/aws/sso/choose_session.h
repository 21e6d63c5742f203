#pragma once

#include <optional>
#include <string>

#include "aws/credentials/profile_files.h"
#include "aws/sso/token_cache.h"
#include "base/environment.h"
#include "base/files.h"

namespace sextant::aws {

// What a person said of the session that they mean; all may be absent.
struct SsoChoice {
  std::optional<std::string> profile = {};
  std::optional<std::string> session = {};
  std::optional<std::string> start_url = {};
  std::optional<std::string> region = {};
};

// The session that is meant: the profile's; the named one; the one with that start URL and region
// (one of ~/.aws/config where it stands there, else a new one, whose name is taken from the URL);
// and where nothing was said the one of the environment's profile, or the only one that is
// configured, or the only one that somebody has signed in to. A session that is not configured is
// known by its cached token. Errors: sso.which_session, sso.session_conflict, those of
// profile_sso.h, profile.not_found.
Result<SsoSession> choose_session(const ProfileFiles& profiles, const Environment& environment,
                                  Files& files, const SsoChoice& choice);

// Whether a start URL has one of the forms that IAM Identity Center gives out; others may work all
// the same.
bool is_usual_start_url(const std::string& start_url);

}  // namespace sextant::aws
