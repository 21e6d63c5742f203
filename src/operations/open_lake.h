#pragma once

#include <string>
#include <vector>

#include "insight/cost_answer.h"
#include "operations/context.h"

namespace sextant::operations {

// The connections and what became of the syncs, as an answer needs them. A plain value.
struct KnownState {
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
};
// Errors: state.*.
Result<KnownState> open_state(Context& context);

// The state, and an engine to read the lake with. Outlives the answers drawn from it, and no longer
// than the context.
struct OpenLake {
  KnownState state;
  EngineLease engine;
};
// Errors: state.*, lake.*.
Result<OpenLake> open_lake(Context& context);
// Refers to both.
insight::AnswerSources sources_of(const Context& context, const OpenLake& lake);

// The accounts that the names (of connections) stand for. Errors: connection.not_found,
// cost.no_data.
Result<std::vector<std::string>> accounts_of(Context& context,
                                             const std::vector<std::string>& names);

}  // namespace sextant::operations
