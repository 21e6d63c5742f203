#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "connect/arn.h"

namespace sextant::connect {

// A role as somebody who may read it sees it.
struct RoleAsRead {
  std::string arn;  // "" where only the policy was given
  boost::json::object trust;
};

// From an answer of GetRole: the API's (policy percent-encoded), the output of `aws iam get-role`
// (policy as an object), the role alone, or the trust policy alone. Error: check.role_json.
Result<RoleAsRead> read_role(const boost::json::value& document);
Result<RoleAsRead> read_role_text(std::string_view text);

enum class TrustVerdict { kAllows, kRefuses, kCannotTell };

struct TrustJudgement {
  TrustVerdict verdict = TrustVerdict::kCannotTell;
  std::vector<std::string> reasons;  // each a sentence; what refuses, or what could not be judged
};

// Whether the trust policy lets `principal` in with `external_id`, as far as that follows from the
// policy alone. Conditions other than those on the external ID and the principal's ARN cannot be
// told.
TrustJudgement judge_trust(const boost::json::object& trust, const Principal& principal,
                           std::string_view external_id);

// IAM's wildcards: "*" any characters, "?" one.
bool matches_pattern(std::string_view text, std::string_view pattern);

}  // namespace sextant::connect
