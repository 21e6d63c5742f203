#include "connect/setup/policy_formats.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

#include "base/json_text.h"
#include "base/text.h"
#include "connect/setup/formats.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

constexpr std::string_view kAlternatives =
    "Instead of it:\n"
    "  ReadOnlyAccess (AWS's own) is simpler, and lets its holder read data, not only "
    "configuration: objects in S3 (s3:Get*),\n"
    "    rows in DynamoDB (dynamodb:Scan), messages in SQS (sqs:Receive*), parameters (ssm:Get*), "
    "logs (logs:Get*).\n"
    "    Sextant never asks for s3:GetObject, ssm:GetParameter, secretsmanager:GetSecretValue or "
    "sqs:ReceiveMessage.\n"
    "  SecurityAudit and ViewOnlyAccess read configuration only, but no costs: attach the "
    "statements above beside them.\n"
    "  AWSBillingReadOnlyAccess reads costs, but lacks the forecast (ce:GetCostForecast).\n";

std::string as_text(const LeastPolicy& policy) {
  std::string out =
      "What an identity that Sextant reads with has to be granted, drawn from what the program "
      "calls:\n\n";
  for (const PolicyStatement& statement : policy.statements) {
    out += fmt::format("{}{}\n  {}\n", statement.title, statement.is_optional ? " (optional)" : "",
                       statement.reason);
    for (const std::string& action : statement.actions) out += fmt::format("    {}\n", action);
    out += "\n";
  }
  return out + "As a policy:\n" + pretty_json(policy.document()) + "\n\n" +
         std::string(kAlternatives);
}

json::object template_of(const LeastPolicy& policy) {
  json::object properties = {{"Description", "What Sextant needs to read costs"},
                             {"PolicyDocument", policy.document()}};
  return {{"AWSTemplateFormatVersion", "2010-09-09"},
          {"Description", "What Sextant needs to read costs"},
          {"Resources",
           {{"SextantRead",
             {{"Type", "AWS::IAM::ManagedPolicy"}, {"Properties", std::move(properties)}}}}},
          {"Outputs", {{"PolicyArn", {{"Value", {{"Ref", "SextantRead"}}}}}}}};
}

std::string as_terraform(const LeastPolicy& policy) {
  const std::string document =
      replace_all(replace_all(pretty_json(policy.document(), 2), "${", "$${"), "%{", "%%{");
  return fmt::format(
      "{}resource \"aws_iam_policy\" \"sextant_read\" {{\n"
      "  name        = \"{}\"\n"
      "  description = \"What Sextant needs to read costs\"\n"
      "  policy      = jsonencode({})\n"
      "}}\n",
      reasons_as_comments(policy), kPolicyName, document);
}

}  // namespace

std::optional<PolicyFormat> parse_policy_format(std::string_view text) {
  if (text == "json") return PolicyFormat::kJson;
  if (text == "text") return PolicyFormat::kText;
  if (text == "cloudformation") return PolicyFormat::kCloudFormation;
  if (text == "terraform") return PolicyFormat::kTerraform;
  return std::nullopt;
}

std::string render_policy(const LeastPolicy& policy, PolicyFormat format) {
  switch (format) {
    case PolicyFormat::kJson:
      return pretty_json(policy.document()) + "\n";
    case PolicyFormat::kText:
      return as_text(policy);
    case PolicyFormat::kCloudFormation:
      return reasons_as_comments(policy) + to_yaml(template_of(policy)) + "\n";
    case PolicyFormat::kTerraform:
      return as_terraform(policy);
  }
  std::unreachable();
}

}  // namespace sextant::connect
