#pragma once

#include <map>

#include "connect/check/principal_policies.h"
#include "connect/check/report.h"
#include "connect/check/simulation.h"

namespace sextant::connect {

struct WriteFinding {
  CheckStep step;
  WriteAccess access = WriteAccess::kNotAllowedToLook;
};

// Actions that stand for writing where policies may not be read but the simulator may be asked.
const std::vector<std::string>& sample_write_actions();

// Whether the identity can change things, from its policies as read, else from the simulator's word
// on sample_write_actions() (empty where it may not be asked). Never by trying.
WriteFinding judge_write_access(const Principal& principal, const PrincipalPolicies& policies,
                                const std::map<std::string, SimulatedAction>& simulated);

}  // namespace sextant::connect
