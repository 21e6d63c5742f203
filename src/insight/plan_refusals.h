#pragma once

#include <string_view>

#include "insight/cost_plan.h"

namespace sextant::insight {

// True where only a daily face can answer: days are asked, or a month that is over is cut.
bool needs_days(const CostQuestion& question, Date today);

// The fact of a refusal that says that a sync would pull what is missing.
inline constexpr std::string_view kPullFact = "pull";

// Why a question is refused, and what it would take.
std::unexpected<Error> lacks_metric(Metric metric);
std::unexpected<Error> lacks_days(const CostQuestion& question, const Held& held);
std::unexpected<Error> begins_later(const DateInterval& asked, Date earliest);
// Nothing is held of these accounts, for the reasons in `coverage`.
std::unexpected<Error> no_data(const Coverage& coverage, const DateInterval& asked);
// Nothing is held or connected at all, or all that is connected is switched off.
std::unexpected<Error> nothing_held(const Held& held, const DateInterval& asked);

}  // namespace sextant::insight
