#pragma once

#include <filesystem>

#include "aws/conformance/report.h"
#include "base/files.h"

namespace sextant::aws::conformance {

// Runs `folder`/input/*.json and `folder`/output/*.json.
void run_protocol_cases(Files& files, const std::filesystem::path& folder, Report& report);

}  // namespace sextant::aws::conformance
