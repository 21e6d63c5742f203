#include "sim/billing/price_list.h"

#include <fmt/core.h>

#include <array>

namespace sextant::sim {

namespace {

constexpr std::string_view kOnDemand = "On Demand Instances";
constexpr std::string_view kSpot = "Spot Instances";

UsageKind requests(std::string_view usage_type, std::string_view operation,
                   std::int64_t micros_max) {
  return {.usage_type = usage_type,
          .operation = operation,
          .unit = "Requests",
          .micros_per_day_min = 1,
          .micros_per_day_max = micros_max,
          .quantity_permille = 2'500'000,
          .weekend_permille = 550};
}

UsageKind storage(std::string_view usage_type, std::string_view operation, std::int64_t micros_max,
                  std::string_view unit = "GB-Mo") {
  return {.usage_type = usage_type,
          .operation = operation,
          .unit = unit,
          .micros_per_day_min = 40'000,
          .micros_per_day_max = micros_max,
          .quantity_permille = 43'478};
}

UsageKind instance(std::string_view usage_type, std::string_view type, std::string_view family,
                   std::int64_t micros_max) {
  return {.usage_type = usage_type,
          .operation = "RunInstances",
          .unit = "Hrs",
          .micros_per_day_min = 400'000,
          .micros_per_day_max = micros_max,
          .quantity_permille = 10'416,
          .normalized_permille = 41'666,
          .weekend_permille = 800,
          .instance_type = type,
          .instance_family = family,
          .operating_system = "Linux/UNIX",
          .purchase_type = kOnDemand};
}

UsageKind database(std::string_view usage_type, std::string_view type, std::string_view family,
                   std::string_view engine, std::int64_t micros_max) {
  UsageKind out = instance(usage_type, type, family, micros_max);
  out.operation = "CreateDBInstance:0014";
  out.operating_system = "";
  out.database_engine = engine;
  out.weekend_permille = 1000;
  return out;
}

UsageKind spot() {
  UsageKind out = instance("SpotUsage:c5.xlarge", "c5.xlarge", "c5", 60'000'000);
  out.operation = "RunInstances:SV001";
  out.purchase_type = kSpot;
  out.weekend_permille = 300;
  return out;
}

UsageKind cache() {
  UsageKind out = instance("NodeUsage:cache.r6g.large", "cache.r6g.large", "cache.r6g", 20'000'000);
  out.operation = "CreateCacheCluster:0002";
  out.operating_system = "";
  out.cache_engine = "Redis";
  out.weekend_permille = 1000;
  return out;
}

std::vector<ServiceKind> aws_services() {
  return {
      {.name = "Amazon Elastic Compute Cloud - Compute",
       .code = "AmazonEC2",
       .usage = {instance("BoxUsage:m5.large", "m5.large", "m5", 180'000'000), spot()}},
      {.name = "EC2 - Other",
       .code = "AmazonEC2",
       .usage = {storage("EBS:VolumeUsage.gp3", "CreateVolume-Gp3", 45'000'000),
                 storage("NatGateway-Hours", "NatGateway", 9'000'000, "Hrs"),
                 storage("DataTransfer-Regional-Bytes", "InterZone-In", 4'000'000, "GB")}},
      {.name = "Amazon Simple Storage Service",
       .code = "AmazonS3",
       .usage = {storage("TimedStorage-ByteHrs", "StandardStorage", 30'000'000),
                 requests("Requests-Tier1", "PutObject", 1'500'000),
                 requests("Requests-Tier2", "GetObject", 900'000)}},
      {.name = "Amazon Relational Database Service",
       .code = "AmazonRDS",
       .usage = {database("InstanceUsage:db.r6g.large", "db.r6g.large", "db.r6g", "Aurora MySQL",
                          70'000'000),
                 storage("RDS:GP3-Storage", "CreateDBInstance:0014", 12'000'000)}},
      {.name = "AmazonCloudWatch",
       .code = "AmazonCloudWatch",
       .usage = {storage("CW:MetricMonitorUsage", "MetricStorage:AWS/EC2", 8'000'000, "Metrics"),
                 requests("CW:Requests", "GetMetricData", 2'000'000)}},
      {.name = "AWS Lambda",
       .code = "AWSLambda",
       .usage = {storage("Lambda-GB-Second", "Invoke", 6'000'000, "Lambda-GB-Second"),
                 requests("Request", "Invoke", 800'000)}},
      {.name = "AWS Key Management Service",
       .code = "awskms",
       .usage = {storage("KMS-Keys", "Unknown", 300'000, "Keys"),
                 requests("KMS-Requests", "Decrypt", 3'000)}},
      {.name = "Amazon Virtual Private Cloud",
       .code = "AmazonVPC",
       .usage = {storage("PublicIPv4:InUseAddress", "AllocateAddressVPC", 2'500'000, "Hrs")}},
      {.name = "Amazon Elastic Load Balancing",
       .code = "AWSELB",
       .usage = {storage("LoadBalancerUsage", "LoadBalancing:Application", 5'000'000, "Hrs"),
                 storage("LCUUsage", "LoadBalancing:Application", 2'000'000, "LCU-Hrs")}},
      {.name = "Amazon Route 53",
       .code = "AmazonRoute53",
       .is_global = true,
       .usage = {storage("HostedZone", "HostedZone", 200'000, "HostedZone"),
                 requests("DNS-Queries", "A", 40'000)}},
      {.name = "Amazon CloudFront",
       .code = "AmazonCloudFront",
       .is_global = true,
       .usage = {storage("EU-DataTransfer-Out-Bytes", "GET", 25'000'000, "GB"),
                 requests("EU-Requests-Tier2-HTTPS", "GET", 2'500'000)}},
      {.name = "Amazon DynamoDB",
       .code = "AmazonDynamoDB",
       .usage = {requests("ReadRequestUnits", "PayPerRequestThroughput", 5'000'000),
                 storage("TimedStorage-ByteHrs", "StandardStorage", 4'000'000)}},
      {.name = "AWS CloudTrail",
       .code = "AWSCloudTrail",
       .usage = {requests("PaidEventsRecorded", "None", 1'000'000)}},
      {.name = "Amazon Elastic Container Service for Kubernetes",
       .code = "AmazonEKS",
       .usage = {storage("AmazonEKS-Hours:perCluster", "CreateOperation", 7'200'000, "Hours")}},
      {.name = "AWS Secrets Manager",
       .code = "AWSSecretsManager",
       .usage = {storage("AWSSecretsManager-Secrets", "AWSSecretsManager", 900'000, "Secrets"),
                 requests("AWSSecretsManagerAPIRequest", "GetSecretValue", 9'000)}},
      {.name = "AWS Config",
       .code = "AWSConfig",
       .usage = {storage("ConfigurationItemRecorded", "None", 1'800'000,
                         "ConfigurationItemRecorded")}},
      {.name = "Amazon GuardDuty",
       .code = "AmazonGuardDuty",
       .usage = {storage("PaidEventsAnalyzed", "CloudTrail", 2'200'000, "Events")}},
      {.name = "AWS Cost Explorer",
       .code = "AWSCostExplorer",
       .is_global = true,
       .usage = {requests("APIRequest", "GetCostAndUsage", 120'000)}},
      {.name = "Amazon ElastiCache", .code = "AmazonElastiCache", .usage = {cache()}},
      {.name = "Amazon Simple Queue Service",
       .code = "AWSQueueService",
       .usage = {requests("Requests-RBP", "Receive", 700'000)}},
      {.name = "Amazon Simple Notification Service",
       .code = "AmazonSNS",
       .usage = {requests("Requests-Tier1", "Publish", 90'000)}},
      {.name = "Amazon Redshift",
       .code = "AmazonRedshift",
       .usage = {storage("ServerlessUsage", "ServerlessUsage", 22'000'000, "RPU-Hr")}},
      {.name = "Amazon OpenSearch Service",
       .code = "AmazonES",
       .usage = {storage("ESInstance:r6g.large", "ESDomain", 15'000'000, "Hrs")}},
      {.name = "Amazon Elastic File System",
       .code = "AmazonEFS",
       .usage = {storage("TimedStorage-ByteHrs", "", 3'000'000)}},
      {.name = "AWS Glue",
       .code = "AWSGlue",
       .usage = {storage("ETL-DPU-Hour", "Jobrun", 6'500'000, "DPU-Hour")}},
      {.name = "Amazon Athena",
       .code = "AmazonAthena",
       .usage = {storage("DataScannedInTB", "", 2'400'000, "Terabytes")}},
      {.name = "Amazon EC2 Container Registry (ECR)",
       .code = "AmazonECR",
       .usage = {storage("TimedStorage-ByteHrs", "", 600'000)}},
      {.name = "AWS WAF",
       .code = "awswaf",
       .is_global = true,
       .usage = {storage("WebACLV2", "", 500'000, "WebACL")}},
      {.name = "Amazon Kinesis",
       .code = "AmazonKinesis",
       .usage = {storage("Storage-ShardHour", "shardHourStorage", 1'600'000, "ShardHour")}},
      {.name = "Amazon Bedrock",
       .code = "AmazonBedrock",
       .usage = {storage("MP:InputTokenCount-Units", "InvokeModel", 12'000'000, "1K tokens")}},
  };
}

constexpr std::array<RegionKind, 5> kCommercialRegions = {{{"us-east-1", ""},
                                                           {"eu-central-1", "EUC1-"},
                                                           {"us-west-2", "USW2-"},
                                                           {"eu-west-1", "EU-"},
                                                           {"ap-northeast-1", "APN1-"}}};
constexpr std::array<RegionKind, 2> kChinaRegions = {
    {{"cn-north-1", "CNN1-"}, {"cn-northwest-1", "CNW1-"}}};

}  // namespace

std::vector<ServiceKind> price_list(int count) {
  std::vector<ServiceKind> out = aws_services();
  const auto wanted = static_cast<std::size_t>(count);
  if (wanted < out.size()) out.resize(wanted);
  for (std::size_t i = 1; out.size() < wanted; ++i) {
    out.push_back({.name = fmt::format("Example Observability Suite {} (AWS Marketplace)", i),
                   .code = fmt::format("examplemarketplace{}", i),
                   .is_marketplace = true,
                   .usage = {storage("SoftwareUsage", "", 4'000'000, "Units")}});
  }
  return out;
}

std::span<const RegionKind> regions_of(std::string_view currency) {
  if (currency == "CNY") return kChinaRegions;
  return kCommercialRegions;
}

}  // namespace sextant::sim
