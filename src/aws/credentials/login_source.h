#pragma once

#include <memory>
#include <string>

#include "aws/credentials/credential_tools.h"

namespace sextant::aws {

// Where `aws login` keeps the session of this name: AWS_LOGIN_CACHE_DIRECTORY, else
// ~/.aws/login/cache.
std::filesystem::path login_cache_path(const Environment& environment,
                                       const std::string& login_session);

// Credentials that `aws login` has left in its cache, for a profile with `login_session`. They live
// for a quarter of an hour; with less than five minutes left they are renewed with the cached
// refresh token, bound to the cached key (RFC 9449), and the cache is written back. Nothing is read
// before the first `get`. Errors of `get`: credentials.login_missing, credentials.login_expired,
// file.*.
std::shared_ptr<CredentialsProvider> login_provider(const CredentialTools& tools,
                                                    const std::string& profile,
                                                    const std::string& login_session);

}  // namespace sextant::aws
