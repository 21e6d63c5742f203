#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "connect/check/api.h"

namespace sextant::connect {

struct SimulatedAction {
  Outcome outcome = Outcome::kUnknown;
  std::string said;  // "denied by a service control policy"
};

// Asks AWS's policy simulator what `source_arn` (a user, or a role with its path) may do. It knows
// identity policies, boundaries and service control policies, but neither resource control
// policies, session policies nor some conditions: hence Evidence::kSimulated. Actions of which it
// says nothing are left out. Error: that of the call.
Result<std::map<std::string, SimulatedAction>> simulate(Api& api, std::string_view source_arn,
                                                        const std::vector<std::string>& actions,
                                                        std::string_view resource,
                                                        const CallContext& context);

}  // namespace sextant::connect
