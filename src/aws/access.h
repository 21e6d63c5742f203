#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "aws/client.h"
#include "aws/credentials/credentials.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/process.h"
#include "base/secret.h"

namespace sextant::aws {

// All that the AWS side reads or does outside of this process. References; whoever builds it keeps
// them alive. Cheap to copy.
struct Outside {
  const Environment& environment;
  Files& files;
  Processes& processes;
  http::Client& http;
  const Clock& clock;
  Random& random;
  // Asks the person at the terminal for something that must not be shown while it is typed (the
  // code of an MFA device); nullopt where the answer is refused. Unset where nobody can be asked.
  std::function<std::optional<Secret>(const std::string& question)> ask_secret = {};
};

// Whose eyes we look through. A plain value.
struct Identity {
  // The profile; nullopt for the default order (AWS_PROFILE, else environment, "default", ...). An
  // explicit name removes the environment's keys.
  std::optional<std::string> profile;
  // Where set, this role is assumed with the identity above.
  std::string role_arn;
  std::string external_id;
  std::string session_name = "sextant";
  // Session policy (JSON) that narrows the assumed role; empty for none.
  std::string session_policy;
  int duration_seconds = 3600;
  // Overrides the region of profile and environment.
  std::optional<std::string> region;
};

// The provider that `aws sts get-caller-identity` would use for the same identity (facts: the
// official order), renewed as needed and shared by clients. Errors: credentials.*, profile.*,
// sso.*.
Result<std::shared_ptr<CredentialsProvider>> make_provider(const Outside& outside,
                                                           const Identity& identity);

// Region, FIPS, dual stack, endpoints (custom ones that are not AWS's included; see
// endpoint_trust.h) and retries of an identity, from the environment and its profile.
Result<ClientOptions> client_options(const Outside& outside, const Identity& identity);

// Both together.
Result<Client> make_client(const Outside& outside, const Identity& identity);

}  // namespace sextant::aws
