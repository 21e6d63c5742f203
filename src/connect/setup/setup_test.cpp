#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/civil_time.h"
#include "base/process.h"
#include "base/text.h"
#include "connect/json_access.h"
#include "connect/setup/formats.h"
#include "connect/setup/policy_formats.h"
#include "connect/trust_policy.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

Result<std::vector<std::string>> actions(std::string_view service, std::string_view operation) {
  return std::vector<std::string>{std::string(service) + ":" + std::string(operation)};
}

RoleSetup setup(bool organization = false, const std::string& base_profile = "base") {
  const auto principal = *parse_principal("arn:aws:iam::999988887777:user/sextant");
  return {"prod",
          organization,
          principal,
          principal_patterns(principal, ""),
          base_profile,
          "sextant-AbC",
          "SextantReadOnly",
          *parse_rfc3339("2026-10-22T12:00:00Z"),
          *least_policy(ReaderKind::kRole, "arn:aws:iam::*:role/SextantReadOnly", actions)};
}

TEST(Setup, LeastPolicyAsksForNoDataAndNamesWhatItIsFor) {
  const auto policy = *least_policy(ReaderKind::kAny, "", catalog_actions());
  for (const std::string& action : policy.actions()) {
    EXPECT_EQ(action.find('*'), std::string::npos) << action;
    for (const char* forbidden : {"s3:GetObject", "ssm:GetParameter",
                                  "secretsmanager:GetSecretValue", "sqs:ReceiveMessage"}) {
      EXPECT_FALSE(action.starts_with(forbidden));
    }
  }
  for (const PolicyStatement& statement : policy.statements) EXPECT_FALSE(statement.reason.empty());
  const auto all = policy.actions();
  for (const char* needed :
       {"ce:GetCostAndUsage", "ce:GetCostForecast", "organizations:ListAccounts"}) {
    EXPECT_NE(std::ranges::find(all, needed), all.end()) << needed;
  }
  EXPECT_EQ(std::ranges::find(all, "sts:AssumeRole"), all.end()) << "that is for our own identity";
}

TEST(Setup, ARoleIsNotGrantedWhatOnlyUsersNeed) {
  const auto granted = setup().policy.actions();
  EXPECT_EQ(std::ranges::find(granted, "iam:ListGroupsForUser"), granted.end());
  EXPECT_NE(std::ranges::find(granted, "iam:ListRolePolicies"), granted.end());
}

TEST(Setup, JsonHoldsEverything) {
  const auto made = setup();
  const json::value root = json::parse(render(made, SetupFormat::kJson));
  EXPECT_EQ(text_at(root, {"external_id"}), "sextant-AbC");
  EXPECT_EQ(*find_at(root, {"trust_policy"}), json::value(made.trust()));
  EXPECT_EQ(*find_at(root, {"permissions_policy"}), json::value(made.policy.document()));
  EXPECT_EQ(text_at(root, {"own_statement", "Action"}), "sts:AssumeRole");
  EXPECT_NE(text_at(root, {"next_command"}).find("--base-profile base"), std::string::npos);
}

TEST(Setup, CloudFormationIsYamlWithTheSamePolicies) {
  const auto made = setup();
  const YAML::Node root = YAML::Load(render(made, SetupFormat::kCloudFormation));
  const auto properties = root["Resources"]["SextantRole"]["Properties"];
  EXPECT_EQ(properties["RoleName"].as<std::string>(), "SextantReadOnly");
  EXPECT_EQ(properties["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]["StringEquals"]
                      ["sts:ExternalId"]
                          .as<std::string>(),
            "sextant-AbC");
  EXPECT_EQ(properties["Policies"][0]["PolicyDocument"]["Statement"].size(),
            made.policy.statements.size());
}

TEST(Setup, CommandsAreQuotedForAShell) {
  const auto made = setup();
  std::string script;
  for (const std::string& line : split(render(made, SetupFormat::kCli), '\n')) {
    if (!line.starts_with("#")) script += line + "\n";
  }
  script = replace_all(script, "\\\n", " ");
  std::vector<std::string> words;
  for (const std::string& line : split(script, '\n')) {
    const auto found = *split_command_line(line);
    words.insert(words.end(), found.begin(), found.end());
  }
  const auto after = [&](const std::string& option) {
    return *(std::ranges::find(words, option) + 1);
  };
  EXPECT_EQ(json::parse(after("--assume-role-policy-document")), json::value(made.trust()));
  EXPECT_EQ(json::parse(after("--policy-document")), json::value(made.policy.document()));
}

TEST(Setup, AStackSetLeavesNoAccountOutAndAsksForTheCapability) {
  const std::string script = render(setup(true), SetupFormat::kStackSet);
  for (const char* part :
       {"SERVICE_MANAGED", "CAPABILITY_NAMED_IAM", "create-stack-set", "create-stack-instances",
        "cloudformation deploy", "--regions us-east-1", "activate-organizations-access"}) {
    EXPECT_NE(script.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(home_region("aws-us-gov"), "us-gov-west-1");
  EXPECT_EQ(home_region("aws-cn"), "cn-north-1");
}

TEST(Setup, TerraformEscapesItsOwnTemplates) {
  auto made = setup(true);
  made.policy.statements[0].resources = {"arn:aws:s3:::${aws:username}"};
  const std::string text = render(made, SetupFormat::kTerraform);
  EXPECT_NE(text.find("$${aws:username}"), std::string::npos);
  EXPECT_NE(text.find("aws_cloudformation_stack_set_instance"), std::string::npos);
  EXPECT_EQ(render(setup(), SetupFormat::kTerraform).find("stack_set"), std::string::npos);
}

TEST(Setup, TextSaysItAllAndEndsWithTheNextCommand) {
  const std::string text = render(setup(true, ""), SetupFormat::kText);
  for (const char* part :
       {"999988887777", "sextant-AbC", "Create role", "payer", "2026-10-22T12:00:00Z",
        "sextant connect aws --name prod --role-arn "
        "arn:aws:iam::ACCOUNT_ID:role/SextantReadOnly\n"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
  EXPECT_NE(render(setup(), SetupFormat::kConsole).find("\"sts:ExternalId\""), std::string::npos);
  EXPECT_EQ(parse_setup_format("pdf"), std::nullopt);
}

TEST(Setup, ThePolicyAloneComesInEveryForm) {
  const auto policy = *least_policy(ReaderKind::kAny, "", actions);
  EXPECT_EQ(json::parse(render_policy(policy, PolicyFormat::kJson)),
            json::value(policy.document()));
  EXPECT_TRUE(
      YAML::Load(render_policy(policy, PolicyFormat::kCloudFormation))["Resources"]["SextantRead"]);
  EXPECT_NE(render_policy(policy, PolicyFormat::kTerraform).find("aws_iam_policy"),
            std::string::npos);
  const std::string text = render_policy(policy, PolicyFormat::kText);
  for (const char* part :
       {"ReadOnlyAccess", "SecurityAudit", "AWSBillingReadOnlyAccess", "dynamodb:Scan"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

}  // namespace
}  // namespace sextant::connect
