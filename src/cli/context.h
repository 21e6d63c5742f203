#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

#include "base/call_context.h"
#include "base/result.h"
#include "operations/context.h"

namespace sextant::cli {

enum ExitCode : int { kFine = 0, kFailed = 1, kUsage = 2, kPartly = 3, kNoConnection = 4 };

// What the person at the terminal sees and can answer. Tests pass streams of their own.
struct Terminal {
  std::ostream& out;
  std::ostream& err;
  std::istream& in;
  bool out_is_terminal = false;  // tables and bars; else plain lines
  bool in_is_terminal = false;   // may be asked questions
  bool use_color = false;        // already considers NO_COLOR
  bool quiet = false;            // --quiet: nothing but the answer itself
  int width = 100;               // columns
  // Waits until somebody has typed a line; false where the command is to end. Empty: `in` is read
  // at once.
  std::function<bool()> wait_for_line = {};

  // Asks a yes/no question on standard error; false where nobody can answer. `assume_yes` (--yes)
  // answers it.
  bool confirm(const std::string& question, bool assume_yes) const;
};

// What every command works with: what operations work with, and the terminal. Built once by main;
// lives until the command ends. Commands receive it by reference.
class Context : public operations::Context {
 public:
  Context(aws::Outside outside_world, Terminal person, CallContext limits,
          std::filesystem::path folder)
      : operations::Context(std::move(outside_world), std::move(folder)),
        terminal(person),
        call(std::move(limits)) {}

  Terminal terminal;
  CallContext call;  // its stop token is Ctrl-C
};

// Prints an error in the catalog's words on standard error: title, detail, causes, fix, code.
void print_error(const Context& context, const Error& error);
// `print_error`, then the exit code that fits the error.
int fail(const Context& context, const Error& error);

}  // namespace sextant::cli
