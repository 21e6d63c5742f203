// A set-up as templates and commands that create the role.
#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "base/json_text.h"
#include "base/text.h"
#include "connect/setup/formats.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

// A JSON document as an expression of Terraform's language, in which "${" and "%{" begin a
// template.
std::string as_hcl(const json::value& value, int indent) {
  return replace_all(replace_all(pretty_json(value, indent), "${", "$${"), "%{", "%%{");
}

std::string as_hcl_string(const std::string& text) {
  return as_hcl(json::value(text), 0);
}

std::string quoted_document(const json::object& document) {
  return shell_quote(json::serialize(document));
}

std::string next_as_comment(const RoleSetup& setup) {
  std::string out = "# Next: " + setup.next_command() + "\n";
  if (setup.is_organization) {
    out += "# Give the payer's ARN first; the same command with a member's ARN adds that member.\n";
  }
  return out;
}

std::string stack_name(const RoleSetup& setup) {
  // Stacks allow letters, digits and dashes.
  std::string out = "Sextant-";
  for (const char c : setup.name) out += c == '.' || c == '_' || c == '@' ? '-' : c;
  return out;
}

std::string terraform_stackset(const RoleSetup& setup) {
  return fmt::format(
      "\ndata \"aws_organizations_organization\" \"sextant\" {{}}\n\n"
      "# The members, those that join later included. A StackSet leaves the management account "
      "out: its role stands above.\n"
      "resource \"aws_cloudformation_stack_set\" \"sextant\" {{\n"
      "  name             = {}\n"
      "  permission_model = \"SERVICE_MANAGED\"\n"
      "  capabilities     = [\"CAPABILITY_NAMED_IAM\"]\n\n"
      "  auto_deployment {{\n"
      "    enabled                          = true\n"
      "    retain_stacks_on_account_removal = false\n"
      "  }}\n\n"
      "  template_body = jsonencode({})\n"
      "}}\n\n"
      "resource \"aws_cloudformation_stack_set_instance\" \"sextant\" {{\n"
      "  stack_set_name = aws_cloudformation_stack_set.sextant.name\n"
      "  region         = {}\n\n"
      "  deployment_targets {{\n"
      "    organizational_unit_ids = [data.aws_organizations_organization.sextant.roots[0].id]\n"
      "  }}\n"
      "}}\n",
      as_hcl_string(stack_name(setup)), as_hcl(cloudformation_template(setup), 2),
      as_hcl_string(home_region(setup.principal.partition)));
}

}  // namespace

std::string home_region(std::string_view partition) {
  if (partition == "aws-us-gov") return "us-gov-west-1";
  if (partition == "aws-cn") return "cn-north-1";
  return "us-east-1";
}

std::string reasons_as_comments(const LeastPolicy& policy) {
  std::string out;
  for (const PolicyStatement& statement : policy.statements) {
    out += fmt::format("# {}{}: {}\n", statement.sid, statement.is_optional ? " (optional)" : "",
                       statement.reason);
  }
  return out;
}

json::object cloudformation_template(const RoleSetup& setup) {
  json::array policies = {
      json::object{{"PolicyName", kPolicyName}, {"PolicyDocument", setup.policy.document()}}};
  json::object properties = {{"RoleName", setup.role_name},
                             {"Description", setup.description()},
                             {"AssumeRolePolicyDocument", setup.trust()},
                             {"Policies", std::move(policies)}};
  json::object role = {{"Type", "AWS::IAM::Role"}, {"Properties", std::move(properties)}};
  json::object arn = {
      {"Description", "Give this to: sextant connect aws --name ... --role-arn ..."},
      {"Value", {{"Fn::GetAtt", json::array{"SextantRole", "Arn"}}}}};
  return {{"AWSTemplateFormatVersion", "2010-09-09"},
          {"Description", setup.description()},
          {"Resources", {{"SextantRole", std::move(role)}}},
          {"Outputs", {{"RoleArn", std::move(arn)}}}};
}

std::string setup_as_cloudformation(const RoleSetup& setup) {
  return fmt::format(
      "# Create a stack of it, with the capability CAPABILITY_NAMED_IAM, in one region, since IAM "
      "is global.\n"
      "{}{}{}\n",
      reasons_as_comments(setup.policy), next_as_comment(setup),
      to_yaml(cloudformation_template(setup)));
}

std::string setup_as_stackset(const RoleSetup& setup) {
  const std::string name = stack_name(setup);
  const std::string region = home_region(setup.principal.partition);
  return fmt::format(
      "#!/bin/sh\n"
      "# Run with an identity of the organization's management account.\n"
      "# Trusted access for StackSets has to be on; the first command switches it on.\n"
      "{}{}set -eu\n"
      "template=$(mktemp)\n"
      "trap 'rm -f \"$template\"' EXIT\n"
      "cat > \"$template\" <<'SEXTANT_TEMPLATE'\n{}\nSEXTANT_TEMPLATE\n\n"
      "aws cloudformation activate-organizations-access --region {}\n\n"
      "# The members, those that join later included; one region, since IAM is global.\n"
      "aws cloudformation create-stack-set --stack-set-name {} --region {} \\\n"
      "  --permission-model SERVICE_MANAGED \\\n"
      "  --auto-deployment Enabled=true,RetainStacksOnAccountRemoval=false \\\n"
      "  --capabilities CAPABILITY_NAMED_IAM --template-body \"file://$template\"\n"
      "root=$(aws organizations list-roots --query 'Roots[0].Id' --output text)\n"
      "aws cloudformation create-stack-instances --stack-set-name {} --region {} \\\n"
      "  --deployment-targets \"OrganizationalUnitIds=$root\" --regions {}\n\n"
      "# A StackSet leaves the management account (the payer) out: it needs a stack of its own.\n"
      "aws cloudformation deploy --stack-name {} --region {} \\\n"
      "  --capabilities CAPABILITY_NAMED_IAM --template-file \"$template\"\n",
      reasons_as_comments(setup.policy), next_as_comment(setup),
      to_yaml(cloudformation_template(setup)), region, name, region, name, region, region, name,
      region);
}

std::string setup_as_terraform(const RoleSetup& setup) {
  std::string out = fmt::format(
      "{}{}resource \"aws_iam_role\" \"sextant\" {{\n"
      "  name               = {}\n"
      "  description        = {}\n"
      "  assume_role_policy = jsonencode({})\n"
      "}}\n\n"
      "resource \"aws_iam_role_policy\" \"sextant\" {{\n"
      "  name   = {}\n"
      "  role   = aws_iam_role.sextant.id\n"
      "  policy = jsonencode({})\n"
      "}}\n\n"
      "output \"sextant_role_arn\" {{\n"
      "  value = aws_iam_role.sextant.arn\n"
      "}}\n",
      reasons_as_comments(setup.policy), next_as_comment(setup), as_hcl_string(setup.role_name),
      as_hcl_string(setup.description()), as_hcl(setup.trust(), 2),
      as_hcl_string(std::string(kPolicyName)), as_hcl(setup.policy.document(), 2));
  if (setup.is_organization) out += terraform_stackset(setup);
  return out;
}

std::string setup_as_commands(const RoleSetup& setup) {
  return fmt::format(
      "# Run with an identity of the account that is to be read.{}\n"
      "{}aws iam create-role --role-name {} \\\n"
      "  --description {} \\\n"
      "  --assume-role-policy-document {}\n"
      "aws iam put-role-policy --role-name {} --policy-name {} \\\n"
      "  --policy-document {}\n"
      "aws iam get-role --role-name {} --query Role.Arn --output text\n"
      "{}",
      setup.is_organization ? " Once for the payer, once for each member." : "",
      reasons_as_comments(setup.policy), shell_quote(setup.role_name),
      shell_quote(setup.description()), quoted_document(setup.trust()),
      shell_quote(setup.role_name), kPolicyName, quoted_document(setup.policy.document()),
      shell_quote(setup.role_name), next_as_comment(setup));
}

}  // namespace sextant::connect
