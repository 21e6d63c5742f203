#pragma once

#include "sim/protocol/router.h"

namespace sextant::sim {

// Faults that any service may answer with, in its protocol's words.
Fault throttled(const Route& route);
Fault server_failure(const Route& route);
Fault unknown_operation(const Route& route);
Fault access_denied(const Route& route, const std::string& text);
Fault bad_page_token(const Route& route);

}  // namespace sextant::sim
