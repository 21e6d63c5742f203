#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/condition.h"

namespace sextant::sim {

struct Statement {
  bool is_allow = true;
  std::vector<std::string> actions;
  bool is_not_action = false;
  std::vector<std::string> resources;  // empty in a trust policy
  bool is_not_resource = false;
  // A trust policy's principals, as written: "*", "arn:...", 12 digits.
  std::vector<std::string> aws_principals;
  std::vector<std::string> federated_principals;
  std::vector<Condition> conditions;
};

// A policy document, read. A plain value.
struct Policy {
  std::vector<Statement> statements;
};

// The error is IAM's message for a MalformedPolicyDocument.
std::expected<Policy, std::string> parse_policy(std::string_view text);
std::expected<Policy, std::string> parse_trust_policy(std::string_view text);

// What one or more policies of one kind say to a request.
enum class Verdict { kNothing, kAllow, kDeny };
// `resource` is the ARN asked for, "*" where the operation has none.
Verdict judge(const Policy& policy, std::string_view action, std::string_view resource,
              const RequestFacts& facts);
// Deny beats allow beats nothing.
Verdict judge_all(const std::vector<Policy>& policies, std::string_view action,
                  std::string_view resource, const RequestFacts& facts);

// Whether the statement is about this action.
bool concerns_action(const Statement& statement, std::string_view action);
bool conditions_hold(const Statement& statement, const RequestFacts& facts);

}  // namespace sextant::sim
