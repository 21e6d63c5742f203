#include "cli/bind.h"

namespace sextant::cli {

void bind_sync(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
