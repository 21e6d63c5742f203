#pragma once

#include "sim/simulation.h"

namespace sextant::sim {

// Adds /_sim/iam/role, /_sim/iam/user, /_sim/iam/key and /_sim/scp.
void add_iam_controls(Simulation& simulation);

}  // namespace sextant::sim
