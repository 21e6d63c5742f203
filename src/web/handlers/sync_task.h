#pragma once

#include <boost/json/value.hpp>

#include "operations/context.h"
#include "operations/sync.h"
#include "web/changes.h"
#include "web/tasks.h"

namespace sextant::web {

// A sync as the work of a task, whoever has begun it: its events are `plan`, `cell`, `note` and
// `summary`, its result is the summary. Errors: those of operations::PlannedSync, and
// sync.over_budget.
Outcome<boost::json::value> run_sync_task(operations::Context& context, Changes& changes,
                                          const operations::SyncWords& words, TaskEmitter& emitter,
                                          const CallContext& call);

}  // namespace sextant::web
