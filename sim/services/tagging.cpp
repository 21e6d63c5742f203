#include <set>

#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

struct Kind {
  const char* service;
  const char* thing;
  const char* prefix;  // of the resource in its ARN
  std::uint64_t count;
  bool by_id;
};

// What of the estate can be found by its tags. Kinds and counts are those of the services
// themselves.
constexpr Kind kKinds[] = {{"ec2", "instance", "instance/i-", 4, true},
                           {"ec2", "volume", "volume/vol-", 5, true},
                           {"rds", "database", "db:", 2, false},
                           {"lambda", "function", "function:", 4, false}};

struct Tagged {
  std::string arn;
  Tags tags;
};

std::vector<Tagged> tagged_things(const Simulation& simulation, const Caller& caller) {
  std::vector<Tagged> out;
  for (const Kind& kind : kKinds) {
    for (const Thing& thing :
         Estate(simulation.world)
             .things(caller.account_id, caller.region, kind.thing, kind.count)) {
      if (thing.tags.empty()) continue;  // what never had a tag is not found here
      out.push_back(
          {arn_of(kind.service, caller, kind.prefix + (kind.by_id ? thing.id : thing.name)),
           thing.tags});
    }
  }
  return out;
}

json::array resources(const Simulation& simulation, const Caller& caller) {
  json::array out;
  for (const Tagged& thing : tagged_things(simulation, caller)) {
    out.push_back(json::object{{"ResourceARN", thing.arn}, {"Tags", tag_list(thing.tags)}});
  }
  return out;
}

// The keys in use, or with a key its values.
json::array words(const Simulation& simulation, const Caller& caller, const std::string& key) {
  std::set<std::string> found;
  for (const Tagged& thing : tagged_things(simulation, caller)) {
    for (const auto& [name, value] : thing.tags) {
      if (key.empty()) found.insert(name);
      if (name == key) found.insert(value);
    }
  }
  json::array out;
  for (const std::string& word : found) out.emplace_back(word);
  return out;
}

}  // namespace

void add_tagging(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "tagging";
  service.target_prefix = "ResourceGroupsTaggingAPI_20170126";
  service.message_key = "Message";
  service.bad_token_code = "PaginationTokenExpiredException";
  const auto add = [&](const char* name, const char* key, const char* limit, auto items) {
    Listing given{name, std::string("tag:") + name, key, "", items};
    given.token_in = given.token_out = "PaginationToken";
    given.limit = limit;
    service.operations.push_back(listing(simulation, std::move(given)));
  };
  add("GetResources", "ResourceTagMappingList", "ResourcesPerPage",
      [&simulation](const Caller& caller, const json::object&) {
        return resources(simulation, caller);
      });
  add("GetTagKeys", "TagKeys", "", [&simulation](const Caller& caller, const json::object&) {
    return words(simulation, caller, "");
  });
  add("GetTagValues", "TagValues", "",
      [&simulation](const Caller& caller, const json::object& input) {
        return words(simulation, caller, text_at(input, "Key"));
      });
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
