#include <boost/json/serialize.hpp>

#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

json::value event(const Caller& caller, const Thing& thing) {
  const char* name = thing.number % 3 == 0 ? "AssumeRole" : "ConsoleLogin";
  const json::object detail{{"eventVersion", "1.09"},
                            {"eventName", name},
                            {"eventTime", thing.created},
                            {"recipientAccountId", caller.account_id},
                            {"awsRegion", caller.region}};
  return json::object{
      {"EventId", thing.id},
      {"EventName", name},
      {"ReadOnly", "false"},
      {"EventTime", thing.created_s},
      {"EventSource", thing.number % 3 == 0 ? "sts.amazonaws.com" : "signin.amazonaws.com"},
      {"Username", "admin"},
      {"Resources", json::array()},
      {"CloudTrailEvent", json::serialize(detail)}};
}

json::value trail(const Caller& caller, const Thing& thing) {
  return json::object{{"Name", thing.name},
                      {"S3BucketName", "trail-" + caller.account_id},
                      {"IncludeGlobalServiceEvents", true},
                      {"IsMultiRegionTrail", true},
                      {"HomeRegion", caller.region},
                      {"TrailARN", arn_of("cloudtrail", caller, "trail/" + thing.name)},
                      {"LogFileValidationEnabled", true},
                      {"IsOrganizationTrail", false}};
}

void add_cloudtrail(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "cloudtrail";
  service.target_prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
  Listing trails{"DescribeTrails", "cloudtrail:DescribeTrails", "trailList", "",
                 written(simulation, "trail", 1, trail)};
  trails.token_in = "";
  service.operations = {listing(simulation, {"LookupEvents", "cloudtrail:LookupEvents", "Events",
                                             "", written(simulation, "event", 12, event)}),
                        listing(simulation, std::move(trails))};
  simulation.registry.add(std::move(service));
}

// No metric has been measured yet: each query is answered, with no points.
Outcome metric_data(const Caller&, const json::object& input) {
  json::array results;
  const json::value* queries = input.if_contains("MetricDataQueries");
  if (queries == nullptr || !queries->is_array()) {
    Fault fault{"MissingParameter", "The parameter MetricDataQueries is required.", 400, {}};
    return std::unexpected(std::move(fault));
  }
  for (const json::value& query : queries->get_array()) {
    if (!query.is_object()) continue;
    results.push_back(json::object{{"Id", text_at(query.get_object(), "Id")},
                                   {"Label", text_at(query.get_object(), "Id")},
                                   {"Timestamps", json::array()},
                                   {"Values", json::array()},
                                   {"StatusCode", "Complete"}});
  }
  return json::object{{"MetricDataResults", std::move(results)}, {"Messages", json::array()}};
}

void add_cloudwatch(Simulation& simulation) {
  Service service;
  service.name = "cloudwatch";
  service.signing_name = "monitoring";
  service.protocol = Protocol::kJson10;
  service.target_prefix = "GraniteServiceVersion20100801";
  Listing metrics{
      "ListMetrics", "cloudwatch:ListMetrics", "Metrics", "",
      written(simulation, "instance", 4, [](const Caller&, const Thing& thing) -> json::value {
        return json::object{{"Namespace", "AWS/EC2"},
                            {"MetricName", "CPUUtilization"},
                            {"Dimensions", json::array{json::object{{"Name", "InstanceId"},
                                                                    {"Value", "i-" + thing.id}}}}};
      })};
  Listing alarms{
      "DescribeAlarms", "cloudwatch:DescribeAlarms", "MetricAlarms", "",
      written(simulation, "alarm", 2, [](const Caller& caller, const Thing& thing) -> json::value {
        return json::object{{"AlarmName", thing.name},
                            {"AlarmArn", arn_of("cloudwatch", caller, "alarm:" + thing.name)},
                            {"ActionsEnabled", true},
                            {"StateValue", thing.number % 3 == 0 ? "ALARM" : "OK"},
                            {"MetricName", "CPUUtilization"},
                            {"Namespace", "AWS/EC2"},
                            {"Period", 300},
                            {"EvaluationPeriods", 2}};
      })};
  alarms.limit = "MaxRecords";
  service.operations = {listing(simulation, std::move(metrics)),
                        listing(simulation, std::move(alarms)),
                        answering("GetMetricData", "cloudwatch:GetMetricData", metric_data)};
  simulation.registry.add(std::move(service));
}

void add_logs(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "logs";
  service.target_prefix = "Logs_20140328";
  Listing groups{
      "DescribeLogGroups", "logs:DescribeLogGroups", "logGroups", "",
      written(simulation, "logs", 3, [](const Caller& caller, const Thing& thing) -> json::value {
        return json::object{
            {"logGroupName", "/aws/lambda/" + thing.name},
            {"creationTime", thing.created_s * 1000},
            {"arn", arn_of("logs", caller, "log-group:/aws/lambda/" + thing.name + ":*")},
            {"storedBytes", thing.number % 10'000'000}};
      })};
  groups.token_in = groups.token_out = "nextToken";
  groups.limit = "limit";
  Operation operation = listing(simulation, std::move(groups));
  operation.resource = [](const Caller& caller, const json::object&) {
    return arn_of("logs", caller, "log-group::log-stream:");
  };
  service.operations = {std::move(operation)};
  simulation.registry.add(std::move(service));
}

void add_audits(Simulation& simulation) {
  Service config;
  config.name = config.signing_name = "config";
  config.target_prefix = "StarlingDoveService";
  Listing recorders{
      "DescribeConfigurationRecorders", "config:DescribeConfigurationRecorders",
      "ConfigurationRecorders", "",
      written(simulation, "recorder", 1, [](const Caller& caller, const Thing&) -> json::value {
        return json::object{{"name", "default"},
                            {"roleARN", "arn:aws:iam::" + caller.account_id + ":role/config"}};
      })};
  recorders.token_in = "";
  config.operations = {listing(simulation, std::move(recorders))};
  simulation.registry.add(std::move(config));

  Service guardduty;
  guardduty.name = guardduty.signing_name = "guardduty";
  guardduty.protocol = Protocol::kRestJson;
  Listing detectors{
      "ListDetectors", "guardduty:ListDetectors", "detectorIds", "",
      written(simulation, "detector", 1, [](const Caller&, const Thing& thing) -> json::value {
        return json::value(thing.id);
      })};
  detectors.token_in = detectors.token_out = "nextToken";
  detectors.limit = "maxResults";
  guardduty.operations = {at(listing(simulation, std::move(detectors)), "GET", "/detector")};
  simulation.registry.add(std::move(guardduty));
}

}  // namespace

void add_watching_services(Simulation& simulation) {
  add_cloudtrail(simulation);
  add_cloudwatch(simulation);
  add_logs(simulation);
  add_audits(simulation);
}

}  // namespace sextant::sim
