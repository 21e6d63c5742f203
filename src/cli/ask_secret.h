#pragma once

#include <optional>
#include <string>

#include "base/secret.h"

namespace sextant::cli {

// Asks on the terminal of this process without showing what is typed; nullopt where there is no
// terminal or the answer is empty. Not for several threads at once.
std::optional<Secret> ask_secret(const std::string& question);

}  // namespace sextant::cli
