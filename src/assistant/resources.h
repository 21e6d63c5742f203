#pragma once

#include "mcp/registry.h"

namespace sextant::assistant {

class Desk;

// The lake's schema, the glossary of FOCUS columns, the catalog of errors, the accounts, and the
// status of each. `desk` outlives the registry.
void add_resources(mcp::Registry& registry, Desk& desk);

}  // namespace sextant::assistant
