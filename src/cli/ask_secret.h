#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "base/secret.h"

namespace sextant::cli {

// Asks on the terminal of this process without showing what is typed; nullopt where there is no
// terminal, the answer is empty, or `stop` is requested. Not for several threads at once.
std::optional<Secret> ask_secret(const std::string& question, const std::stop_token& stop);

}  // namespace sextant::cli
