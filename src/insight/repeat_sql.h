#pragma once

#include <optional>
#include <string>

#include "insight/cost_answer.h"
#include "insight/cost_comparison.h"

namespace sextant::insight {

// The question that was answered as SQL over the tables of lake_tables.h, for people to copy: it
// gives the same rows, exactly, as long as the lake stays as it is. Its columns are the groups
// (with "account_name" beside an account), "currency", "amount" (or "now", "before" and "change"),
// and where such rows are there "unallocated" and "others".
//
// nullopt where the tables do not hold what answered: a member's own view, asked by its connection,
// whose payer's view counts in the tables. Errors: file.*, lake.*.
Result<std::optional<std::string>> repeat_as_sql(const CostQuestion& question,
                                                 const CostAnswer& answer,
                                                 const AnswerSources& sources,
                                                 const CallContext& context);
Result<std::optional<std::string>> repeat_as_sql(const CostQuestion& question,
                                                 const CostComparison& comparison,
                                                 const AnswerSources& sources,
                                                 const CallContext& context);

}  // namespace sextant::insight
