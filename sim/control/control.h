#pragma once

#include "http/server.h"
#include "sim/protocol/target.h"
#include "sim/simulation.h"

namespace sextant::sim {

// Adds the control paths that are not a service's own.
void add_controls(Simulation& simulation);

// Answers a request below /_sim/.
http::ServerResponse serve_control(Simulation& simulation, const http::ServerRequest& request,
                                   const Target& target);

}  // namespace sextant::sim
