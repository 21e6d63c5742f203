#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "aws/credentials/ini_file.h"

// ~/.aws files are the user's own, but a discovered one may hold anything: reading never fails, and
// its bounds hold.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto file = sextant::aws::parse_ini({reinterpret_cast<const char*>(data), size});
  if (file.sections.size() > sextant::aws::kIniSectionsMax) std::abort();
  if (file.problems.size() > sextant::aws::kIniProblemsMax) std::abort();
  for (const auto& section : file.sections) {
    if (section.name.empty()) std::abort();
  }
  return 0;
}
