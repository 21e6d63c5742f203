#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "aws/credentials/profile_report.h"
#include "cli/context.h"

namespace sextant::cli {

struct ProfilesCommand {
  std::string format = "table";  // "table" or "json"
};

// Lists what stands in ~/.aws: profiles, their problems, the files and variables that were read.
// Returns an ExitCode.
int run_profiles(Context& context, const ProfilesCommand& command);

// The same as JSON; its form is stable.
boost::json::object profiles_json(const aws::ProfilesReport& report, WallTime now);

}  // namespace sextant::cli
