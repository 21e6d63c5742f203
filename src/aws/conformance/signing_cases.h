#pragma once

#include <filesystem>

#include "aws/conformance/report.h"
#include "base/files.h"

namespace sextant::aws::conformance {

// Runs each folder in `folder`, in both forms: signed by header and presigned.
void run_signing_cases(Files& files, const std::filesystem::path& folder, Report& report);

}  // namespace sextant::aws::conformance
