#include "connect/check/trust_evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

constexpr std::size_t kTextMax = 1U << 20U;
constexpr std::size_t kStatementsMax = 1000;

Result<json::value> parse(std::string_view text) {
  if (text.size() > kTextMax) return failure("check.role_json", "longer than 1 MiB");
  boost::system::error_code error;
  auto value = json::parse(text, error);
  if (error) return failure("check.role_json", error.message());
  return value;
}

const json::object* object_at(const json::object& object, std::string_view key) {
  const auto* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

std::vector<json::object> statements_of(const json::object& trust) {
  std::vector<json::object> out;
  const auto* found = trust.if_contains("Statement");
  if (found == nullptr) return out;
  if (const auto* one = found->if_object()) out.push_back(*one);
  if (const auto* array = found->if_array()) {
    for (const json::value& element : *array) {
      if (element.is_object() && out.size() < kStatementsMax) out.push_back(element.get_object());
    }
  }
  return out;
}

bool names_assume_role(const json::object& statement) {
  const auto actions = strings_at(statement, "Action");
  return std::ranges::any_of(actions, [](const std::string& action) {
    return matches_pattern("sts:assumerole", to_lower(action));
  });
}

bool is_us(const std::string& named, const Principal& principal) {
  if (named == "*" || named == principal.account_id || named == principal.arn) return true;
  const auto arn = parse_principal(named);
  if (!arn || arn->account_id != principal.account_id || arn->partition != principal.partition)
    return false;
  if (arn->kind == PrincipalKind::kRoot) return true;
  // A role named as the principal; an assumed role's ARN lacks its path, so names decide.
  const auto role = parse_role_arn(named);
  return role && principal.kind == PrincipalKind::kAssumedRole && role->name == principal.name;
}

std::string described_principals(const json::object& statement) {
  const auto* principal = statement.if_contains("Principal");
  return principal == nullptr ? "nobody" : json::serialize(*principal);
}

bool trusts_us(const json::object& statement, const Principal& principal) {
  const auto* named = statement.if_contains("Principal");
  if (named == nullptr) return false;
  if (named->is_string()) return named->get_string() == "*";
  const auto* kinds = named->if_object();
  const auto accounts = kinds == nullptr ? std::vector<std::string>() : strings_at(*kinds, "AWS");
  return std::ranges::any_of(accounts,
                             [&](const std::string& text) { return is_us(text, principal); });
}

// Our ARN as aws:PrincipalArn has it; an assumed role's path is not known, so both forms are tried.
bool principal_arn_matches(const std::string& pattern, const Principal& principal) {
  if (principal.kind != PrincipalKind::kAssumedRole) return matches_pattern(principal.arn, pattern);
  const std::string account =
      fmt::format("arn:{}:iam::{}:role/", principal.partition, principal.account_id);
  if (matches_pattern(account + principal.name, pattern)) return true;
  return pattern.starts_with(account) &&
         matches_pattern("/" + principal.name, "*" + pattern.substr(pattern.rfind('/')));
}

enum class Fit { kYes, kNo, kUnknown };

bool compares(const std::string& operation, const std::string& wanted, std::string_view actual) {
  if (operation == "stringequals") return wanted == actual;
  if (operation == "stringequalsignorecase") return equals_ignoring_case(wanted, actual);
  return matches_pattern(actual, wanted);
}

// One key of one operator.
Fit fits(std::string operation, const std::string& key, const std::vector<std::string>& wanted,
         const Principal& principal, std::string_view external_id) {
  operation = to_lower(operation);
  if (operation.ends_with("ifexists")) operation.resize(operation.size() - 8);
  const bool plain = operation == "stringequals" || operation == "stringlike" ||
                     operation == "stringequalsignorecase" || operation == "arnlike" ||
                     operation == "arnequals";
  if (!plain) return Fit::kUnknown;
  const std::string name = to_lower(key);
  const auto matches = [&](const std::string& text) {
    if (name == "sts:externalid") return compares(operation, text, external_id);
    if (name == "aws:principalaccount") return compares(operation, text, principal.account_id);
    return principal_arn_matches(text, principal);
  };
  if (name != "sts:externalid" && name != "aws:principalaccount" && name != "aws:principalarn")
    return Fit::kUnknown;
  return std::ranges::any_of(wanted, matches) ? Fit::kYes : Fit::kNo;
}

// All conditions of a statement; reasons say which do not fit or could not be judged.
Fit judge_conditions(const json::object& statement, const Principal& principal,
                     std::string_view external_id, std::vector<std::string>& reasons) {
  const auto* conditions = object_at(statement, "Condition");
  Fit out = Fit::kYes;
  if (conditions == nullptr) return out;
  for (const auto& [operation, keys] : *conditions) {
    if (!keys.is_object()) continue;
    for (const auto& [key, value] : keys.get_object()) {
      const auto wanted = strings_at(keys.get_object(), key);
      const Fit fit =
          fits(std::string(operation), std::string(key), wanted, principal, external_id);
      if (fit == Fit::kYes) continue;
      const std::string wants = fmt::format("{} {} {}", std::string_view(key),
                                            std::string_view(operation), json::serialize(value));
      if (fit == Fit::kUnknown) {
        reasons.push_back(fmt::format("the condition {} could not be judged from here", wants));
        if (out == Fit::kYes) out = Fit::kUnknown;
        continue;
      }
      reasons.push_back(
          equals_ignoring_case(key, "sts:ExternalId")
              ? fmt::format("its external ID is {}, ours is \"{}\"", join(wanted, " or "),
                            external_id)
              : fmt::format("the condition {} does not fit {}", wants, principal.arn));
      out = Fit::kNo;
    }
  }
  return out;
}

}  // namespace

bool matches_pattern(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      resume = at;
    } else if (in_pattern < pattern.size() &&
               (pattern[in_pattern] == '?' || pattern[in_pattern] == text[at])) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

Result<RoleAsRead> read_role(const json::value& document) {
  const auto* object = document.if_object();
  if (object == nullptr) return failure("check.role_json", "it is no JSON object");
  if (const auto* inner = object_at(*object, "Role")) object = inner;
  if (object->contains("Statement")) return RoleAsRead{"", *object};
  RoleAsRead out;
  if (const auto arns = strings_at(*object, "Arn"); !arns.empty()) out.arn = arns.front();
  const auto* policy = object->if_contains("AssumeRolePolicyDocument");
  if (policy == nullptr) return failure("check.role_json", "it has no AssumeRolePolicyDocument");
  if (policy->is_object()) {
    out.trust = policy->get_object();
    return out;
  }
  if (!policy->is_string())
    return failure("check.role_json", "its AssumeRolePolicyDocument is no document");
  SEXTANT_TRY(const json::value trust, parse(percent_decode(policy->get_string())));
  if (!trust.is_object())
    return failure("check.role_json", "its AssumeRolePolicyDocument is no document");
  out.trust = trust.get_object();
  return out;
}

Result<RoleAsRead> read_role_text(std::string_view text) {
  SEXTANT_TRY(const json::value document, parse(text));
  return read_role(document);
}

TrustJudgement judge_trust(const json::object& trust, const Principal& principal,
                           std::string_view external_id) {
  TrustJudgement out{TrustVerdict::kRefuses, {}};
  bool allowed = false;
  bool perhaps_allowed = false;
  bool perhaps_denied = false;
  for (const json::object& statement : statements_of(trust)) {
    if (!names_assume_role(statement) && !statement.contains("NotAction")) continue;
    const auto effects = strings_at(statement, "Effect");
    const bool deny = !effects.empty() && effects.front() == "Deny";
    std::vector<std::string> reasons;
    Fit fit = Fit::kUnknown;
    if (statement.contains("NotPrincipal") || statement.contains("NotAction")) {
      reasons.emplace_back(
          "a statement with NotPrincipal or NotAction could not be judged from here");
    } else if (!trusts_us(statement, principal)) {
      fit = Fit::kNo;
      reasons.push_back(
          fmt::format("it trusts {}, not {}", described_principals(statement), principal.arn));
    } else {
      fit = judge_conditions(statement, principal, external_id, reasons);
    }
    if (deny && fit == Fit::kYes) {
      return {TrustVerdict::kRefuses, {"a statement of it denies us explicitly"}};
    }
    if (fit == Fit::kYes) allowed = true;
    if (fit == Fit::kUnknown) (deny ? perhaps_denied : perhaps_allowed) = true;
    if (!deny || fit == Fit::kUnknown) {
      out.reasons.insert(out.reasons.end(), reasons.begin(), reasons.end());
    }
  }
  if (allowed && !perhaps_denied) return {TrustVerdict::kAllows, {}};
  if (perhaps_allowed || allowed) out.verdict = TrustVerdict::kCannotTell;
  if (out.reasons.empty()) out.reasons.emplace_back("no statement of it allows sts:AssumeRole");
  return out;
}

}  // namespace sextant::connect
