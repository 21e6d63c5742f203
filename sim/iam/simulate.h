#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// SimulatePrincipalPolicy: what policies say, without doing it. Session policies and trust policies
// have no say in it, as on AWS.
Outcome simulate_principal_policy(const Simulation& simulation, const Caller& caller,
                                  const json::object& input);

}  // namespace sextant::sim
