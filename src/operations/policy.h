#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "connect/policy.h"

namespace sextant::operations {

// The least policy of whoever reads an account, drawn from what the program calls. Errors: model.*.
Result<connect::LeastPolicy> least_policy();

// [{"sid", "title", "reason", "optional", "actions"}]
boost::json::array statements_json(const connect::LeastPolicy& policy);
// {"document", "statements", "forms": {"json", "text", "cloudformation", "terraform"}}
boost::json::object to_json(const connect::LeastPolicy& policy);

}  // namespace sextant::operations
