#include <fmt/core.h>

#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

Listing lower_paged(Listing given) {
  given.token_in = given.token_out = "nextToken";
  given.limit = "maxResults";
  return given;
}

Listing marker_paged(Listing given, const char* limit) {
  given.token_in = "Marker";
  given.token_out = "NextMarker";
  given.limit = limit;
  return given;
}

void add_lambda(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "lambda";
  service.protocol = Protocol::kRestJson;
  service.message_key = "Message";
  Listing functions{
      "ListFunctions", "lambda:ListFunctions", "Functions", "",
      written(
          simulation, "function", 4, [](const Caller& caller, const Thing& thing) -> json::value {
            return json::object{
                {"FunctionName", thing.name},
                {"FunctionArn", arn_of("lambda", caller, "function:" + thing.name)},
                {"Runtime", thing.number % 2 == 0 ? "python3.12" : "nodejs20.x"},
                {"Role", fmt::format("arn:aws:iam::{}:role/service-role/run", caller.account_id)},
                {"Handler", "index.handler"},
                {"CodeSize", thing.number % 5'000'000},
                {"Timeout", 30},
                {"MemorySize", 128 << (thing.number % 4)},
                {"LastModified", "2026-01-15T09:30:00.000+0000"},
                {"Version", "$LATEST"}};
          })};
  functions.shown_resource = "*";
  service.operations = {at(listing(simulation, marker_paged(std::move(functions), "MaxItems")),
                           "GET", "/2015-03-31/functions")};
  simulation.registry.add(std::move(service));
}

void add_containers(Simulation& simulation) {
  Service ecs;
  ecs.name = ecs.signing_name = "ecs";
  ecs.target_prefix = "AmazonEC2ContainerServiceV20141113";
  ecs.operations = {listing(
      simulation, lower_paged({"ListClusters", "ecs:ListClusters", "clusterArns", "",
                               written(simulation, "cluster", 2,
                                       [](const Caller& caller, const Thing& thing) -> json::value {
                                         return json::value(
                                             arn_of("ecs", caller, "cluster/" + thing.name));
                                       })}))};
  simulation.registry.add(std::move(ecs));

  Service eks;
  eks.name = eks.signing_name = "eks";
  eks.protocol = Protocol::kRestJson;
  eks.operations = {
      at(listing(simulation,
                 lower_paged({"ListClusters", "eks:ListClusters", "clusters", "",
                              written(simulation, "eks", 1,
                                      [](const Caller&, const Thing& thing) -> json::value {
                                        return json::value(thing.name);
                                      })})),
         "GET", "/clusters")};
  simulation.registry.add(std::move(eks));

  Service ecr;
  ecr.name = ecr.signing_name = "ecr";
  ecr.target_prefix = "AmazonEC2ContainerRegistry_V20150921";
  ecr.operations = {listing(
      simulation,
      lower_paged({"DescribeRepositories", "ecr:DescribeRepositories", "repositories", "",
                   written(simulation, "repository", 2,
                           [](const Caller& caller, const Thing& thing) -> json::value {
                             return json::object{
                                 {"repositoryArn",
                                  arn_of("ecr", caller, "repository/" + thing.name)},
                                 {"registryId", caller.account_id},
                                 {"repositoryName", thing.name},
                                 {"repositoryUri",
                                  fmt::format("{}.dkr.ecr.{}.amazonaws.com/{}", caller.account_id,
                                              caller.region, thing.name)},
                                 {"createdAt", thing.created_s}};
                           })}))};
  simulation.registry.add(std::move(ecr));
}

void add_scaling(Simulation& simulation) {
  Service balancers;
  balancers.name = "elbv2";
  balancers.signing_name = "elasticloadbalancing";
  balancers.protocol = Protocol::kQuery;
  balancers.version = "2015-12-01";
  balancers.xml_namespace = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";
  balancers.operations = {listing(
      simulation,
      marker_paged({"DescribeLoadBalancers", "elasticloadbalancing:DescribeLoadBalancers",
                    "LoadBalancers", "member",
                    written(simulation, "balancer", 2,
                            [](const Caller& caller, const Thing& thing) -> json::value {
                              return json::object{
                                  {"LoadBalancerArn",
                                   arn_of("elasticloadbalancing", caller,
                                          "loadbalancer/app/" + thing.name + "/" + thing.id)},
                                  {"DNSName", thing.name + ".elb.amazonaws.com"},
                                  {"CreatedTime", thing.created},
                                  {"LoadBalancerName", thing.name},
                                  {"Scheme", "internet-facing"},
                                  {"State", json::object{{"Code", "active"}}},
                                  {"Type", "application"}};
                            })},
                   "PageSize"))};
  simulation.registry.add(std::move(balancers));

  Service groups;
  groups.name = groups.signing_name = "autoscaling";
  groups.protocol = Protocol::kQuery;
  groups.version = "2011-01-01";
  groups.xml_namespace = "http://autoscaling.amazonaws.com/doc/2011-01-01/";
  groups.bad_token_code = "InvalidNextToken";
  Listing listed{
      "DescribeAutoScalingGroups", "autoscaling:DescribeAutoScalingGroups", "AutoScalingGroups",
      "member",
      written(simulation, "group", 1, [](const Caller& caller, const Thing& thing) -> json::value {
        return json::object{
            {"AutoScalingGroupName", thing.name},
            {"MinSize", 1},
            {"MaxSize", 4},
            {"DesiredCapacity", 2},
            {"DefaultCooldown", 300},
            {"AvailabilityZones", json::object{{"member", json::array{caller.region + "a"}}}},
            {"HealthCheckType", "EC2"},
            {"CreatedTime", thing.created}};
      })};
  listed.limit = "MaxRecords";
  groups.operations = {listing(simulation, std::move(listed))};
  simulation.registry.add(std::move(groups));
}

void add_cloudformation(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "cloudformation";
  service.protocol = Protocol::kQuery;
  service.version = "2010-05-15";
  service.xml_namespace = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
  const auto write = [](const Caller& caller, const Thing& thing) -> json::value {
    return json::object{
        {"StackId", arn_of("cloudformation", caller, "stack/" + thing.name + "/" + thing.id)},
        {"StackName", thing.name},
        {"CreationTime", thing.created},
        {"StackStatus", "CREATE_COMPLETE"}};
  };
  for (const auto& [name, key] :
       {std::pair{"ListStacks", "StackSummaries"}, std::pair{"DescribeStacks", "Stacks"}}) {
    service.operations.push_back(
        listing(simulation, {name, std::string("cloudformation:") + name, key, "member",
                             written(simulation, "stack", 2, write)}));
  }
  simulation.registry.add(std::move(service));
}

void add_compute_optimizer(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "compute-optimizer";
  service.protocol = Protocol::kJson10;
  service.target_prefix = "ComputeOptimizerService";
  service.operations = {answering("GetEnrollmentStatus", "compute-optimizer:GetEnrollmentStatus",
                                  [](const Caller&, const json::object&) -> Outcome {
                                    return json::object{{"status", "Inactive"},
                                                        {"memberAccountsEnrolled", false},
                                                        {"numberOfMemberAccountsOptedIn", 0}};
                                  })};
  simulation.registry.add(std::move(service));
}

}  // namespace

void add_compute_services(Simulation& simulation) {
  add_lambda(simulation);
  add_containers(simulation);
  add_scaling(simulation);
  add_cloudformation(simulation);
  add_compute_optimizer(simulation);
}

}  // namespace sextant::sim
