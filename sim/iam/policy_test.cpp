#include "sim/iam/policy.h"

#include <gtest/gtest.h>

#include "sim/iam/managed_policies.h"

namespace sextant::sim {
namespace {

Policy policy(const std::string& statements) {
  const auto parsed = parse_policy(R"({"Version": "2012-10-17", "Statement": )" + statements + "}");
  if (!parsed) ADD_FAILURE() << parsed.error();
  return parsed.value_or(Policy{});
}

// What was said against it, "" where nothing was.
std::string error_in(const std::expected<Policy, std::string>& parsed) {
  return parsed ? "" : parsed.error();
}

TEST(Policy, AllowsActionsWithoutCaseAndByWildcard) {
  const Policy some = policy(
      R"({"Effect": "Allow", "Action": ["ce:Get*", "S3:listallmybuckets"], "Resource": "*"})");
  EXPECT_EQ(judge(some, "ce:GetCostAndUsage", "*", {}), Verdict::kAllow);
  EXPECT_EQ(judge(some, "s3:ListAllMyBuckets", "*", {}), Verdict::kAllow);
  EXPECT_EQ(judge(some, "ce:ListCostAllocationTags", "*", {}), Verdict::kNothing);
}

TEST(Policy, DenyBeatsAllowInAnyOrder) {
  const Policy both = policy(R"([{"Effect": "Deny", "Action": "ce:GetTags", "Resource": "*"},
                                 {"Effect": "Allow", "Action": "ce:*", "Resource": "*"}])");
  EXPECT_EQ(judge(both, "ce:GetTags", "*", {}), Verdict::kDeny);
  EXPECT_EQ(judge(both, "ce:GetCostForecast", "*", {}), Verdict::kAllow);
  const Policy allow = policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*"})");
  EXPECT_EQ(judge_all({allow, both}, "ce:GetTags", "*", {}), Verdict::kDeny);
  EXPECT_EQ(judge_all({}, "ce:GetTags", "*", {}), Verdict::kNothing);
}

TEST(Policy, HoldsToItsResources) {
  const Policy one = policy(
      R"({"Effect": "Allow", "Action": "iam:GetRole", "Resource": "arn:aws:iam::*:role/Sextant*"})");
  EXPECT_EQ(judge(one, "iam:GetRole", "arn:aws:iam::111122223333:role/SextantReadOnly", {}),
            Verdict::kAllow);
  EXPECT_EQ(judge(one, "iam:GetRole", "arn:aws:iam::111122223333:role/Other", {}),
            Verdict::kNothing);
  EXPECT_EQ(judge(one, "iam:GetRole", "*", {}), Verdict::kNothing)
      << "a call on all is not one on some";
  const Policy others = policy(
      R"({"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::secret/*"})");
  EXPECT_EQ(judge(others, "s3:GetObject", "arn:aws:s3:::open/x", {}), Verdict::kAllow);
  EXPECT_EQ(judge(others, "s3:GetObject", "arn:aws:s3:::secret/x", {}), Verdict::kNothing);
  EXPECT_EQ(judge(others, "iam:GetRole", "arn:aws:s3:::open/x", {}), Verdict::kNothing);
}

TEST(Policy, StatementsWaitForTheirConditions) {
  const Policy one = policy(R"({"Effect": "Allow", "Action": "*", "Resource": "*",
                                "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}})");
  RequestFacts facts;
  EXPECT_EQ(judge(one, "ec2:DescribeVpcs", "*", facts), Verdict::kNothing);
  facts.set("aws:RequestedRegion", "eu-west-1");
  EXPECT_EQ(judge(one, "ec2:DescribeVpcs", "*", facts), Verdict::kAllow);
}

TEST(Policy, RefusesWhatIamRefuses) {
  const auto error_of = [](const char* text) { return error_in(parse_policy(text)); };
  EXPECT_EQ(error_of("{"), "This policy contains invalid Json");
  EXPECT_EQ(error_of("[]"), "This policy contains invalid Json");
  EXPECT_EQ(error_of("{}"), "Syntax errors in policy.");
  EXPECT_EQ(error_of(R"({"Statement": [1]})"), "Syntax errors in policy.");
  EXPECT_EQ(error_of(R"({"Statement": {"Effect": "Perhaps", "Action": "*", "Resource": "*"}})"),
            "Syntax errors in policy.");
  EXPECT_EQ(error_of(R"({"Statement": {"Effect": "Allow", "Resource": "*"}})"),
            "Policy statement must contain actions.");
  EXPECT_EQ(error_of(R"({"Statement": {"Effect": "Allow", "Action": "*"}})"),
            "Policy statement must contain resources.");
  EXPECT_EQ(
      error_of(
          R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Principal": "*"}})"),
      "Policy document should not specify a principal.");
  EXPECT_EQ(
      error_of(
          R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": []}})"),
      "Syntax errors in policy.");
  EXPECT_FALSE(parse_policy(std::string(200'000, ' ')));
}

TEST(TrustPolicy, WantsAPrincipalAndNoResource) {
  const auto error_of = [](const std::string& rest) {
    return error_in(parse_trust_policy(
        R"({"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole")" + rest + "}}"));
  };
  EXPECT_EQ(
      error_of(
          R"(, "Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:root", "*"]})"),
      "");
  EXPECT_EQ(error_of(R"(, "Principal": "*")"), "");
  EXPECT_EQ(error_of(""), "Missing required field Principal");
  EXPECT_EQ(error_of(R"(, "Principal": "everyone")"), "Invalid principal in policy");
  EXPECT_EQ(error_of(R"(, "Principal": {"AWS": "root"})"),
            R"(Invalid principal in policy: "AWS":"root")");
  EXPECT_EQ(error_of(R"(, "Principal": "*", "Resource": "*")"), "Has prohibited field Resource");
}

TEST(ManagedPolicies, AreAllWellFormedAndTellReadersFromWriters) {
  ASSERT_TRUE(parse_policy(reader_policy()));
  const auto verdict = [](const char* arn, const char* action) {
    return judge(parse_policy(find_managed_policy(arn)->document).value(), action, "*", {});
  };
  for (const ManagedPolicy& managed : managed_policies()) {
    ASSERT_TRUE(parse_policy(managed.document)) << managed.arn;
    EXPECT_EQ(find_managed_policy(managed.arn), &managed);
  }
  EXPECT_EQ(find_managed_policy("arn:aws:iam::aws:policy/None"), nullptr);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/AdministratorAccess", "s3:DeleteBucket"),
            Verdict::kAllow);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/ReadOnlyAccess", "s3:GetObject"), Verdict::kAllow);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/ReadOnlyAccess", "s3:DeleteBucket"),
            Verdict::kNothing);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/SecurityAudit", "ce:GetCostAndUsage"),
            Verdict::kNothing);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", "ce:GetCostAndUsage"),
            Verdict::kNothing);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess", "ce:GetCostAndUsage"),
            Verdict::kAllow);
  EXPECT_EQ(verdict("arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess", "ce:GetCostForecast"),
            Verdict::kNothing);
}

}  // namespace
}  // namespace sextant::sim
