#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "insight/cost_comparison.h"
#include "insight/cost_values.h"
#include "insight/forecast.h"
#include "insight/window.h"
#include "operations/context.h"

namespace sextant::operations {

// A question about costs in a person's words. A plain value, as typed.
struct CostWords {
  // Keys, possibly several joined by commas; empty: by service; "total" alone: no groups.
  std::vector<std::string> by;
  insight::WindowWords window;
  std::string metric = "unblended";
  std::vector<std::string> where;
  std::vector<std::string> accounts;     // a shorter where account=
  std::vector<std::string> connections;  // names
  std::size_t limit = 0;
};

// What the words mean today. Errors: usage.cost, cost.unknown_key, cost.unknown_metric,
// cost.bad_filter, cost.bad_window, connection.not_found, cost.no_data.
Result<insight::CostQuestion> read_question(Context& context, const CostWords& words);

// A question and its answer.
struct AnsweredCosts {
  insight::CostQuestion question;
  insight::CostAnswer answer;
};
// Answers from the lake alone. Errors: as above, and those of insight::answer_costs.
Result<AnsweredCosts> ask_costs(Context& context, const CostWords& words, const CallContext& call);

// Two intervals by the same groups; `before` is the earlier one. A plain value, as typed.
struct CompareWords : CostWords {
  insight::WindowWords before;
};
struct ComparedCosts {
  insight::CostQuestion question;
  insight::CostComparison comparison;
};
// Errors: as above, and those of insight::compare_costs.
Result<ComparedCosts> compare_costs(Context& context, const CompareWords& words,
                                    const CallContext& call);

// The values that stored costs have of a key. Errors: cost.unknown_key, cost.bad_filter (a time),
// lake.*.
struct KeyValues {
  insight::Key key = insight::Key::kService;
  std::vector<insight::CostValue> values;
};
Result<KeyValues> list_values(Context& context, const std::string& key, const CallContext& call);

struct ForecastWords {
  std::string metric = "unblended";
  std::size_t months = 0;                // 0: all that AWS gave
  std::vector<std::string> connections;  // names
};
// Errors: as above, and those of insight::answer_forecast.
Result<insight::ForecastAnswer> ask_forecast(Context& context, const ForecastWords& words,
                                             const CallContext& call);

}  // namespace sextant::operations
