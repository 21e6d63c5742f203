#pragma once

#include <expected>
#include <optional>

#include "sim/iam/signature.h"
#include "sim/protocol/router.h"
#include "sim/simulation.h"

namespace sextant::sim {

// Whose request this is; the fault is what the service answers otherwise. `signature` is what
// read_signature gave.
std::expected<Principal, Fault> authenticate(const Simulation& simulation, const Route& route,
                                             const http::ServerRequest& request,
                                             const Target& target,
                                             const std::optional<Signature>& signature);

}  // namespace sextant::sim
