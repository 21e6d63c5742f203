#include <boost/json/serialize.hpp>

#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

struct Bucket {
  std::string name;
  std::string region;
  Thing thing;
};

std::vector<Bucket> buckets_of(const Simulation& simulation, const std::string& account_id) {
  std::vector<Bucket> out;
  for (const std::string& region : Estate::regions_in_use()) {
    for (Thing& thing : Estate(simulation.world).things(account_id, region, "bucket", 3)) {
      std::string name = thing.name + "-" + thing.id.substr(0, 6);
      out.push_back({std::move(name), region, std::move(thing)});
    }
  }
  return out;
}

using Body = Outcome (*)(const Caller&, const Bucket&);

// A bucket that belongs to someone else is denied, one of nobody does not exist.
Outcome on_bucket(const Simulation& simulation, const Caller& caller, const json::object& input,
                  Body body) {
  const std::string name = text_at(input, "Bucket");
  for (const Bucket& bucket : buckets_of(simulation, caller.account_id)) {
    if (bucket.name == name) return body(caller, bucket);
  }
  const auto owned_by = [&](const SimAccount& account) {
    for (const Bucket& bucket : buckets_of(simulation, account.id)) {
      if (bucket.name == name) return true;
    }
    return false;
  };
  for (const SimOrganization& organization : simulation.world.organizations) {
    for (const SimAccount& account : organization.accounts) {
      if (owned_by(account)) return refuse("AccessDenied", "Access Denied", 403);
    }
  }
  Fault fault{"NoSuchBucket", "The specified bucket does not exist", 404, {{"BucketName", name}}};
  return std::unexpected(std::move(fault));
}

Outcome location(const Caller&, const Bucket& bucket) {
  // The first region has no name here: the element stays empty.
  return json::object{{"#text", bucket.region == "us-east-1" ? "" : bucket.region}};
}

Outcome policy(const Caller& caller, const Bucket& bucket) {
  if (bucket.thing.number % 3 != 0) {
    return refuse("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
  }
  const json::object statement{
      {"Effect", "Deny"},
      {"Principal", "*"},
      {"Action", "s3:*"},
      {"Resource", "arn:aws:s3:::" + bucket.name + "/*"},
      {"Condition", json::object{{"StringNotEquals",
                                  json::object{{"aws:PrincipalAccount", caller.account_id}}}}}};
  return json::object{
      {"#body", json::serialize(json::object{{"Version", "2012-10-17"},
                                             {"Statement", json::array{statement}}})}};
}

Outcome policy_status(const Caller&, const Bucket& bucket) {
  if (bucket.thing.number % 3 != 0) {
    return refuse("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
  }
  return json::object{{"IsPublic", false}};
}

Outcome tagging(const Caller&, const Bucket& bucket) {
  if (bucket.thing.tags.empty()) return refuse("NoSuchTagSet", "The TagSet does not exist", 404);
  return json::object{{"TagSet", json::object{{"Tag", tag_list(bucket.thing.tags)}}}};
}

Outcome versioning(const Caller&, const Bucket& bucket) {
  if (bucket.thing.number % 2 == 0) return json::object();
  return json::object{{"Status", "Enabled"}};
}

Outcome encryption(const Caller&, const Bucket&) {
  const json::object rule{
      {"ApplyServerSideEncryptionByDefault", json::object{{"SSEAlgorithm", "AES256"}}},
      {"BucketKeyEnabled", false}};
  return json::object{{"Rule", json::array{rule}}};
}

Outcome public_access_block(const Caller&, const Bucket& bucket) {
  if (bucket.thing.number % 5 == 0) {
    return refuse("NoSuchPublicAccessBlockConfiguration",
                  "The public access block configuration was not found", 404);
  }
  return json::object{{"BlockPublicAcls", true},
                      {"IgnorePublicAcls", true},
                      {"BlockPublicPolicy", true},
                      {"RestrictPublicBuckets", true}};
}

Operation bucket_operation(const Simulation& simulation, const char* name, const char* action,
                           const char* query_key, const char* root, Body body) {
  Operation out =
      answering(name, action, [&simulation, body](const Caller& caller, const json::object& input) {
        return on_bucket(simulation, caller, input, body);
      });
  // With quotes, as S3 has it.
  out.shown_resource = [](const Caller&, const json::object& input) {
    return "\"arn:aws:s3:::" + text_at(input, "Bucket") + "\"";
  };
  out.resource = [](const Caller&, const json::object& input) {
    return "arn:aws:s3:::" + text_at(input, "Bucket");
  };
  return at(std::move(out), "GET", "/{Bucket}", query_key, root);
}

}  // namespace

void add_s3(Simulation& simulation) {
  Service service;
  service.name = "s3";
  service.signing_name = "s3";
  service.protocol = Protocol::kRestXml;
  service.xml_namespace = "http://s3.amazonaws.com/doc/2006-03-01/";
  Listing buckets{"ListBuckets", "s3:ListAllMyBuckets", "Buckets", "Bucket",
                  [&simulation](const Caller& caller, const json::object& input) {
                    json::array out;
                    for (const Bucket& bucket : buckets_of(simulation, caller.account_id)) {
                      if (!bucket.name.starts_with(text_at(input, "prefix"))) continue;
                      json::object item{{"Name", bucket.name},
                                        {"CreationDate", bucket.thing.created}};
                      // Regions are told only to those who ask in pages.
                      if (input.contains("max-buckets")) item["BucketRegion"] = bucket.region;
                      out.push_back(std::move(item));
                    }
                    return out;
                  }};
  buckets.token_in = "continuation-token";
  buckets.token_out = "ContinuationToken";
  buckets.limit = "max-buckets";
  service.operations.push_back(
      at(listing(simulation, std::move(buckets)), "GET", "/", "", "ListAllMyBucketsResult"));
  const auto add = [&](const char* name, const char* action, const char* query_key,
                       const char* root, Body body) {
    service.operations.push_back(bucket_operation(simulation, name, action, query_key, root, body));
  };
  add("GetBucketLocation", "s3:GetBucketLocation", "location", "LocationConstraint", location);
  add("GetBucketPolicy", "s3:GetBucketPolicy", "policy", "", policy);
  add("GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", "policyStatus", "PolicyStatus",
      policy_status);
  add("GetBucketTagging", "s3:GetBucketTagging", "tagging", "Tagging", tagging);
  add("GetBucketVersioning", "s3:GetBucketVersioning", "versioning", "VersioningConfiguration",
      versioning);
  add("GetBucketEncryption", "s3:GetEncryptionConfiguration", "encryption",
      "ServerSideEncryptionConfiguration", encryption);
  add("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", "publicAccessBlock",
      "PublicAccessBlockConfiguration", public_access_block);
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
