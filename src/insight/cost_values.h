#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "insight/cost_answer.h"

namespace sextant::insight {

// One value of a key that some stored cost has.
struct CostValue {
  std::optional<std::string> value;  // nullopt: costs that have none
  std::string name;                  // of an account, where it is known
};

// The values that the costs in the lake have, of all months, for filters; those of accounts by
// name, others by value, costs without the key last. Empty where nothing is held. `key` is no time.
// Errors: lake.*, file.*.
Result<std::vector<CostValue>> list_cost_values(Key key, const AnswerSources& sources,
                                                const CallContext& context);

// {"key": "account", "values": [{"value": "111122223333", "name": "Acme"}]}
boost::json::object to_json(Key key, const std::vector<CostValue>& values);

}  // namespace sextant::insight
