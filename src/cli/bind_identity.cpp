#include "cli/bind.h"

namespace sextant::cli {

void bind_identity(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
