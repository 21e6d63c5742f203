#pragma once

#include <filesystem>

#include "aws/conformance/report.h"
#include "base/files.h"

namespace sextant::aws::conformance {

// Runs `folder`/<service>.json against the packed rule set of that service.
void run_endpoint_cases(Files& files, const std::filesystem::path& folder, Report& report);

}  // namespace sextant::aws::conformance
