#pragma once

#include "mcp/registry.h"

namespace sextant::assistant {

// Monthly review, explaining a change, help with connecting.
void add_prompts(mcp::Registry& registry);

}  // namespace sextant::assistant
