#include "connect/trust_policy.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace sextant::connect {
namespace {

namespace json = boost::json;

constexpr std::size_t kIdentityCenterSuffix = 16;

// "AWSReservedSSO_Reader_0123456789abcdef" without its last part; "" where it has none.
std::string without_suffix(const std::string& name) {
  const std::size_t mark = name.rfind('_');
  if (mark == std::string::npos || name.size() - mark - 1 != kIdentityCenterSuffix) return "";
  return name.substr(0, mark + 1);
}

}  // namespace

std::vector<std::string> principal_patterns(const Principal& principal,
                                            std::string_view role_path) {
  const std::string account =
      fmt::format("arn:{}:iam::{}:", principal.partition, principal.account_id);
  if (principal.kind == PrincipalKind::kUser) return {principal.arn};
  if (principal.is_identity_center_role()) {
    const std::string stem = without_suffix(principal.name);
    const std::string name =
        stem.empty() ? principal.name : stem + std::string(kIdentityCenterSuffix, '?');
    // The region of Identity Center stands in the path, but for us-east-1. Nobody else can make
    // roles below it.
    return {account + "role/aws-reserved/sso.amazonaws.com/" + name,
            account + "role/aws-reserved/sso.amazonaws.com/*/" + name};
  }
  if (!role_path.empty()) return {fmt::format("{}role{}{}", account, role_path, principal.name)};
  return {account + "role/" + principal.name, account + "role/*/" + principal.name};
}

json::object trust_policy(const Principal& principal, const std::vector<std::string>& patterns,
                          std::string_view external_id) {
  json::array arns;
  for (const std::string& pattern : patterns) arns.emplace_back(pattern);
  const std::string root =
      fmt::format("arn:{}:iam::{}:root", principal.partition, principal.account_id);
  json::object statement = {{"Sid", "SextantMayRead"},
                            {"Effect", "Allow"},
                            {"Principal", {{"AWS", root}}},
                            {"Action", "sts:AssumeRole"},
                            {"Condition",
                             {{"StringEquals", {{"sts:ExternalId", external_id}}},
                              {"ArnLike", {{"aws:PrincipalArn", arns}}}}}};
  return {{"Version", "2012-10-17"}, {"Statement", json::array{std::move(statement)}}};
}

json::object assume_role_statement(std::string_view role_arn) {
  return {{"Sid", "AssumeTheRoleThatSextantReads"},
          {"Effect", "Allow"},
          {"Action", "sts:AssumeRole"},
          {"Resource", role_arn}};
}

}  // namespace sextant::connect
