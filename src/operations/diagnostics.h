#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <vector>

#include "connect/connection.h"
#include "operations/context.h"
#include "state/cells.h"

namespace sextant::operations {

// What is known of a connection's troubles: its last check, and of each query of its account the
// last time that it was asked.
struct Diagnostics {
  connect::Connection connection;
  std::vector<state::Cell> cells;  // by face and grain
};
// Asks nobody. Errors: connection.not_found, connection.none, state.*.
Result<Diagnostics> diagnose(Context& context, const std::string& name);

// {"check": report or null, "cells": [{..., "error": explained or null}]}
boost::json::object to_json(const Diagnostics& diagnostics);

}  // namespace sextant::operations
