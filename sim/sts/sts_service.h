#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds STS to the registry.
void add_sts(Simulation& simulation);

// The OpenID Connect provider that the simulated accounts know, and a token of it. `sub` is the
// subject it is for.
std::string web_identity_provider_arn(const std::string& account_id);
std::string make_web_identity_token(const Simulation& simulation, const std::string& sub,
                                    WallTime expires);

}  // namespace sextant::sim
