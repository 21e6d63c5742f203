#include "operations/policy.h"

#include "connect/setup/policy_formats.h"

namespace sextant::operations {

namespace json = boost::json;

Result<connect::LeastPolicy> least_policy() {
  return connect::least_policy(connect::ReaderKind::kAny, "", connect::catalog_actions());
}

json::array statements_json(const connect::LeastPolicy& policy) {
  json::array out;
  for (const connect::PolicyStatement& statement : policy.statements) {
    out.push_back(
        json::object{{"sid", statement.sid},
                     {"title", statement.title},
                     {"reason", statement.reason},
                     {"optional", statement.is_optional},
                     {"actions", json::array(statement.actions.begin(), statement.actions.end())}});
  }
  return out;
}

json::object to_json(const connect::LeastPolicy& policy) {
  using connect::PolicyFormat;
  return {{"document", policy.document()},
          {"statements", statements_json(policy)},
          {"forms",
           json::object{{"json", render_policy(policy, PolicyFormat::kJson)},
                        {"text", render_policy(policy, PolicyFormat::kText)},
                        {"cloudformation", render_policy(policy, PolicyFormat::kCloudFormation)},
                        {"terraform", render_policy(policy, PolicyFormat::kTerraform)}}}};
}

}  // namespace sextant::operations
