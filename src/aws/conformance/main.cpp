// sextant-conformance DIR: runs the test vectors in DIR (protocols/, signing/, endpoints/; any of
// them may be absent).
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>

#include "aws/conformance/endpoint_cases.h"
#include "aws/conformance/protocol_cases.h"
#include "aws/conformance/report.h"
#include "aws/conformance/signing_cases.h"
#include "base/files.h"

int main(int argc, char** argv) {
  namespace conformance = sextant::aws::conformance;
  if (argc != 2) {
    fmt::print(stderr, "usage: sextant-conformance DIR\n");
    return 2;
  }
  std::filesystem::path folder = argv[1];
  sextant::SystemFiles files;
  if (!files.exists(folder)) {
    fmt::print(stderr, "sextant-conformance: {} does not exist\n", folder.string());
    return 2;
  }
  // Vectors of several clouds may lie side by side.
  if (files.exists(folder / "aws")) folder /= "aws";
  conformance::Report report;
  conformance::run_protocol_cases(files, folder / "protocols", report);
  conformance::run_signing_cases(files, folder / "signing", report);
  conformance::run_endpoint_cases(files, folder / "endpoints", report);
  if (report.passed() + report.failed() + report.ignored() == 0) {
    fmt::print(stderr, "sextant-conformance: there are no vectors in {}\n", folder.string());
  }
  fmt::print("ignored {}\n", report.ignored());
  fmt::print("{} passed, {} failed\n", report.passed(), report.failed());
  return report.failed() == 0 ? 0 : 1;
}
