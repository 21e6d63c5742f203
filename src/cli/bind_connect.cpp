#include "cli/bind.h"

namespace sextant::cli {

void bind_connect(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
