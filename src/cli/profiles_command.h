#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

struct ProfilesCommand {
  std::string format = "table";  // "table" or "json"
};

// Lists what stands in ~/.aws: profiles, their problems, the files and variables that were read.
// Returns an ExitCode.
int run_profiles(Context& context, const ProfilesCommand& command);

}  // namespace sextant::cli
