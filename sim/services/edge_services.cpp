#include <fmt/core.h>

#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/paging.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

void add_messaging(Simulation& simulation) {
  Service sqs;
  sqs.name = sqs.signing_name = "sqs";
  sqs.protocol = Protocol::kJson10;
  sqs.target_prefix = "AmazonSQS";
  Operation queues = listing(
      simulation,
      {"ListQueues", "sqs:ListQueues", "QueueUrls", "",
       written(simulation, "queue", 3, [](const Caller& caller, const Thing& thing) -> json::value {
         return json::value(fmt::format("https://sqs.{}.amazonaws.com/{}/{}", caller.region,
                                        caller.account_id, thing.name));
       })});
  queues.resource = [](const Caller& caller, const json::object&) {
    return arn_of("sqs", caller, "");
  };
  sqs.operations = {std::move(queues)};
  simulation.registry.add(std::move(sqs));

  Service sns;
  sns.name = sns.signing_name = "sns";
  sns.protocol = Protocol::kQuery;
  sns.version = "2010-03-31";
  sns.xml_namespace = "http://sns.amazonaws.com/doc/2010-03-31/";
  sns.bad_token_code = "InvalidParameter";
  Operation topics = listing(
      simulation,
      {"ListTopics", "sns:ListTopics", "Topics", "member",
       written(simulation, "topic", 3, [](const Caller& caller, const Thing& thing) -> json::value {
         return json::object{{"TopicArn", arn_of("sns", caller, thing.name)}};
       })});
  topics.resource = [](const Caller& caller, const json::object&) {
    return arn_of("sns", caller, "*");
  };
  sns.operations = {std::move(topics)};
  simulation.registry.add(std::move(sns));
}

void add_kms(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "kms";
  service.target_prefix = "TrentService";
  service.bad_token_code = "InvalidMarkerException";
  const auto marked = [](Listing given) {
    given.token_in = "Marker";
    given.token_out = "NextMarker";
    given.limit = "Limit";
    given.has_more = "Truncated";
    return given;
  };
  service.operations = {
      listing(simulation,
              marked({"ListKeys", "kms:ListKeys", "Keys", "",
                      written(simulation, "key", 2,
                              [](const Caller& caller, const Thing& thing) -> json::value {
                                return json::object{
                                    {"KeyId", thing.id},
                                    {"KeyArn", arn_of("kms", caller, "key/" + thing.id)}};
                              })})),
      listing(simulation,
              marked({"ListAliases", "kms:ListAliases", "Aliases", "",
                      written(simulation, "key", 2,
                              [](const Caller& caller, const Thing& thing) -> json::value {
                                return json::object{
                                    {"AliasName", "alias/" + thing.name},
                                    {"AliasArn", arn_of("kms", caller, "alias/" + thing.name)},
                                    {"TargetKeyId", thing.id}};
                              })}))};
  simulation.registry.add(std::move(service));
}

void add_secrets(Simulation& simulation) {
  Service manager;
  manager.name = manager.signing_name = "secretsmanager";
  manager.target_prefix = "secretsmanager";
  manager.message_key = "Message";
  manager.operations = {listing(
      simulation,
      {"ListSecrets", "secretsmanager:ListSecrets", "SecretList", "",
       written(simulation, "secret", 2,
               [](const Caller& caller, const Thing& thing) -> json::value {
                 return json::object{
                     {"ARN", arn_of("secretsmanager", caller, "secret:" + thing.name + "-AbCdEf")},
                     {"Name", thing.name},
                     {"LastChangedDate", thing.created_s},
                     {"Tags", tag_list(thing.tags)}};
               })})};
  simulation.registry.add(std::move(manager));

  Service ssm;
  ssm.name = ssm.signing_name = "ssm";
  ssm.target_prefix = "AmazonSSM";
  ssm.bad_token_code = "InvalidNextToken";
  ssm.operations = {listing(
      simulation,
      {"DescribeParameters", "ssm:DescribeParameters", "Parameters", "",
       written(simulation, "parameter", 3, [](const Caller&, const Thing& thing) -> json::value {
         return json::object{{"Name", "/app/" + thing.name},
                             {"Type", thing.number % 2 == 0 ? "SecureString" : "String"},
                             {"LastModifiedDate", thing.created_s},
                             {"Version", 1},
                             {"Tier", "Standard"}};
       })})};
  simulation.registry.add(std::move(ssm));

  Service acm;
  acm.name = acm.signing_name = "acm";
  acm.target_prefix = "CertificateManager";
  Listing certificates{
      "ListCertificates", "acm:ListCertificates", "CertificateSummaryList", "",
      written(simulation, "certificate", 1,
              [](const Caller& caller, const Thing& thing) -> json::value {
                return json::object{
                    {"CertificateArn", arn_of("acm", caller, "certificate/" + thing.id)},
                    {"DomainName", thing.name + ".example.com"},
                    {"Status", "ISSUED"}};
              })};
  certificates.limit = "MaxItems";
  acm.operations = {listing(simulation, std::move(certificates))};
  simulation.registry.add(std::move(acm));
}

// Of services that know no region: what they have stands in the first one.
json::array global_items(const Simulation& simulation, const Caller& caller, const char* kind,
                         std::uint64_t count, json::value (*write)(const Thing&)) {
  json::array out;
  for (const Thing& thing :
       Estate(simulation.world).things(caller.account_id, "us-east-1", kind, count)) {
    out.push_back(write(thing));
  }
  return out;
}

void add_route53(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "route53";
  service.protocol = Protocol::kRestXml;
  service.xml_namespace = "https://route53.amazonaws.com/doc/2013-04-01/";
  Listing zones{"ListHostedZones", "route53:ListHostedZones", "HostedZones", "HostedZone",
                [&simulation](const Caller& caller, const json::object&) {
                  return global_items(
                      simulation, caller, "zone", 2, [](const Thing& thing) -> json::value {
                        return json::object{{"Id", "/hostedzone/Z" + thing.id},
                                            {"Name", thing.name + ".example.com."},
                                            {"CallerReference", thing.id},
                                            {"Config", json::object{{"PrivateZone", false}}},
                                            {"ResourceRecordSetCount", 4}};
                      });
                }};
  zones.token_in = "marker";
  zones.token_out = "NextMarker";
  zones.limit = "maxitems";
  zones.has_more = "IsTruncated";
  service.operations = {at(listing(simulation, std::move(zones)), "GET", "/2013-04-01/hostedzone",
                           "", "ListHostedZonesResponse")};
  simulation.registry.add(std::move(service));
}

void add_cloudfront(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "cloudfront";
  service.protocol = Protocol::kRestXml;
  service.xml_namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";
  Operation distributions = answering(
      "ListDistributions", "cloudfront:ListDistributions",
      [&simulation](const Caller& caller, const json::object& input) -> Outcome {
        const json::array all =
            global_items(simulation, caller, "site", 2, [](const Thing& thing) -> json::value {
              return json::object{{"Id", "E" + thing.id},
                                  {"ARN", "arn:aws:cloudfront:::distribution/E" + thing.id},
                                  {"Status", "Deployed"},
                                  {"LastModifiedTime", thing.created},
                                  {"DomainName", thing.id + ".cloudfront.net"},
                                  {"Enabled", true}};
            });
        const auto page = take_page(all, "distributions", text_at(input, "Marker"),
                                    number_at(input, "MaxItems"), simulation.faults.page_rows());
        if (!page) return refuse("InvalidArgument", "The marker is not valid.");
        json::object out{{"Marker", text_at(input, "Marker")},
                         {"MaxItems", 100},
                         {"IsTruncated", !page->next_token.empty()},
                         {"Quantity", page->items.size()}};
        if (!page->items.empty()) out["Items"] = json::object{{"DistributionSummary", page->items}};
        if (!page->next_token.empty()) out["NextMarker"] = page->next_token;
        return out;
      });
  service.operations = {
      at(std::move(distributions), "GET", "/2020-05-31/distribution", "", "DistributionList")};
  simulation.registry.add(std::move(service));
}

}  // namespace

void add_edge_services(Simulation& simulation) {
  add_messaging(simulation);
  add_kms(simulation);
  add_secrets(simulation);
  add_route53(simulation);
  add_cloudfront(simulation);
}

}  // namespace sextant::sim
