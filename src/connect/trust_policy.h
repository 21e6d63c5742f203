#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "connect/arn.h"

namespace sextant::connect {

// What `aws:PrincipalArn` looks like for us, as patterns for ArnLike. A role's name stands in its
// ARN behind its path, which an assumed role's ARN does not hold: `role_path` ("/team/") is ""
// where it could not be looked up, and then any path fits. Roles of IAM Identity Center get a new
// suffix when an assignment is made anew, so the suffix is left open.
std::vector<std::string> principal_patterns(const Principal& principal, std::string_view role_path);

// Trusts our account's root, narrowed to our identity by `aws:PrincipalArn` (naming a role as the
// principal would break when it is made anew), and only with the external ID.
boost::json::object trust_policy(const Principal& principal,
                                 const std::vector<std::string>& patterns,
                                 std::string_view external_id);

// What our own identity has to be granted to assume `role_arn`, as a statement.
boost::json::object assume_role_statement(std::string_view role_arn);

}  // namespace sextant::connect
