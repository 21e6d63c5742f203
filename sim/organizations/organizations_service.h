#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds Organizations' reading operations to the registry.
void add_organizations(Simulation& simulation);

}  // namespace sextant::sim
