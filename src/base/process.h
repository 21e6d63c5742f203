#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/call_context.h"
#include "base/result.h"

namespace sextant {

// The file of the program that this process runs, whether or not it was replaced since.
inline constexpr std::string_view kThisProgram = "/proc/self/exe";

struct ProcessOutput {
  int exit_code = 0;  // 128 + signal where a signal ended it
  std::string out;
  std::string err;
};

// How a program is run, beyond its arguments. A plain value.
struct ProcessOptions {
  std::string input;                         // its standard input
  std::size_t output_bytes_max = 1U << 20U;  // of each stream; more is cut off
  std::uint64_t memory_bytes_max = 0;        // that it may have resident; 0: any
  // "NAME=value"; nullopt: this process's own.
  std::optional<std::vector<std::string>> environment;
};

// Runs other programs: the one way to do so. Tests pass one that pretends. Implementations are
// thread-safe.
class Processes {
 public:
  virtual ~Processes() = default;
  // Runs `arguments[0]` (looked up in PATH) without a shell; kills it, and what it has started, at
  // the deadline, at a stop, and within some 10 ms of when it has taken too much memory. Errors:
  // process.not_found, process.timeout, process.cancelled, process.too_large, process.failed (could
  // not be run at all).
  virtual Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                                    const ProcessOptions& options, const CallContext& context) = 0;
};

class SystemProcesses final : public Processes {
 public:
  Result<ProcessOutput> run(const std::vector<std::string>& arguments,
                            const ProcessOptions& options, const CallContext& context) override;
};

// Splits a command line as a POSIX shell would (quotes, backslashes), running nothing. Error:
// process.malformed.
Result<std::vector<std::string>> split_command_line(const std::string& text);

}  // namespace sextant
