#pragma once

#include "mcp/registry.h"

namespace sextant::mcp {

// The tools, resources and prompts that the official conformance tests ask for by name, see its
// descriptions ("Server Implementation Requirements").
Registry conformance_registry();

// The parts of it.
void add_plain_tools(Registry& registry);
void add_asking_tools(Registry& registry);
void add_resources_and_prompts(Registry& registry);

// The smallest picture and sound that are one.
std::string tiny_png();
std::string tiny_wav();

}  // namespace sextant::mcp
