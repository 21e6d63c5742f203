#pragma once

#include "web/api.h"
#include "web/services.h"

namespace sextant::web {

// Fills the table with a handler for each operation of the console, those of the server itself
// aside. What `services` refers to outlives the table and the tasks that its handlers begin.
void add_handlers(HandlerTable& table, const Services& services);

}  // namespace sextant::web
