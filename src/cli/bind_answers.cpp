#include "cli/bind.h"

namespace sextant::cli {

void bind_answers(CLI::App& /*app*/, Chosen& /*chosen*/) {}

}  // namespace sextant::cli
