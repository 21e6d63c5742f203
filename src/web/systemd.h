#pragma once

#include <string_view>

#include "base/environment.h"

namespace sextant::web {

// Tells systemd how the service stands ("READY=1", "STOPPING=1"), where it has asked for that by
// $NOTIFY_SOCKET (sd_notify(3)). Without effect elsewhere and where it cannot be told.
void notify_systemd(const Environment& environment, std::string_view state);

// Whether standard output goes to systemd's journal, where others may read it. $JOURNAL_STREAM
// alone does not say so, since children of services inherit it.
bool is_output_in_journal(const Environment& environment);

}  // namespace sextant::web
