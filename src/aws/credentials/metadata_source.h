#pragma once

#include <memory>
#include <optional>

#include "aws/credentials/credential_tools.h"
#include "aws/credentials/profile_files.h"

namespace sextant::aws {

// Credentials of the container that we run in, where AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or
// ..._FULL_URI is set; nullptr where neither is. Asked without a proxy, at a fixed list of hosts,
// or anywhere over https. Nothing is sent before the first `get`. Errors:
// credentials.container_host; of `get`: credentials.container_failed, credentials.container_token.
Result<std::shared_ptr<CredentialsProvider>> container_provider(const CredentialTools& tools);

// The role of the EC2 instance that we run on, by IMDSv2 and, where AWS_EC2_METADATA_V1_DISABLED
// does not forbid it, version 1. Settings come from variables, else from `profile` (may be null).
// nullptr where AWS_EC2_METADATA_DISABLED is true. Asked without a proxy, at a fixed list of hosts.
// Nothing is sent before the first `get`. Errors: credentials.metadata_host; of `get`:
// credentials.instance_failed.
Result<std::shared_ptr<CredentialsProvider>> instance_provider(const CredentialTools& tools,
                                                               const ProfileSection* profile);

}  // namespace sextant::aws
