#pragma once

#include "base/result.h"
#include "sim/simulation.h"

namespace sextant::sim {

// Writes config, credentials, identities.json and web-identity-token to the folder. Errors: those
// of Files.
Result<void> write_profiles(const Simulation& simulation, const std::string& folder);

}  // namespace sextant::sim
