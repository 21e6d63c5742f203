#pragma once

#include <string>
#include <vector>

#include "insight/cost_answer.h"

namespace sextant::insight {

// Replaces the values of the question's filters by those that the files really have, whatever their
// case and, for accounts, by name too. A value that exists, but not in this interval, stays and
// gets a sentence in `notes`. Error: cost.unknown_value, with the nearest that exist: a misspelt
// value must not look like "nothing spent".
Result<void> resolve_filters(CostQuestion& question, const CostPlan& plan, const Held& held,
                             const AnswerSources& sources, const CallContext& context,
                             std::vector<std::string>& notes);

}  // namespace sextant::insight
