#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/call_context.h"
#include "base/result.h"
#include "base/secret.h"

namespace sextant::aws {

// What a request is signed with. A plain value; its secrets cannot be printed.
struct Credentials {
  std::string access_key_id;
  Secret secret_access_key;
  Secret session_token;  // empty for long-lived keys
  std::optional<WallTime> expires_at;
  // Where they were found, for people: "environment", "sso (session corp)", "assume-role (arn:...)
  // from profile base".
  std::string source;
  std::string account_id;  // where the source says it; else empty
};

// Gives credentials and renews them before they expire. Implementations are thread-safe and cache;
// `get` blocks only while they are fetched.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;
  virtual Result<Credentials> get(const CallContext& context) = 0;
  // The service refused what `get` gave as expired or invalid: the next `get` fetches afresh.
  virtual void invalidate() {}
};

}  // namespace sextant::aws
