#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "connect/permissions.h"

namespace sextant::connect {

// The IAM actions that one operation needs; they are not its name (ListBuckets needs
// s3:ListAllMyBuckets). Empty where it needs none.
using ActionLookup = std::function<Result<std::vector<std::string>>(std::string_view service,
                                                                    std::string_view operation)>;
// As catalog/services says it.
ActionLookup catalog_actions();

struct PolicyStatement {
  std::string sid;
  std::string title;
  std::string reason;
  bool is_optional = false;            // the rest works without it
  std::vector<std::string> actions;    // sorted
  std::vector<std::string> resources;  // never empty
};

// What the identity that reads an account has to be granted, and nothing else. A plain value.
struct LeastPolicy {
  std::vector<PolicyStatement> statements;

  // As IAM wants it.
  boost::json::object document() const;
  std::vector<std::string> actions() const;  // of all statements, sorted
};

// Drawn from what the program calls (permissions.h). `self_arn` is the reader's own ARN, perhaps
// with "*" for the account;
// "" where it is not known, which leaves "*". Error: that of `actions`.
Result<LeastPolicy> least_policy(ReaderKind reader, std::string_view self_arn,
                                 const ActionLookup& actions);

// The statement that would allow `actions`, as one to add to a policy.
boost::json::object statement_to_add(std::string_view sid, const std::vector<std::string>& actions);

}  // namespace sextant::connect
