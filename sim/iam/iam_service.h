#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds IAM's reading operations to the registry.
void add_iam(Simulation& simulation);

}  // namespace sextant::sim
