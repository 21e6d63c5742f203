#pragma once

#include <memory>

#include "cli/context.h"
#include "insight/cost_answer.h"

namespace sextant::cli {

// The connections and what became of the syncs, as an answer needs them. A plain value.
struct KnownState {
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
};
// Errors: state.*.
Result<KnownState> open_state(Context& context);

// The state, and an engine to read the lake with. Outlives the answers drawn from it.
struct OpenLake {
  KnownState state;
  std::unique_ptr<lake::Engine> engine;
};
// Errors: state.*, lake.*.
Result<OpenLake> open_lake(Context& context);
// Refers to both.
insight::AnswerSources sources_of(Context& context, const OpenLake& lake);

// The accounts that the names (of connections) stand for. Errors: connection.not_found,
// cost.no_data.
Result<std::vector<std::string>> accounts_of(Context& context,
                                             const std::vector<std::string>& names);

}  // namespace sextant::cli
