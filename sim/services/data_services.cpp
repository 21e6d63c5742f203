#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

Listing marked(Listing given) {
  given.token_in = given.token_out = "Marker";
  given.limit = "MaxRecords";
  return given;
}

void add_rds(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "rds";
  service.protocol = Protocol::kQuery;
  service.version = "2014-10-31";
  service.xml_namespace = "http://rds.amazonaws.com/doc/2014-10-31/";
  service.bad_token_code = "InvalidParameterValue";
  Operation instances =
      listing(simulation,
              marked({"DescribeDBInstances", "rds:DescribeDBInstances", "DBInstances", "DBInstance",
                      written(simulation, "database", 2,
                              [](const Caller& caller, const Thing& thing) -> json::value {
                                return json::object{
                                    {"DBInstanceIdentifier", thing.name},
                                    {"DBInstanceClass",
                                     thing.number % 2 == 0 ? "db.t4g.medium" : "db.r6g.large"},
                                    {"Engine", thing.number % 3 == 0 ? "mysql" : "postgres"},
                                    {"DBInstanceStatus", "available"},
                                    {"AllocatedStorage", 20 + thing.number % 400},
                                    {"InstanceCreateTime", thing.created},
                                    {"MultiAZ", thing.number % 2 == 0},
                                    {"StorageEncrypted", true},
                                    {"DBInstanceArn", arn_of("rds", caller, "db:" + thing.name)},
                                    {"TagList", json::object{{"Tag", tag_list(thing.tags)}}}};
                              })}));
  instances.resource = [](const Caller& caller, const json::object&) {
    return arn_of("rds", caller, "db:*");
  };
  Operation clusters = listing(
      simulation,
      marked({"DescribeDBClusters", "rds:DescribeDBClusters", "DBClusters", "DBCluster",
              written(simulation, "dbcluster", 1,
                      [](const Caller& caller, const Thing& thing) -> json::value {
                        return json::object{
                            {"DBClusterIdentifier", thing.name},
                            {"Engine", "aurora-postgresql"},
                            {"Status", "available"},
                            {"DBClusterArn", arn_of("rds", caller, "cluster:" + thing.name)}};
                      })}));
  clusters.resource = [](const Caller& caller, const json::object&) {
    return arn_of("rds", caller, "cluster:*");
  };
  service.operations = {std::move(instances), std::move(clusters)};
  simulation.registry.add(std::move(service));
}

void add_dynamodb(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "dynamodb";
  service.protocol = Protocol::kJson10;
  service.target_prefix = "DynamoDB_20120810";
  Listing tables{
      "ListTables", "dynamodb:ListTables", "TableNames", "",
      written(simulation, "table", 3, [](const Caller&, const Thing& thing) -> json::value {
        return json::value(thing.name);
      })};
  tables.token_in = "ExclusiveStartTableName";
  tables.token_out = "LastEvaluatedTableName";
  tables.limit = "Limit";
  Operation operation = listing(simulation, std::move(tables));
  operation.resource = [](const Caller& caller, const json::object&) {
    return arn_of("dynamodb", caller, "table/*");
  };
  service.operations = {std::move(operation)};
  simulation.registry.add(std::move(service));
}

void add_clusters(Simulation& simulation) {
  Service cache;
  cache.name = cache.signing_name = "elasticache";
  cache.protocol = Protocol::kQuery;
  cache.version = "2015-02-02";
  cache.xml_namespace = "http://elasticache.amazonaws.com/doc/2015-02-02/";
  cache.operations = {listing(
      simulation, marked({"DescribeCacheClusters", "elasticache:DescribeCacheClusters",
                          "CacheClusters", "CacheCluster",
                          written(simulation, "cache", 1,
                                  [](const Caller& caller, const Thing& thing) -> json::value {
                                    return json::object{{"CacheClusterId", thing.name},
                                                        {"CacheNodeType", "cache.t4g.small"},
                                                        {"Engine", "redis"},
                                                        {"CacheClusterStatus", "available"},
                                                        {"NumCacheNodes", 1 + thing.number % 3},
                                                        {"CacheClusterCreateTime", thing.created},
                                                        {"ARN", arn_of("elasticache", caller,
                                                                       "cluster:" + thing.name)}};
                                  })}))};
  simulation.registry.add(std::move(cache));

  Service warehouse;
  warehouse.name = warehouse.signing_name = "redshift";
  warehouse.protocol = Protocol::kQuery;
  warehouse.version = "2012-12-01";
  warehouse.xml_namespace = "http://redshift.amazonaws.com/doc/2012-12-01/";
  warehouse.operations = {listing(
      simulation, marked({"DescribeClusters", "redshift:DescribeClusters", "Clusters", "Cluster",
                          written(simulation, "warehouse", 1,
                                  [](const Caller&, const Thing& thing) -> json::value {
                                    return json::object{{"ClusterIdentifier", thing.name},
                                                        {"NodeType", "ra3.xlplus"},
                                                        {"ClusterStatus", "available"},
                                                        {"ClusterCreateTime", thing.created},
                                                        {"NumberOfNodes", 2}};
                                  })}))};
  simulation.registry.add(std::move(warehouse));
}

void add_efs(Simulation& simulation) {
  Service service;
  service.name = "efs";
  service.signing_name = "elasticfilesystem";
  service.protocol = Protocol::kRestJson;
  Listing systems{
      "DescribeFileSystems", "elasticfilesystem:DescribeFileSystems", "FileSystems", "",
      written(simulation, "files", 1, [](const Caller& caller, const Thing& thing) -> json::value {
        return json::object{{"OwnerId", caller.account_id},
                            {"CreationToken", thing.name},
                            {"FileSystemId", "fs-" + thing.id},
                            {"CreationTime", thing.created_s},
                            {"LifeCycleState", "available"},
                            {"Name", thing.name},
                            {"NumberOfMountTargets", 1},
                            {"SizeInBytes", json::object{{"Value", thing.number % 1'000'000'000}}},
                            {"PerformanceMode", "generalPurpose"},
                            {"Tags", tag_list(thing.tags)}};
      })};
  systems.token_in = "Marker";
  systems.token_out = "NextMarker";
  systems.limit = "MaxItems";
  service.operations = {
      at(listing(simulation, std::move(systems)), "GET", "/2015-02-01/file-systems")};
  simulation.registry.add(std::move(service));
}

}  // namespace

void add_data_services(Simulation& simulation) {
  add_rds(simulation);
  add_dynamodb(simulation);
  add_clusters(simulation);
  add_efs(simulation);
}

}  // namespace sextant::sim
