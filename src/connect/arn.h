#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant::connect {

// arn:partition:service:region:account:resource. A plain value.
struct Arn {
  std::string partition;
  std::string service;
  std::string region;
  std::string account_id;
  std::string resource;  // may hold colons
};
// Error: connection.bad_arn. At most 2048 characters.
Result<Arn> parse_arn(std::string_view text);

// A role as its ARN names it.
struct RoleArn {
  std::string partition;
  std::string account_id;
  std::string path;  // "/" or "/team/"
  std::string name;

  std::string text() const;
};
// Says in `detail` what is wrong with it. Error: connection.bad_role_arn.
Result<RoleArn> parse_role_arn(std::string_view text);

enum class PrincipalKind { kRoot, kUser, kAssumedRole, kFederatedUser, kOther };

// Who GetCallerIdentity says we are.
struct Principal {
  std::string arn;
  PrincipalKind kind = PrincipalKind::kOther;
  std::string partition;
  std::string account_id;
  std::string
      name;  // of the user or the role; without a path, which an assumed role's ARN does not hold
  std::string session;  // kAssumedRole only

  bool can_assume_roles() const {
    return kind == PrincipalKind::kUser || kind == PrincipalKind::kAssumedRole;
  }
  // Roles that IAM Identity Center makes; their names change when an assignment is made anew.
  bool is_identity_center_role() const;
};
// Error: connection.bad_arn.
Result<Principal> parse_principal(std::string_view arn);

bool is_account_id(std::string_view text);   // 12 digits
bool is_role_name(std::string_view text);    // IAM's rules
bool is_region_name(std::string_view text);  // by its form: "eu-west-1", "us-gov-east-1"
// The rule for a connection's name.
bool is_connection_name(std::string_view text);
// `text` made into a connection's name.
std::string to_connection_name(std::string_view text);

}  // namespace sextant::connect
