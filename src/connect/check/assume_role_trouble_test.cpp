#include "connect/check/assume_role_trouble.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "connect/testing/fake_api.h"

namespace sextant::connect {
namespace {

AssumeRoleEvidence evidence(const std::string& words) {
  const Principal us = *parse_principal("arn:aws:iam::999988887777:user/sextant");
  return {"prod",
          *parse_role_arn("arn:aws:iam::111122223333:role/R"),
          "right-id",
          FakeApi::refusal("AccessDenied", words).error(),
          us,
          {us.arn},
          std::nullopt,
          std::nullopt,
          ""};
}

CheckStep explained(const AssumeRoleEvidence& given) {
  CheckStep step;
  explain_refusal(step, given);
  EXPECT_EQ(step.status, StepStatus::kFailed);
  return step;
}

constexpr std::string_view kPlain =
    "User: arn:aws:iam::999988887777:user/sextant is not authorized to perform: sts:AssumeRole on "
    "resource: arn:aws:iam::111122223333:role/R";

TEST(AssumeRoleTrouble, ReadsWhichPolicyAwsNames) {
  const std::string plain(kPlain);
  EXPECT_EQ(policy_named_by(plain), NamedPolicy::kNone);
  EXPECT_EQ(
      policy_named_by(plain + " because no identity-based policy allows the sts:AssumeRole action"),
      NamedPolicy::kIdentity);
  EXPECT_EQ(policy_named_by(plain + " with an explicit deny in a service control policy"),
            NamedPolicy::kServiceControl);
  EXPECT_EQ(
      policy_named_by(plain + " with an explicit deny in a resource control policy: arn:aws:..."),
      NamedPolicy::kResourceControl);
  EXPECT_EQ(
      policy_named_by(plain + " because no resource-based policy allows the sts:AssumeRole action"),
      NamedPolicy::kResource);
  EXPECT_EQ(
      policy_named_by(plain + " because no permissions boundary allows the sts:AssumeRole action"),
      NamedPolicy::kBoundary);
  EXPECT_EQ(policy_named_by("role/service control policy is not authorized"), NamedPolicy::kNone)
      << "a role's name is no reason";
}

TEST(AssumeRoleTrouble, NamesACauseOnlyOnEvidence) {
  const auto plain = explained(evidence(std::string(kPlain)));
  EXPECT_EQ(plain.code, "check.role_refused");
  EXPECT_FALSE(plain.cause_is_proven);
  EXPECT_EQ(plain.causes.size(), 6U);
  const auto scp = explained(
      evidence(std::string(kPlain) + " with an explicit deny in a service control policy"));
  EXPECT_EQ(scp.code, "check.organization_policy");
  EXPECT_TRUE(scp.cause_is_proven);
}

TEST(AssumeRoleTrouble, ARightOfOursThatTheSimulatorSeesIsNoLongerACause) {
  auto given = evidence(std::string(kPlain));
  given.own_right = SimulatedAction{Outcome::kAllowed, ""};
  const auto step = explained(given);
  EXPECT_EQ(step.code, "check.role_refused");
  EXPECT_EQ(step.causes.size(), 5U);
}

TEST(AssumeRoleTrouble, WithinOneAccountTheSimulatorProvesNothing) {
  auto given = evidence(std::string(kPlain));
  given.role.account_id = "999988887777";
  given.own_right = SimulatedAction{Outcome::kDenied, "no policy of the identity allows it"};
  EXPECT_FALSE(explained(given).cause_is_proven);
}

TEST(AssumeRoleTrouble, OtherPartitionsAndOtherArnsAreProven) {
  auto given = evidence(std::string(kPlain));
  given.role.partition = "aws-us-gov";
  EXPECT_EQ(explained(given).code, "check.other_partition");
  given = evidence(std::string(kPlain));
  given.role_as_read = RoleAsRead{"arn:aws:iam::111122223333:role/team/R", {}};
  given.read_by = "role.json";
  EXPECT_EQ(explained(given).code, "check.role_arn_differs");
}

TEST(AssumeRoleTrouble, APolicyThatLetsUsInIsSaidAndProvesNoOtherCause) {
  auto given = evidence(std::string(kPlain));
  const auto trust = read_role_text(
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sts:AssumeRole"}})");
  given.role_as_read = *trust;
  given.read_by = "connection admin";
  const auto step = explained(given);
  EXPECT_FALSE(step.cause_is_proven);
  EXPECT_NE(join(step.details, " ").find("lets us in"), std::string::npos);
}

}  // namespace
}  // namespace sextant::connect
