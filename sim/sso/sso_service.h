#pragma once

#include "http/server.h"
#include "sim/protocol/target.h"
#include "sim/simulation.h"

namespace sextant::sim {

// Adds sso-oidc (sign-in) and the portal "sso" (accounts, roles, role credentials) to the registry.
void add_sso(Simulation& simulation);

// The pages that a person sees: /authorize and /device. nullopt where the request is for neither.
std::optional<http::ServerResponse> serve_sso_page(Simulation& simulation,
                                                   const http::ServerRequest& request,
                                                   const Target& target);

// The name of the role that a permission set has in an account.
std::string reserved_role_name(const Simulation& simulation, const std::string& account_id,
                               const std::string& permission_set);

}  // namespace sextant::sim
