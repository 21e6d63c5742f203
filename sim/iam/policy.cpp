#include "sim/iam/policy.h"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "base/text.h"

namespace sextant::sim {

namespace json = boost::json;

namespace {

constexpr std::size_t kPolicyBytesMax = 131'072;

std::unexpected<std::string> syntax() {
  return std::unexpected(std::string("Syntax errors in policy."));
}

std::vector<std::string> texts_at(const json::object& object, std::string_view key) {
  std::vector<std::string> out;
  const json::value* value = object.if_contains(key);
  if (value == nullptr) return out;
  if (value->is_string()) return {std::string(value->get_string())};
  if (const json::array* items = value->if_array()) {
    for (const json::value& item : *items) {
      if (item.is_string()) out.emplace_back(item.get_string());
    }
  }
  return out;
}

std::expected<void, std::string> read_principal(Statement& out, const json::object& object) {
  const json::value* principal = object.if_contains("Principal");
  if (principal == nullptr) return std::unexpected("Missing required field Principal");
  if (principal->is_string() && principal->get_string() == "*") {
    out.aws_principals = {"*"};
    return {};
  }
  if (!principal->is_object()) return std::unexpected("Invalid principal in policy");
  out.aws_principals = texts_at(principal->get_object(), "AWS");
  out.federated_principals = texts_at(principal->get_object(), "Federated");
  for (const std::string& arn : out.aws_principals) {
    const bool is_account =
        arn.size() == 12 && std::ranges::all_of(arn, [](char c) { return c >= '0' && c <= '9'; });
    if (arn != "*" && !is_account && !arn.starts_with("arn:")) {
      return std::unexpected("Invalid principal in policy: \"AWS\":\"" + arn + "\"");
    }
  }
  return {};
}

std::expected<Statement, std::string> read_statement(const json::value& value, bool is_trust) {
  if (!value.is_object()) return syntax();
  const json::object& object = value.get_object();
  Statement out;
  const std::vector<std::string> effect = texts_at(object, "Effect");
  if (effect.size() != 1 || (effect[0] != "Allow" && effect[0] != "Deny")) return syntax();
  out.is_allow = effect[0] == "Allow";
  out.is_not_action = object.contains("NotAction");
  out.actions = texts_at(object, out.is_not_action ? "NotAction" : "Action");
  if (out.actions.empty()) return std::unexpected("Policy statement must contain actions.");
  out.is_not_resource = object.contains("NotResource");
  out.resources = texts_at(object, out.is_not_resource ? "NotResource" : "Resource");
  if (is_trust) {
    if (!out.resources.empty()) return std::unexpected("Has prohibited field Resource");
    if (auto read = read_principal(out, object); !read) return std::unexpected(read.error());
  } else if (out.resources.empty()) {
    return std::unexpected("Policy statement must contain resources.");
  } else if (object.contains("Principal")) {
    return std::unexpected("Policy document should not specify a principal.");
  }
  if (const json::value* block = object.if_contains("Condition")) {
    if (!block->is_object()) return syntax();
    auto conditions = parse_conditions(block->get_object());
    if (!conditions) return std::unexpected(conditions.error());
    out.conditions = std::move(*conditions);
  }
  return out;
}

std::expected<Policy, std::string> parse(std::string_view text, bool is_trust) {
  boost::system::error_code error;
  if (text.size() > kPolicyBytesMax) return syntax();
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return std::unexpected("This policy contains invalid Json");
  const json::value* statements = value.get_object().if_contains("Statement");
  if (statements == nullptr) return syntax();
  const json::array one{*statements};
  Policy out;
  for (const json::value& item : statements->is_array() ? statements->get_array() : one) {
    auto statement = read_statement(item, is_trust);
    if (!statement) return std::unexpected(statement.error());
    out.statements.push_back(std::move(*statement));
  }
  return out;
}

bool concerns_resource(const Statement& statement, std::string_view resource) {
  const bool any = std::ranges::any_of(statement.resources, [&](const std::string& pattern) {
    return wildcard_match(pattern, resource);
  });
  return any != statement.is_not_resource;
}

}  // namespace

std::expected<Policy, std::string> parse_policy(std::string_view text) {
  return parse(text, false);
}
std::expected<Policy, std::string> parse_trust_policy(std::string_view text) {
  return parse(text, true);
}

bool concerns_action(const Statement& statement, std::string_view action) {
  const std::string lower = to_lower(action);
  const bool any = std::ranges::any_of(statement.actions, [&](const std::string& pattern) {
    return wildcard_match(to_lower(pattern), lower);
  });
  return any != statement.is_not_action;
}

bool conditions_hold(const Statement& statement, const RequestFacts& facts) {
  return std::ranges::all_of(statement.conditions,
                             [&](const Condition& condition) { return holds(condition, facts); });
}

Verdict judge(const Policy& policy, std::string_view action, std::string_view resource,
              const RequestFacts& facts) {
  Verdict out = Verdict::kNothing;
  for (const Statement& statement : policy.statements) {
    if (!concerns_action(statement, action) || !concerns_resource(statement, resource) ||
        !conditions_hold(statement, facts)) {
      continue;
    }
    if (!statement.is_allow) return Verdict::kDeny;
    out = Verdict::kAllow;
  }
  return out;
}

Verdict judge_all(const std::vector<Policy>& policies, std::string_view action,
                  std::string_view resource, const RequestFacts& facts) {
  Verdict out = Verdict::kNothing;
  for (const Policy& policy : policies) {
    const Verdict verdict = judge(policy, action, resource, facts);
    if (verdict == Verdict::kDeny) return verdict;
    if (verdict == Verdict::kAllow) out = verdict;
  }
  return out;
}

}  // namespace sextant::sim
