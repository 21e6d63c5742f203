#pragma once

#include <string_view>

#include "base/environment.h"

namespace sextant::web {

// Tells systemd how the service stands ("READY=1", "STOPPING=1"), where it has asked for that by
// $NOTIFY_SOCKET (sd_notify(3)). Without effect elsewhere and where it cannot be told.
void notify_systemd(const Environment& environment, std::string_view state);

}  // namespace sextant::web
