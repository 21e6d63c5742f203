#pragma once

#include "cli/context.h"

namespace sextant::cli {

// Answers one request of a server of ours on standard input (operations/sql_process.h), and ends
// with that server. Not for people.
int run_sql_process(Context& context);

}  // namespace sextant::cli
