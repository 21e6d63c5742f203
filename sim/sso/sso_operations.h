#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

void add_oidc(Simulation& simulation);
void add_portal(Simulation& simulation);

}  // namespace sextant::sim
