#include "sim/iam/trust.h"

#include <gtest/gtest.h>

namespace sextant::sim {
namespace {

constexpr const char* kMayAssume =
    R"({"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}})";

Principal user(const std::string& account, const std::string& policy = "") {
  Principal out;
  out.key.account_id = account;
  out.arn = out.policy_arn = "arn:aws:iam::" + account + ":user/someone";
  if (!policy.empty()) out.identity_policies = {parse_policy(policy).value()};
  return out;
}

IamRole role(const std::string& principal, const std::string& effect = "Allow") {
  IamRole out;
  out.account_id = "222222222222";
  out.name = "Reader";
  const std::string text = R"({"Statement": {"Effect": ")" + effect +
                           R"(", "Action": "sts:AssumeRole", "Principal": {"AWS": ")" + principal +
                           R"("}}})";
  out.trust = {text, parse_trust_policy(text).value()};
  return out;
}

Refusal ask(const Principal& principal, const IamRole& wanted, const FaultPlan& faults = {}) {
  return may_assume(principal, wanted, {}, faults);
}

TEST(Trust, AcrossAccountsNeedsBothSides) {
  const IamRole trusting = role("arn:aws:iam::111111111111:root");
  EXPECT_EQ(ask(user("111111111111", kMayAssume), trusting), Refusal::kNone);
  EXPECT_EQ(ask(user("111111111111"), trusting), Refusal::kIdentityNothing);
  EXPECT_EQ(ask(user("333333333333", kMayAssume), trusting), Refusal::kTrustNothing);
  const IamRole direct = role("arn:aws:iam::111111111111:user/someone");
  EXPECT_EQ(ask(user("111111111111", kMayAssume), direct), Refusal::kNone);
  EXPECT_EQ(ask(user("111111111111"), direct), Refusal::kIdentityNothing);
}

TEST(Trust, WithinAnAccountANamedPrincipalNeedsNoPolicyOfItsOwn) {
  EXPECT_EQ(ask(user("222222222222"), role("arn:aws:iam::222222222222:user/someone")),
            Refusal::kNone);
  EXPECT_EQ(ask(user("222222222222"), role("222222222222")), Refusal::kIdentityNothing);
  EXPECT_EQ(ask(user("222222222222", kMayAssume), role("222222222222")), Refusal::kNone);
}

TEST(Trust, DeniesBeatAllowsOnEitherSide) {
  const Principal denied = user(
      "111111111111", R"({"Statement": {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}})");
  EXPECT_EQ(ask(denied, role("*")), Refusal::kIdentityDeny);
  EXPECT_EQ(ask(user("111111111111", kMayAssume), role("*", "Deny")), Refusal::kTrustDeny);
  FaultPlan faults;
  faults.deny_scp = {"sts:*"};
  EXPECT_EQ(ask(user("111111111111", kMayAssume), role("*"), faults), Refusal::kControlPolicyDeny);
}

TEST(Trust, NamesASessionByItsRoleOrItself) {
  Principal session = user("111111111111", kMayAssume);
  session.is_role = true;
  session.policy_arn = "arn:aws:iam::111111111111:role/path/Worker";
  session.arn = "arn:aws:sts::111111111111:assumed-role/Worker/one";
  EXPECT_EQ(ask(session, role(session.policy_arn)), Refusal::kNone);
  EXPECT_EQ(ask(session, role(session.arn)), Refusal::kNone);
  EXPECT_EQ(ask(session, role("arn:aws:iam::111111111111:role/Worker")), Refusal::kTrustNothing)
      << "a role is named with its path";
}

TEST(Trust, IsAskedAboutAssumingOnly) {
  IamRole other = role("*");
  const std::string text =
      R"({"Statement": {"Effect": "Allow", "Action": "sts:TagSession", "Principal": "*"}})";
  other.trust = {text, parse_trust_policy(text).value()};
  EXPECT_EQ(ask(user("111111111111", kMayAssume), other), Refusal::kTrustNothing);
}

TEST(Evaluate, NamesTheKindOfPolicyThatStandsInTheWay) {
  const Policy all =
      parse_policy(R"({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})").value();
  const Policy none =
      parse_policy(R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})").value();
  Principal someone = user("111111111111");
  const auto ask_for = [&](const FaultPlan& faults = {}) {
    return evaluate(someone, "ce:GetCostAndUsage", "*", {}, faults);
  };
  EXPECT_EQ(ask_for(), Refusal::kIdentityNothing);
  someone.identity_policies = {all};
  EXPECT_EQ(ask_for(), Refusal::kNone);
  FaultPlan faults;
  faults.deny = {"ce:*"};
  EXPECT_EQ(ask_for(faults), Refusal::kIdentityNothing);
  someone.key.has_session_policies = true;
  EXPECT_EQ(ask_for(), Refusal::kSessionNothing);
  someone.key.session_policies = {none};
  EXPECT_EQ(ask_for(), Refusal::kSessionDeny);
  someone.identity_policies = {none};
  EXPECT_EQ(ask_for(), Refusal::kIdentityDeny);
  someone.control_policies = {parse_policy(kMayAssume).value()};
  someone.identity_policies = {all};
  someone.key.session_policies = {all};
  EXPECT_EQ(ask_for(), Refusal::kControlPolicyNothing);
  someone.control_policies = {none};
  EXPECT_EQ(ask_for(), Refusal::kControlPolicyDeny);
  EXPECT_EQ(refusal_text(someone, "ce:GetTags", "arn:x", Refusal::kControlPolicyDeny),
            "User: arn:aws:iam::111111111111:user/someone is not authorized to perform: ce:GetTags "
            "on resource: "
            "arn:x with an explicit deny in a service control policy");
  EXPECT_EQ(
      refusal_text(someone, "ce:GetTags", "", Refusal::kNone),
      "User: arn:aws:iam::111111111111:user/someone is not authorized to perform: ce:GetTags");
}

}  // namespace
}  // namespace sextant::sim
