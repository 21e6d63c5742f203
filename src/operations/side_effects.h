#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "connect/connection.h"
#include "operations/consents.h"
#include "operations/context.h"
#include "operations/sso.h"

namespace sextant::operations {

// What operations would do on this machine and beyond AWS, found by reading files and variables
// only: programs that profiles run (also by way of source_profile), token caches that are written
// because a session ends within `horizon`, hosts that are not AWS's. A host of this machine that an
// AWS_ENDPOINT_URL variable names is the user's own choice. What cannot be found out, since a
// profile is wrong, is left out: it cannot be used either.

// Acting as a profile; nullopt for the default order of credentials.
std::vector<Consent> effects_of_profile(const Context& context,
                                        const std::optional<std::string>& profile,
                                        std::chrono::seconds horizon);
// Reading by these connections.
std::vector<Consent> effects_of_connections(const Context& context,
                                            const std::vector<connect::Connection>& connections,
                                            std::chrono::seconds horizon);
// Signing in at a place, which writes its token and the program's registration.
std::vector<Consent> effects_of_sign_in(const Context& context, const aws::SsoChoice& choice);
// Signing out of a place, which removes its token and tells the portal.
std::vector<Consent> effects_of_sign_out(const Context& context, const aws::SsoChoice& choice);
// Asking the portal of a place with the token that is there.
std::vector<Consent> effects_of_portal(const Context& context, const aws::SsoChoice& choice);

}  // namespace sextant::operations
