#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "sim/faults/faults.h"
#include "sim/iam/directory.h"
#include "sim/iam/managed_policies.h"
#include "sim/service.h"

namespace sextant::sim {

// IAM's things as its answers show them.
json::object wire_of(const IamUser& user);
json::object wire_of(const IamRole& role);
json::object wire_of(const ManagedPolicy& policy);
json::object wire_of(const CustomerPolicy& policy);

// {"<name>": {"member": [...]}, "IsTruncated": ..., "Marker": ...}, by the input's Marker and
// MaxItems.
Outcome iam_list(const char* name, const json::array& items, const json::object& input,
                 const Faults& faults);

std::unexpected<Fault> no_such_entity(const std::string& message);

}  // namespace sextant::sim
