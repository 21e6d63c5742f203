#include "sim/iam/managed_policies.h"

#include <algorithm>

#include "sim/derive.h"

namespace sextant::sim {

namespace {

std::string allow(const std::string& actions) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":)" + actions +
         R"(,"Resource":"*"}]})";
}

// AWS's own ReadOnlyAccess reads data too, not only configuration: objects, items, messages,
// parameters.
std::string read_only_access() {
  constexpr std::string_view kPrefixes[] = {"account",
                                            "acm",
                                            "autoscaling",
                                            "backup",
                                            "billing",
                                            "budgets",
                                            "ce",
                                            "cloudformation",
                                            "cloudfront",
                                            "cloudtrail",
                                            "cloudwatch",
                                            "compute-optimizer",
                                            "config",
                                            "cost-optimization-hub",
                                            "cur",
                                            "dynamodb",
                                            "ec2",
                                            "ecr",
                                            "ecs",
                                            "eks",
                                            "elasticache",
                                            "elasticfilesystem",
                                            "elasticloadbalancing",
                                            "freetier",
                                            "guardduty",
                                            "health",
                                            "iam",
                                            "kms",
                                            "lambda",
                                            "logs",
                                            "organizations",
                                            "rds",
                                            "redshift",
                                            "route53",
                                            "s3",
                                            "savingsplans",
                                            "servicequotas",
                                            "sns",
                                            "sqs",
                                            "ssm",
                                            "sts",
                                            "tag"};
  std::string actions = "[";
  for (const std::string_view prefix : kPrefixes) {
    for (const std::string_view verb : {"Describe*", "Get*", "List*"}) {
      actions += "\"" + std::string(prefix) + ":" + std::string(verb) + "\",";
    }
  }
  return allow(actions +
               R"("cloudtrail:LookupEvents","dynamodb:Scan","dynamodb:Query","sqs:Receive*"])");
}

ManagedPolicy make(const std::string& path, const std::string& name, std::string document) {
  return {"arn:aws:iam::aws:policy" + path + name, name, path,
          "ANPA" + derive_text(0, "managed/" + name, kKeyAlphabet, 17), std::move(document)};
}

}  // namespace

std::string_view reader_policy() {
  static const std::string kDocument = allow(R"([
      "sts:GetCallerIdentity",
      "ce:Get*", "ce:List*", "ce:Describe*",
      "organizations:DescribeOrganization", "organizations:ListAccounts",
      "organizations:ListDelegatedAdministrators", "organizations:ListRoots",
      "account:ListRegions", "billing:ListBillingViews",
      "iam:Get*", "iam:List*", "iam:SimulatePrincipalPolicy",
      "ec2:Describe*", "rds:Describe*",
      "s3:ListAllMyBuckets", "s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:GetBucketTagging",
      "s3:GetBucketPolicyStatus", "s3:GetBucketPublicAccessBlock", "s3:GetEncryptionConfiguration",
      "s3:GetBucketVersioning", "s3:GetLifecycleConfiguration",
      "cloudtrail:LookupEvents", "cloudtrail:Describe*",
      "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "cloudwatch:DescribeAlarms",
      "tag:GetResources", "tag:GetTagKeys"])");
  return kDocument;
}

const std::vector<ManagedPolicy>& managed_policies() {
  static const std::vector<ManagedPolicy>
      kPolicies =
          {
              make("/", "AdministratorAccess", allow(R"("*")")),
              make(
                  "/", "PowerUserAccess",
                  R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":["iam:*","organizations:*","account:*"],"Resource":"*"},{"Effect":"Allow","Action":["account:ListRegions","iam:ListRoles","organizations:DescribeOrganization"],"Resource":"*"}]})"),
              make("/", "ReadOnlyAccess", read_only_access()),
              make(
                  "/", "SecurityAudit",
                  allow(
                      R"(["account:Get*","account:ListRegions","cloudtrail:Describe*","cloudtrail:LookupEvents","cloudwatch:Describe*","cloudwatch:ListMetrics","dynamodb:ListTables","ec2:Describe*","eks:List*","elasticloadbalancing:Describe*","iam:GenerateCredentialReport","iam:Get*","iam:List*","iam:SimulatePrincipalPolicy","kms:List*","lambda:List*","logs:Describe*","organizations:Describe*","organizations:List*","rds:Describe*","s3:GetBucket*","s3:ListAllMyBuckets","tag:GetResources","tag:GetTagKeys"])")),
              make(
                  "/job-function/", "ViewOnlyAccess",
                  allow(
                      R"(["cloudtrail:DescribeTrails","cloudtrail:LookupEvents","cloudwatch:Describe*","cloudwatch:List*","dynamodb:ListTables","ec2:DescribeInstances","ec2:DescribeRegions","ec2:DescribeSecurityGroups","ec2:DescribeSubnets","ec2:DescribeVolumes","ec2:DescribeVpcs","iam:GetAccountSummary","iam:List*","kms:ListKeys","lambda:List*","rds:Describe*","s3:ListAllMyBuckets","s3:GetBucketLocation","sqs:ListQueues"])")),
              make(
                  "/job-function/", "Billing",
                  allow(
                      R"(["account:GetAccountInformation","aws-portal:*Billing","budgets:ViewBudget","budgets:ModifyBudget","ce:*","cur:*","savingsplans:*"])")),
              make(
                  "/",
                  "AWSBillingReadOnlyAccess", allow(R"(["account:GetAccountInformation","billing:Get*","billing:List*","budgets:ViewBudget","budgets:DescribeBudgetActionsForBudget","ce:DescribeCostCategoryDefinition","ce:GetCostAndUsage","ce:GetDimensionValues","ce:GetTags","ce:GetCostCategories","ce:ListCostAllocationTags","ce:ListCostCategoryDefinitions","cur:DescribeReportDefinitions"])")),
              make(
                  "/", "AWSOrganizationsReadOnlyAccess",
                  allow(
                      R"(["organizations:Describe*","organizations:List*","account:ListRegions"])")),
              make(
                  "/", "IAMReadOnlyAccess",
                  allow(
                      R"(["iam:Get*","iam:List*","iam:GenerateCredentialReport","iam:SimulateCustomPolicy","iam:SimulatePrincipalPolicy"])")),
              make(
                  "/", "AmazonEC2ReadOnlyAccess",
                  allow(
                      R"(["ec2:Describe*","elasticloadbalancing:Describe*","cloudwatch:ListMetrics","autoscaling:Describe*"])")),
              make("/", "AmazonS3ReadOnlyAccess",
                   allow(R"(["s3:Get*","s3:List*","s3:Describe*"])")),
          };
  return kPolicies;
}

const ManagedPolicy* find_managed_policy(std::string_view arn) {
  const auto found = std::ranges::find(managed_policies(), arn, &ManagedPolicy::arn);
  return found == managed_policies().end() ? nullptr : &*found;
}

}  // namespace sextant::sim
