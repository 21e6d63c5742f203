#include "aws/credentials/profile_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kEndpointVariable = "AWS_ENDPOINT_URL";
constexpr int kAttemptsMax = 20;

struct ServiceId {
  std::string_view id;
  std::string_view name;
};
// Where a service's id, in snake case, is not botocore's name with other dashes.
constexpr std::array<ServiceId, 50> kServiceIds = {{
    {"api_gateway", "apigateway"},
    {"application_auto_scaling", "application-autoscaling"},
    {"app_mesh", "appmesh"},
    {"auto_scaling", "autoscaling"},
    {"auto_scaling_plans", "autoscaling-plans"},
    {"cost_explorer", "ce"},
    {"cloudhsm_v2", "cloudhsmv2"},
    {"cloudsearch_domain", "cloudsearchdomain"},
    {"cognito_identity_provider", "cognito-idp"},
    {"config_service", "config"},
    {"cost_and_usage_report_service", "cur"},
    {"data_pipeline", "datapipeline"},
    {"direct_connect", "directconnect"},
    {"device_farm", "devicefarm"},
    {"application_discovery_service", "discovery"},
    {"database_migration_service", "dms"},
    {"directory_service", "ds"},
    {"directory_service_data", "ds-data"},
    {"dynamodb_streams", "dynamodbstreams"},
    {"elastic_beanstalk", "elasticbeanstalk"},
    {"elastic_load_balancing", "elb"},
    {"elastic_load_balancing_v2", "elbv2"},
    {"elasticsearch_service", "es"},
    {"eventbridge", "events"},
    {"global_accelerator", "globalaccelerator"},
    {"iot_data_plane", "iot-data"},
    {"iot_jobs_data_plane", "iot-jobs-data"},
    {"iot_wireless", "iotwireless"},
    {"kinesis_analytics", "kinesisanalytics"},
    {"kinesis_analytics_v2", "kinesisanalyticsv2"},
    {"kinesis_video", "kinesisvideo"},
    {"lex_model_building_service", "lex-models"},
    {"lex_models_v2", "lexv2-models"},
    {"lex_runtime_service", "lex-runtime"},
    {"lex_runtime_v2", "lexv2-runtime"},
    {"cloudwatch_logs", "logs"},
    {"machine_learning", "machinelearning"},
    {"marketplace_commerce_analytics", "marketplacecommerceanalytics"},
    {"marketplace_entitlement_service", "marketplace-entitlement"},
    {"marketplace_metering", "meteringmarketplace"},
    {"migration_hub", "mgh"},
    {"pinpoint_sms_voice", "sms-voice"},
    {"resource_groups_tagging_api", "resourcegroupstaggingapi"},
    {"route_53", "route53"},
    {"route_53_domains", "route53domains"},
    {"s3_control", "s3control"},
    {"simpledb", "sdb"},
    {"secrets_manager", "secretsmanager"},
    {"service_catalog", "servicecatalog"},
    {"sfn", "stepfunctions"},
}};

bool is_true(const std::optional<std::string>& text) {
  return text && equals_ignoring_case(trim(*text), "true");
}

std::optional<std::string> setting(const ChosenProfile& profile, const Environment& environment,
                                   const std::string& variable, const std::string& key) {
  if (auto value = environment.get_non_empty(variable)) return value;
  return profile.section == nullptr ? std::nullopt : profile.section->get_non_empty(key);
}

Error malformed_value(const ChosenProfile& profile, const std::string& key,
                      const std::string& where, std::string detail) {
  return Error{"profile.malformed_value", std::move(detail)}
      .with("profile", profile.name)
      .with("key", key)
      .with("file", where);
}

Result<int> read_attempts(const ChosenProfile& profile, const Environment& environment) {
  const auto text = setting(profile, environment, "AWS_MAX_ATTEMPTS", "max_attempts");
  if (!text) return ClientOptions{}.attempts_max;
  int attempts = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), attempts);
  if (error != std::errc() || end != text->data() + text->size() || attempts < 1) {
    return failure(
        malformed_value(profile, "max_attempts", "~/.aws/config or AWS_MAX_ATTEMPTS",
                        fmt::format("max_attempts is \"{}\", not a positive number", *text)));
  }
  return std::min(attempts, kAttemptsMax);
}

void add_environment_endpoints(const Environment& environment,
                               std::vector<ConfiguredEndpoint>& out) {
  const std::string prefix = std::string(kEndpointVariable) + "_";
  for (const auto& [name, value] : environment.all()) {
    if (value.empty() || !name.starts_with(prefix)) continue;
    out.push_back({service_of_id(to_lower(name.substr(prefix.size()))), value, false, name});
  }
  if (const auto value = environment.get_non_empty(std::string(kEndpointVariable))) {
    out.push_back({"", *value, false, std::string(kEndpointVariable)});
  }
}

Result<void> add_services_endpoints(const ProfileFiles& files, const ChosenProfile& profile,
                                    std::vector<ConfiguredEndpoint>& out) {
  const auto name = profile.section->get("services");
  if (!name) return {};
  const auto found = files.services.find(*name);
  if (found == files.services.end()) {
    return failure(
        Error{"profile.services_not_found", fmt::format("there is no [services {}]", *name)}
            .with("profile", profile.name)
            .with("services", *name)
            .with("file", files.config.path.string()));
  }
  for (const auto& [id, value] : found->second.values) {
    const auto url = value.nested.find("endpoint_url");
    if (url == value.nested.end() || url->second.empty()) continue;
    out.push_back({service_of_id(id), url->second, true, origin_of(files, value)});
  }
  return {};
}

}  // namespace

Result<ChosenProfile> choose_profile(const ProfileFiles& files, const Environment& environment,
                                     const std::optional<std::string>& named) {
  ChosenProfile chosen;
  const auto name = named ? named : profile_of_environment(environment);
  chosen.is_explicit = named.has_value();
  if (name) {
    chosen.name = *name;
    SEXTANT_TRY(chosen.section, files.get(*name));
  } else {
    chosen.section = files.find(chosen.name);
  }
  return chosen;
}

bool is_region_name(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::ranges::all_of(text, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

Result<std::optional<std::string>> region_of(const ChosenProfile& profile,
                                             const Environment& environment) {
  std::optional<std::string> region = environment.get_non_empty("AWS_REGION");
  std::string where = "AWS_REGION";
  if (!region) {
    region = environment.get_non_empty("AWS_DEFAULT_REGION");
    where = "AWS_DEFAULT_REGION";
  }
  if (!region && profile.section != nullptr) {
    region = profile.section->get_non_empty("region");
    where = "the profile";
  }
  if (region && !is_region_name(*region)) {
    return failure(malformed_value(profile, "region", where,
                                   fmt::format("\"{}\" in {} is no region", *region, where)));
  }
  return region;
}

std::string first_region_of_partition(std::string_view arn) {
  if (arn.starts_with("arn:aws-cn:")) return "cn-north-1";
  if (arn.starts_with("arn:aws-us-gov:")) return "us-gov-west-1";
  if (arn.starts_with("arn:aws-iso:")) return "us-iso-east-1";
  if (arn.starts_with("arn:aws-iso-b:")) return "us-isob-east-1";
  if (arn.starts_with("arn:aws-eusc:")) return "eusc-de-east-1";
  return "us-east-1";
}

Result<std::vector<ConfiguredEndpoint>> configured_endpoints(const ProfileFiles& files,
                                                             const ChosenProfile& profile,
                                                             const Environment& environment) {
  std::vector<ConfiguredEndpoint> out;
  if (is_true(setting(profile, environment, "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
                      "ignore_configured_endpoint_urls"))) {
    return out;
  }
  add_environment_endpoints(environment, out);
  if (profile.section == nullptr) return out;
  SEXTANT_TRY_VOID(add_services_endpoints(files, profile, out));
  const auto own = profile.section->values.find("endpoint_url");
  if (own != profile.section->values.end() && !own->second.text.empty()) {
    out.push_back({"", own->second.text, true, origin_of(files, own->second)});
  }
  return out;
}

Result<ClientOptions> read_client_options(const ProfileFiles& files, const ChosenProfile& profile,
                                          const Environment& environment) {
  ClientOptions options;
  SEXTANT_TRY(const auto region, region_of(profile, environment));
  if (region) {
    options.region = *region;
  } else if (profile.section != nullptr) {
    options.region = first_region_of_partition(profile.section->get("role_arn").value_or(""));
  }
  options.use_fips =
      is_true(setting(profile, environment, "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"));
  options.use_dual_stack = is_true(
      setting(profile, environment, "AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"));
  SEXTANT_TRY(options.attempts_max, read_attempts(profile, environment));
  SEXTANT_TRY(const auto endpoints, configured_endpoints(files, profile, environment));
  // A variable for all services beats a file's word for one service (botocore's order), so once a
  // general one is found, weaker ones are out.
  for (const ConfiguredEndpoint& endpoint : endpoints) {
    if (options.endpoint_url) break;
    SEXTANT_TRY_VOID(check_endpoint(endpoint, environment));
    if (endpoint.service.empty()) {
      options.endpoint_url = endpoint.url;
    } else {
      options.service_endpoint_urls.try_emplace(endpoint.service, endpoint.url);
    }
  }
  return options;
}

std::string service_of_id(std::string_view id) {
  const auto found = std::ranges::find(kServiceIds, id, &ServiceId::id);
  if (found != kServiceIds.end()) return std::string(found->name);
  return replace_all(id, "_", "-");
}

std::string origin_of(const ProfileFiles& files, const ProfileValue& value) {
  return fmt::format("{} line {}", files.status(value.file).path.string(), value.line);
}

}  // namespace sextant::aws
