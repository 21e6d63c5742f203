#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/result.h"
#include "base/secret.h"

namespace sextant::aws {

// A place to sign in. A plain value.
struct SsoSession {
  std::string name;  // of the [sso-session]; empty for a profile of the older form, which has none
  std::string start_url;
  std::string region;
  std::vector<std::string> scopes = {};  // sso_registration_scopes; empty for the usual one
  bool is_configured = false;            // stands in ~/.aws/config under its name

  // What the cached token is filed under, and what messages call it: the name, or the start URL
  // where there is none.
  const std::string& cache_name() const { return name.empty() ? start_url : name; }
};

// A token of the SSO portal, as the standard cache holds it.
struct SsoToken {
  std::string start_url;
  std::string region;
  Secret access_token;
  WallTime expires_at{};
  // What a renewal needs; empty where the sign-in gave none.
  std::string client_id;
  Secret client_secret;
  std::optional<WallTime> registration_expires_at;
  Secret refresh_token;
};

// A client registration at the sign-in service, kept between sign-ins as AWS's tools keep it.
struct SsoRegistration {
  std::string client_id;
  Secret client_secret;
  WallTime expires_at{};
  std::vector<std::string> scopes;
  std::vector<std::string> grant_types;  // empty for the device flow
};

// ~/.aws/sso/cache: the one place where Sextant writes tokens, shared with the AWS CLI and the SDKs
// (same names, keys and date form). Files have mode 0600 and are replaced atomically. Thread-safe
// as `files` is.
class SsoTokenCache {
 public:
  SsoTokenCache(const Environment& environment, Files& files);

  std::filesystem::path token_path(const SsoSession& session) const;
  // nullopt where there is none. Errors: sso.token_malformed, file.*.
  Result<std::optional<SsoToken>> load_token(const SsoSession& session) const;
  Result<void> save_token(const SsoSession& session, const SsoToken& token);
  // Whether there was one.
  Result<bool> remove_token(const SsoSession& session);
  // Where the token that is filed under `name` belongs; nullopt where there is none or it does not
  // say. The session's name is `name`.
  std::optional<SsoSession> session_of_token(const std::string& name) const;
  // Start URLs and regions (no names) of all tokens in the cache, at most 100.
  std::vector<SsoSession> places() const;

  std::filesystem::path registration_path(const SsoSession& session) const;
  // nullopt where there is none that can be read.
  std::optional<SsoRegistration> load_registration(const SsoSession& session) const;
  Result<void> save_registration(const SsoSession& session, const SsoRegistration& registration);

 private:
  std::filesystem::path folder_;
  Files& files_;
};

// The arguments of `sextant sso login` that mean this session, for messages.
std::string login_arguments(const SsoSession& session);
// Those of the other `sextant sso` commands once somebody has signed in: then a name suffices, even
// one that is not configured, since the cached token says where it belongs.
std::string session_arguments(const SsoSession& session);

}  // namespace sextant::aws
