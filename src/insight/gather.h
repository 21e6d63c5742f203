#pragma once

#include "insight/cost_answer.h"

namespace sextant::insight {

// Reads what a plan is made of: file names, footers, the accounts' names. Errors: file.*, lake.*.
Result<Held> gather(const CostQuestion& question, const AnswerSources& sources,
                    const CallContext& context);

// The part of it that says which accounts there are: without `facts` and `control_days`. Errors:
// file.*, lake.*.
Result<Held> gather_accounts(const AnswerSources& sources, const CallContext& context);

// Paths `<lake>/<table>/payer=<id>/<rest>` that exist.
Result<std::vector<std::string>> files_by_payer(Files& files,
                                                const std::filesystem::path& lake_folder,
                                                std::string_view table,
                                                const std::filesystem::path& rest);

}  // namespace sextant::insight
