#pragma once

#include <optional>

#include "http/server.h"
#include "sim/protocol/target.h"
#include "sim/simulation.h"

namespace sextant::sim {

// What a machine or a container in the base account finds at its link-local addresses: credentials
// of its role "SextantHost". Clients are led here by AWS_EC2_METADATA_SERVICE_ENDPOINT and
// AWS_CONTAINER_CREDENTIALS_FULL_URI (".../container/credentials"). The instance's service wants a
// session token first (version 2). nullopt where the request is for neither.
std::optional<http::ServerResponse> serve_metadata(Simulation& simulation,
                                                   const http::ServerRequest& request,
                                                   const Target& target);

inline constexpr const char* kHostRole = "SextantHost";

}  // namespace sextant::sim
