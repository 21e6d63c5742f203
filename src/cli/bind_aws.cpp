#include "cli/bind.h"

namespace sextant::cli {

void bind_aws(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
