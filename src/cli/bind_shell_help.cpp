#include "cli/bind.h"

namespace sextant::cli {

void bind_shell_help(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
