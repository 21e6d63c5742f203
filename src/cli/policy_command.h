#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

struct PolicyCommand {
  std::string format = "text";
};
// The least policy, drawn from what the program calls.
int run_policy(Context& context, const PolicyCommand& command);

}  // namespace sextant::cli
