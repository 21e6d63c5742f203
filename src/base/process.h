#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/call_context.h"
#include "base/result.h"

namespace sextant {

struct ProcessOutput {
  int exit_code = 0;  // 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

// Runs other programs: the one way to do so. Tests pass one that pretends. Implementations are
// thread-safe.
class Processes {
 public:
  static constexpr std::size_t kOutputMax = 1U << 20U;  // of each stream; more is cut off

  virtual ~Processes() = default;
  // Runs `arguments[0]` (looked up in PATH) without a shell and with empty standard input; kills it
  // at the deadline or at a stop. Errors: process.not_found, process.timeout, process.cancelled,
  // process.failed (could not be run at all).
  virtual Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                                    const CallContext& context) = 0;
};

class SystemProcesses final : public Processes {
 public:
  Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                            const CallContext& context) override;
};

// Splits a command line as a POSIX shell would (quotes, backslashes), running nothing. Error:
// process.malformed.
Result<std::vector<std::string>> split_command_line(const std::string& text);

}  // namespace sextant
