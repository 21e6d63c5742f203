#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "connect/policy.h"

namespace sextant::connect {

enum class PolicyFormat { kJson, kText, kCloudFormation, kTerraform };
std::optional<PolicyFormat> parse_policy_format(std::string_view text);

// The least policy in one of the forms, ending with a line break.
std::string render_policy(const LeastPolicy& policy, PolicyFormat format);

}  // namespace sextant::connect
