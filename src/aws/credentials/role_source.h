#pragma once

#include <memory>
#include <optional>
#include <string>

#include "aws/credentials/credential_tools.h"

namespace sextant::aws {

// How a role is to be assumed. A plain value.
struct RoleRequest {
  std::string role_arn;
  std::string session_name = "sextant";
  std::optional<std::string> external_id;
  std::optional<std::string> session_policy;  // JSON
  std::optional<std::string> mfa_serial;
  std::optional<int> duration_seconds;
  // The role is assumed with another role's credentials: AWS caps such a session at one hour.
  bool is_chained = false;
};

// Whether AWS would accept the request's form. Errors: credentials.malformed_role_arn,
// credentials.malformed_external_id, credentials.malformed_session_name,
// credentials.malformed_duration.
Result<void> check_role_request(const RoleRequest& request);

// The 12 digits in an ARN; empty where it holds none.
std::string account_of_arn(std::string_view arn);

// sts:AssumeRole with `base`, described in words by `base_words` ("profile base"). The role is not
// assumed before the first `get`. Errors: those of check_role_request now; of `get`:
// credentials.role_refused, credentials.mfa_needed, credentials.mfa_again, those of `base`, and
// aws.* and http.*.
Result<std::shared_ptr<CredentialsProvider>> role_provider(
    const CredentialTools& tools, std::shared_ptr<CredentialsProvider> base,
    const std::string& base_words, const RoleRequest& request);

// sts:AssumeRoleWithWebIdentity with the token in `token_file`, which is read afresh each time. Of
// `request` the ARN and the session name count. Errors as above, and
// credentials.web_identity_token.
Result<std::shared_ptr<CredentialsProvider>> web_identity_provider(const CredentialTools& tools,
                                                                   const std::string& token_file,
                                                                   const RoleRequest& request);

}  // namespace sextant::aws
