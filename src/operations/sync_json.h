#pragma once

#include <boost/json/object.hpp>

#include <chrono>

#include "operations/sync.h"

namespace sextant::operations {

// What a sync is, does and has done, as JSON.
boost::json::object to_json(const sync::SyncPlan& plan);
// A cell that has changed; `pages_expected` is a guess.
boost::json::object to_json(const state::Cell& cell, int pages_expected);
boost::json::object to_json(const sync::Note& note);
boost::json::object to_json(const sync::SyncPlan& plan, const sync::Summary& summary,
                            std::chrono::milliseconds elapsed);
// Which cell it is, and how it stands; and the same with all that is stored of it.
boost::json::object cell_head_json(const state::Cell& cell);
boost::json::object cell_json(const state::Cell& cell);

}  // namespace sextant::operations
