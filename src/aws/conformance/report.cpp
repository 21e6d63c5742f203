#include "aws/conformance/report.h"

#include <fmt/core.h>

#include "base/text.h"

namespace sextant::aws::conformance {

void Report::fail(std::string_view kind, std::string_view name, std::string_view difference) {
  ++failed_;
  fmt::print("FAILED {} {}: {}\n", kind, for_terminal(name), for_terminal(difference));
}

void Report::judge(std::string_view kind, std::string_view name, const std::string& difference) {
  if (difference.empty()) {
    pass();
  } else {
    fail(kind, name, difference);
  }
}

}  // namespace sextant::aws::conformance
