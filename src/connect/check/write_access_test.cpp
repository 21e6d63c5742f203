#include "connect/check/write_access.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "connect/check/principal_policies.h"

namespace sextant::connect {
namespace {

TEST(WriteAccess, TellsReadingFromChangingByTheVerb) {
  for (const char* action :
       {"ec2:Describe*", "s3:GetObject", "ce:Get*", "iam:List*", "cloudtrail:LookupEvents",
        "dynamodb:Scan", "sts:AssumeRole", "tag:GetResources", "EC2:DESCRIBEINSTANCES",
        "logs:StartQuery", "apigateway:GET"}) {
    EXPECT_FALSE(can_change(action)) << action;
  }
  for (const char* action : {"*", "*:*", "ec2:*", "ec2:D*", "ec2:?escribe*", "iam:CreateUser",
                             "s3:PutObject", "lambda:InvokeFunction", "apigateway:*",
                             "iam:PassRole", "", "license-manager:CheckoutLicense", "ec2:Ge*"}) {
    EXPECT_TRUE(can_change(action)) << action;
  }
}

std::vector<std::string> found(const std::string& text) {
  return changing_actions(boost::json::parse(text).as_object());
}

TEST(WriteAccess, FindsWhatAPolicyLetsChange) {
  EXPECT_EQ(found(R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})"),
            std::vector<std::string>{"*"});
  EXPECT_EQ(found(R"({"Statement":[{"Effect":"Allow","Action":["ec2:Describe*","s3:PutObject"]},
                                   {"Effect":"Deny","Action":"s3:PutObject"}]})"),
            std::vector<std::string>{"s3:PutObject"})
      << "a Deny does not hide it";
  EXPECT_EQ(found(R"({"Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*"]}]})"),
            std::vector<std::string>{"everything but iam:*, organizations:*"});
  EXPECT_TRUE(
      found(R"({"Statement":[{"Effect":"Allow","Action":["ce:GetCostAndUsage"]}]})").empty());
  EXPECT_TRUE(found(R"({"Statement":[{"Effect":"Deny","NotAction":"ce:*"}]})").empty());
  EXPECT_TRUE(found(R"({"Statement":["odd",5,{"Action":7}]})").empty());
  EXPECT_TRUE(found("{}").empty());
}

TEST(WriteAccess, KeepsALongListShort) {
  std::string actions;
  for (int i = 0; i < 100; ++i)
    actions += (i == 0 ? "\"" : ",\"") + std::string("ec2:Run") + std::to_string(i) + "\"";
  EXPECT_EQ(found(R"({"Statement":[{"Effect":"Allow","Action":[)" + actions + "]}]}").size(), 20U);
}

TEST(WriteAccess, KnowsAwsOwnPoliciesByName) {
  EXPECT_TRUE(is_known_to_write("AdministratorAccess"));
  EXPECT_TRUE(is_known_to_write("AmazonEC2FullAccess"));
  EXPECT_FALSE(is_known_to_write("ReadOnlyAccess"));
  EXPECT_TRUE(is_known_to_read_only("AmazonS3ReadOnlyAccess"));
  EXPECT_FALSE(is_known_to_read_only("CompanyPolicy"));
}

PrincipalPolicies policies_of(const std::string& text, bool complete = true) {
  PrincipalPolicies out;
  out.policies.push_back({"inline P", "", true, boost::json::parse(text).as_object()});
  out.is_complete = complete;
  return out;
}

TEST(WriteAccess, PoliciesAsReadSayWhatIsAllowedOrLeaveItOpen) {
  const auto said = [](const PrincipalPolicies& policies) {
    const auto all = judge_by_policies(policies, {"ce:GetCostForecast"});
    return all.empty() ? Outcome::kUnknown : all.begin()->second.outcome;
  };
  const std::string allow = R"({"Effect":"Allow","Action":"ce:Get*","Resource":"*"})";
  const std::string deny = R"({"Effect":"Deny","Action":"CE:GetCostForecast","Resource":"*"})";
  const std::string only_if =
      R"({"Effect":"Allow","Action":"ce:*","Resource":"*","Condition":{"Bool":{}}})";
  EXPECT_EQ(said(policies_of(R"({"Statement":)" + allow + "}")), Outcome::kAllowed);
  EXPECT_EQ(said(policies_of(R"({"Statement":[)" + allow + "," + deny + "]}")), Outcome::kDenied);
  EXPECT_EQ(said(policies_of(R"({"Statement":[)" + only_if + "]}")), Outcome::kUnknown);
  EXPECT_EQ(said(policies_of(R"({"Statement":[]})")), Outcome::kDenied);
  EXPECT_EQ(said(policies_of(R"({"Statement":[]})", false)), Outcome::kUnknown)
      << "an unread policy may allow it";
  EXPECT_EQ(
      said(policies_of(R"({"Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}})")),
      Outcome::kAllowed);
  auto bounded = policies_of(R"({"Statement":)" + allow + "}");
  bounded.boundary = "arn:aws:iam::1:policy/Boundary";
  EXPECT_EQ(said(bounded), Outcome::kUnknown);
}

}  // namespace
}  // namespace sextant::connect
