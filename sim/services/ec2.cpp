#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "sim/iam/condition.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

constexpr std::array<const char*, 4> kTypes = {"t3.micro", "m6i.large", "c7g.xlarge",
                                               "r6i.2xlarge"};

json::value tag_set(const Thing& thing) {
  if (thing.tags.empty()) return json::object();
  return json::object{{"item", tag_list(thing.tags, "key", "value")}};
}

std::string network_id(const char* kind, const Caller& caller) {
  return fmt::format("{}-0{}{}", kind, caller.account_id,
                     caller.region.substr(0, 2) == "us" ? "00a1" : "00b2");
}

json::value instance(const Caller& caller, const Thing& thing) {
  const bool is_running = thing.number % 4 != 0;
  const json::object one{
      {"instanceId", "i-" + thing.id},
      {"imageId", "ami-0abcdef1234567890"},
      {"instanceState",
       json::object{{"code", is_running ? 16 : 80}, {"name", is_running ? "running" : "stopped"}}},
      {"instanceType", kTypes[thing.number % kTypes.size()]},
      {"launchTime", thing.created},
      {"placement",
       json::object{{"availabilityZone", caller.region + "a"}, {"tenancy", "default"}}},
      {"privateIpAddress",
       fmt::format("10.0.{}.{}", thing.number % 200, thing.number / 7 % 250 + 4)},
      {"subnetId", network_id("subnet", caller)},
      {"vpcId", network_id("vpc", caller)},
      {"groupSet",
       json::object{{"item", json::array{json::object{{"groupId", network_id("sg", caller)},
                                                      {"groupName", "default"}}}}}},
      {"tagSet", tag_set(thing)}};
  return json::object{{"reservationId", "r-" + thing.id},
                      {"ownerId", caller.account_id},
                      {"instancesSet", json::object{{"item", json::array{one}}}}};
}

json::value volume(const Caller& caller, const Thing& thing) {
  return json::object{{"volumeId", "vol-" + thing.id},
                      {"size", 8 + thing.number % 500},
                      {"volumeType", thing.number % 3 == 0 ? "gp2" : "gp3"},
                      {"availabilityZone", caller.region + "a"},
                      {"status", thing.number % 5 == 0 ? "available" : "in-use"},
                      {"createTime", thing.created},
                      {"encrypted", thing.number % 2 == 0},
                      {"tagSet", tag_set(thing)}};
}

json::value vpc(const Caller& caller, const Thing& thing) {
  return json::object{{"vpcId", network_id("vpc", caller)},
                      {"ownerId", caller.account_id},
                      {"state", "available"},
                      {"cidrBlock", "10.0.0.0/16"},
                      {"dhcpOptionsId", "dopt-" + thing.id},
                      {"instanceTenancy", "default"},
                      {"isDefault", true},
                      {"tagSet", tag_set(thing)}};
}

json::value subnet(const Caller& caller, const Thing& thing) {
  return json::object{{"subnetId", network_id("subnet", caller)},
                      {"vpcId", network_id("vpc", caller)},
                      {"ownerId", caller.account_id},
                      {"state", "available"},
                      {"cidrBlock", "10.0.0.0/20"},
                      {"availabilityZone", caller.region + "a"},
                      {"availableIpAddressCount", 4000},
                      {"tagSet", tag_set(thing)}};
}

json::value security_group(const Caller& caller, const Thing& thing) {
  const json::object rule{
      {"ipProtocol", "tcp"},
      {"fromPort", 443},
      {"toPort", 443},
      {"ipRanges", json::object{{"item", json::array{json::object{{"cidrIp", "0.0.0.0/0"}}}}}}};
  return json::object{{"groupId", network_id("sg", caller)},
                      {"groupName", "default"},
                      {"groupDescription", "default VPC security group"},
                      {"ownerId", caller.account_id},
                      {"vpcId", network_id("vpc", caller)},
                      {"ipPermissions", json::object{{"item", json::array{rule}}}},
                      {"tagSet", tag_set(thing)}};
}

json::value address(const Caller& caller, const Thing& thing) {
  return json::object{{"publicIp", fmt::format("198.51.100.{}", thing.number % 250 + 1)},
                      {"allocationId", "eipalloc-" + thing.id},
                      {"domain", "vpc"},
                      {"networkBorderGroup", caller.region},
                      {"tagSet", tag_set(thing)}};
}

json::value snapshot(const Caller& caller, const Thing& thing) {
  return json::object{{"snapshotId", "snap-" + thing.id},
                      {"volumeId", "vol-" + thing.id},
                      {"status", "completed"},
                      {"startTime", thing.created},
                      {"ownerId", caller.account_id},
                      {"volumeSize", 8 + thing.number % 500},
                      {"encrypted", thing.number % 2 == 0},
                      {"tagSet", tag_set(thing)}};
}

json::value nat_gateway(const Caller& caller, const Thing& thing) {
  return json::object{
      {"natGatewayId", "nat-" + thing.id},  {"state", "available"},
      {"createTime", thing.created},        {"subnetId", network_id("subnet", caller)},
      {"vpcId", network_id("vpc", caller)}, {"tagSet", tag_set(thing)}};
}

Outcome regions(const Caller&, const json::object& input) {
  const bool is_all = text_at(input, "AllRegions") == "true";
  json::array items;
  for (const RegionEntry& region : all_regions()) {
    if (!region.is_default && !is_all) continue;
    items.push_back(
        json::object{{"regionName", region.name},
                     {"regionEndpoint", "ec2." + region.name + ".amazonaws.com"},
                     {"optInStatus", region.is_default ? "opt-in-not-required" : "not-opted-in"}});
  }
  return json::object{{"regionInfo", json::object{{"item", std::move(items)}}}};
}

// What an item of DescribeInstances has at a filter's name; nullopt where the name is none that we
// know.
std::optional<std::string> instance_field(const json::object& item, const std::string& filter) {
  if (filter == "instance-id") return text_at(item, "instanceId");
  if (filter == "instance-type") return text_at(item, "instanceType");
  if (filter == "instance-state-name") return text_at(item.at("instanceState").as_object(), "name");
  if (filter == "vpc-id") return text_at(item, "vpcId");
  if (!filter.starts_with("tag:")) return std::nullopt;
  const json::value* tags = item.at("tagSet").as_object().if_contains("item");
  if (tags == nullptr) return std::string();
  for (const json::value& tag : tags->as_array()) {
    if (text_at(tag.as_object(), "key") == filter.substr(4))
      return text_at(tag.as_object(), "value");
  }
  return std::string();
}

const json::object& instance_in(const json::value& reservation) {
  return reservation.as_object()
      .at("instancesSet")
      .as_object()
      .at("item")
      .as_array()[0]
      .as_object();
}

// Refuses filters that the simulation does not know, rather than answering as though they were not
// there.
std::expected<void, Fault> check_filters(const json::object& input, bool are_known) {
  static const json::object kSample{{"instanceState", json::object()}, {"tagSet", json::object()}};
  for (const json::value& filter : form_list(input, "Filter")) {
    const std::string name = filter.is_object() ? text_at(filter.get_object(), "Name") : "";
    if (!are_known || !instance_field(kSample, name)) {
      return refuse("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
  }
  return {};
}

json::array filtered_instances(const json::array& items, const json::object& input) {
  const std::vector<json::value> filters = form_list(input, "Filter");
  const std::vector<std::string> ids = form_texts(input, "InstanceId");
  json::array out;
  for (const json::value& reservation : items) {
    const json::object& one = instance_in(reservation);
    const auto fits = [&](const json::value& filter) {
      const std::string field =
          instance_field(one, text_at(filter.as_object(), "Name")).value_or("");
      return std::ranges::any_of(
          form_texts(filter.as_object(), "Value"),
          [&](const std::string& wanted) { return wildcard_match(wanted, field); });
    };
    const bool is_named =
        ids.empty() || std::ranges::find(ids, text_at(one, "instanceId")) != ids.end();
    if (is_named && std::ranges::all_of(filters, fits)) out.push_back(reservation);
  }
  return out;
}

// Every operation of EC2 can be asked whether it would be allowed, without being done.
Operation with_dry_run(Operation operation, bool knows_filters) {
  operation.run = [run = std::move(operation.run), knows_filters](
                      const Caller& caller, const json::object& input) -> Outcome {
    if (text_at(input, "DryRun") == "true") {
      return refuse("DryRunOperation", "Request would have succeeded, but DryRun flag is set.",
                    412);
    }
    if (auto fine = check_filters(input, knows_filters); !fine) {
      return std::unexpected(fine.error());
    }
    return run(caller, input);
  };
  return operation;
}

}  // namespace

void add_ec2(Simulation& simulation) {
  Service service;
  service.name = "ec2";
  service.signing_name = "ec2";
  service.protocol = Protocol::kEc2;
  service.version = "2016-11-15";
  service.xml_namespace = "http://ec2.amazonaws.com/doc/2016-11-15/";
  service.bad_token_code = "InvalidNextToken";
  const auto add = [&](const char* name, const char* key, const char* kind, std::uint64_t count,
                       json::value (*write)(const Caller&, const Thing&)) {
    Listing given{name, std::string("ec2:") + name, key, "item",
                  written(simulation, kind, count, write)};
    given.token_out = "nextToken";
    const bool is_instances = std::string_view(name) == "DescribeInstances";
    if (is_instances) {
      given.items = [all = given.items](const Caller& caller, const json::object& input) {
        return filtered_instances(all(caller, input), input);
      };
    }
    service.operations.push_back(with_dry_run(listing(simulation, std::move(given)), is_instances));
  };
  add("DescribeInstances", "reservationSet", "instance", 4, instance);
  add("DescribeVolumes", "volumeSet", "volume", 5, volume);
  add("DescribeVpcs", "vpcSet", "vpc", 1, vpc);
  add("DescribeSubnets", "subnetSet", "subnet", 1, subnet);
  add("DescribeSecurityGroups", "securityGroupInfo", "group", 1, security_group);
  add("DescribeAddresses", "addressesSet", "address", 2, address);
  add("DescribeSnapshots", "snapshotSet", "snapshot", 3, snapshot);
  add("DescribeNatGateways", "natGatewaySet", "nat", 1, nat_gateway);
  service.operations.push_back(
      with_dry_run(answering("DescribeRegions", "ec2:DescribeRegions", regions), false));
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
