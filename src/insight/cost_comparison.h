#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <vector>

#include "insight/cost_answer.h"

namespace sextant::insight {

// The same costs in two intervals.
struct ComparedRow {
  RowKind kind = RowKind::kCost;
  std::vector<std::optional<std::string>> values;  // as in CostRow
  std::string account_name;
  std::string currency;
  Decimal now;  // 0 where the interval has no such costs
  Decimal before;
  Decimal change;          // now - before
  std::size_t others = 0;  // how many rows kOthers stands for
};

struct CostComparison {
  std::vector<Key> groups;
  // By currency; in each the largest change first, whichever way it goes; what is not allocated and
  // the others last.
  std::vector<ComparedRow> rows;
  Provenance now;
  Provenance before;
};

// Answers `question` for its own window and for `before`, and holds the rows against one another.
// With more rows than the question's limit those of the smallest changes are added up as others.
// All sums are exact, and currencies stay apart. Both provenances say what each side covers; that
// of `now` has a note where the two are not of one length.
//
// Errors: those of answer_costs, of either side; cost.bad_comparison where days or months are a
// group, which two intervals do not share.
Result<CostComparison> compare_costs(const CostQuestion& question, const Window& before,
                                     const AnswerSources& sources, const CallContext& context);

// {"rows": [{"service": ..., "now": "2", "before": "1", "change": "1"}], "now": provenance,
// "before": provenance}; otherwise as the JSON of a CostAnswer.
boost::json::object to_json(const CostComparison& comparison);

}  // namespace sextant::insight
