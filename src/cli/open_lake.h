#pragma once

#include <memory>

#include "cli/context.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// The lake, the connections and the cells as a question needs them. Outlives the answers drawn from
// it; refers to the Context.
struct OpenLake {
  std::unique_ptr<lake::Engine> engine;
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
};

// Opens them for reading. Errors: state.*, lake.*.
Result<OpenLake> open_lake(Context& context);
insight::AnswerSources sources_of(Context& context, const OpenLake& lake);

// The accounts that the names (of connections) stand for. Error: connection.not_found.
Result<std::vector<std::string>> accounts_of(Context& context,
                                             const std::vector<std::string>& names);

}  // namespace sextant::cli
