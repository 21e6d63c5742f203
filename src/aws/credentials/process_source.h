#pragma once

#include <memory>
#include <string>

#include "aws/credentials/credential_tools.h"

namespace sextant::aws {

// Credentials that the profile's `credential_process` prints. The command is split as a shell
// would, runs without one, and for at most a minute; `origin` says where it stands ("~/.aws/config
// line 7"). Nothing runs before the first `get`. Errors of `get`: credentials.process_failed with
// the end of what it wrote to standard error, credentials.process_malformed.
std::shared_ptr<CredentialsProvider> process_provider(const CredentialTools& tools,
                                                      const std::string& command,
                                                      const std::string& origin,
                                                      const std::string& account_id);

}  // namespace sextant::aws
