#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds the reading operations of all services that show the estate.
void add_services(Simulation& simulation);

}  // namespace sextant::sim
