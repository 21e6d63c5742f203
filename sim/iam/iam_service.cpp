#include "sim/iam/iam_service.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "sim/iam/iam_wire.h"
#include "sim/iam/simulate.h"
#include "sim/protocol/form_tree.h"

namespace sextant::sim {

namespace {

using Run = Outcome (*)(Simulation&, const Caller&, const json::object&);

// Of a user, role or group: its grants, or the fault of one that is not there.
std::expected<Grants, Fault> grants_of(Simulation& simulation, const Caller& caller,
                                       const json::object& input) {
  const Directory& directory = simulation.directory;
  if (const std::string name = text_at(input, "RoleName"); !name.empty()) {
    if (const auto role = directory.find_role(caller.account_id, name)) return role->grants;
    return no_such_entity("The role with name " + name + " cannot be found.");
  }
  if (const std::string name = text_at(input, "UserName"); !name.empty()) {
    if (const auto user = directory.find_user(caller.account_id, name)) return user->grants;
    return no_such_entity("The user with name " + name + " cannot be found.");
  }
  const std::string name = text_at(input, "GroupName");
  if (const auto group = directory.find_group(caller.account_id, name)) return group->grants;
  return no_such_entity("The group with name " + name + " cannot be found.");
}

Outcome list_inline(Simulation& simulation, const Caller& caller, const json::object& input) {
  const auto grants = grants_of(simulation, caller, input);
  if (!grants) return std::unexpected(grants.error());
  json::array names;
  for (const auto& [name, document] : grants->inline_policies) names.emplace_back(name);
  return iam_list("PolicyNames", names, input, simulation.faults);
}

Outcome list_attached(Simulation& simulation, const Caller& caller, const json::object& input) {
  const auto grants = grants_of(simulation, caller, input);
  if (!grants) return std::unexpected(grants.error());
  json::array items;
  for (const std::string& arn : grants->attached) {
    items.push_back(
        json::object{{"PolicyName", arn.substr(arn.rfind('/') + 1)}, {"PolicyArn", arn}});
  }
  return iam_list("AttachedPolicies", items, input, simulation.faults);
}

Outcome get_inline(Simulation& simulation, const Caller& caller, const json::object& input) {
  const auto grants = grants_of(simulation, caller, input);
  if (!grants) return std::unexpected(grants.error());
  const std::string name = text_at(input, "PolicyName");
  const auto found = grants->inline_policies.find(name);
  if (found == grants->inline_policies.end()) {
    return no_such_entity("The policy with name " + name + " cannot be found.");
  }
  json::object out;
  for (const char* key : {"RoleName", "UserName", "GroupName"}) {
    if (const std::string owner = text_at(input, key); !owner.empty()) out[key] = owner;
  }
  out["PolicyName"] = name;
  out["PolicyDocument"] = percent_encode(found->second.text);
  return out;
}

Outcome get_user(Simulation& simulation, const Caller& caller, const json::object& input) {
  std::string name = text_at(input, "UserName");
  if (name.empty()) {
    const std::size_t mark = caller.principal_arn.find(":user/");
    if (mark == std::string::npos) {
      return refuse("ValidationError",
                    "Must specify userName when calling with non-User credentials");
    }
    name = caller.principal_arn.substr(mark + 6);
  }
  const auto user = simulation.directory.find_user(caller.account_id, name);
  if (!user) return no_such_entity("The user with name " + name + " cannot be found.");
  return json::object{{"User", wire_of(*user)}};
}

Outcome get_role(Simulation& simulation, const Caller& caller, const json::object& input) {
  const std::string name = text_at(input, "RoleName");
  const auto role = simulation.directory.find_role(caller.account_id, name);
  if (!role) return no_such_entity("The role with name " + name + " cannot be found.");
  return json::object{{"Role", wire_of(*role)}};
}

Outcome list_users(Simulation& simulation, const Caller& caller, const json::object& input) {
  json::array items;
  for (const IamUser& user : simulation.directory.users(caller.account_id)) {
    items.push_back(wire_of(user));
  }
  return iam_list("Users", items, input, simulation.faults);
}

Outcome list_roles(Simulation& simulation, const Caller& caller, const json::object& input) {
  json::array items;
  const std::string prefix = text_at(input, "PathPrefix");
  for (const IamRole& role : simulation.directory.roles(caller.account_id)) {
    if (role.path.starts_with(prefix)) items.push_back(wire_of(role));
  }
  return iam_list("Roles", items, input, simulation.faults);
}

Outcome list_groups_for_user(Simulation& simulation, const Caller& caller,
                             const json::object& input) {
  const std::string name = text_at(input, "UserName");
  const auto user = simulation.directory.find_user(caller.account_id, name);
  if (!user) return no_such_entity("The user with name " + name + " cannot be found.");
  json::array items;
  for (const std::string& group_name : user->groups) {
    const auto group = simulation.directory.find_group(caller.account_id, group_name);
    if (!group) continue;
    items.push_back(json::object{
        {"Path", "/"},
        {"GroupName", group->name},
        {"GroupId", group->id},
        {"Arn", fmt::format("arn:aws:iam::{}:group/{}", caller.account_id, group->name)},
        {"CreateDate", "2023-01-01T00:00:00Z"}});
  }
  return iam_list("Groups", items, input, simulation.faults);
}

Outcome list_aliases(Simulation& simulation, const Caller& caller, const json::object& input) {
  json::array items;
  const std::string alias = simulation.directory.alias(caller.account_id);
  if (!alias.empty()) items.emplace_back(alias);
  return iam_list("AccountAliases", items, input, simulation.faults);
}

Outcome list_policies(Simulation& simulation, const Caller& caller, const json::object& input) {
  const std::string scope = text_at(input, "Scope");
  json::array items;
  if (scope != "Local") {
    for (const ManagedPolicy& policy : managed_policies()) items.push_back(wire_of(policy));
  }
  if (scope != "AWS") {
    for (const CustomerPolicy& policy : simulation.directory.policies(caller.account_id)) {
      items.push_back(wire_of(policy));
    }
  }
  return iam_list("Policies", items, input, simulation.faults);
}

Outcome list_access_keys(Simulation& simulation, const Caller& caller, const json::object& input) {
  std::string name = text_at(input, "UserName");
  if (name.empty()) name = caller.principal_arn.substr(caller.principal_arn.rfind('/') + 1);
  if (!simulation.directory.find_user(caller.account_id, name)) {
    return no_such_entity("The user with name " + name + " cannot be found.");
  }
  json::array items;
  for (const Key& key : simulation.directory.keys()) {
    if (key.account_id != caller.account_id || key.user_name != name) continue;
    items.push_back(json::object{{"UserName", name},
                                 {"AccessKeyId", key.id},
                                 {"Status", "Active"},
                                 {"CreateDate", "2023-01-01T00:00:00Z"}});
  }
  return iam_list("AccessKeyMetadata", items, input, simulation.faults);
}

Outcome get_policy(Simulation& simulation, const Caller&, const json::object& input) {
  const std::string arn = text_at(input, "PolicyArn");
  if (const ManagedPolicy* managed = find_managed_policy(arn)) {
    return json::object{{"Policy", wire_of(*managed)}};
  }
  if (const auto own = simulation.directory.find_policy(arn)) {
    return json::object{{"Policy", wire_of(*own)}};
  }
  return no_such_entity("Policy " + arn + " was not found.");
}

Outcome get_policy_version(Simulation& simulation, const Caller&, const json::object& input) {
  const std::string arn = text_at(input, "PolicyArn");
  const std::string version = text_at(input, "VersionId");
  const ManagedPolicy* managed = find_managed_policy(arn);
  const auto own = simulation.directory.find_policy(arn);
  if (version != "v1" || (managed == nullptr && !own)) {
    return no_such_entity("Policy " + arn + " version " + version +
                          " does not exist or is not attachable.");
  }
  return json::object{
      {"PolicyVersion",
       json::object{{"Document",
                     percent_encode(managed != nullptr ? managed->document : own->document.text)},
                    {"VersionId", version},
                    {"IsDefaultVersion", true},
                    {"CreateDate", "2015-02-06T18:39:46Z"}}}};
}

Outcome account_summary(Simulation& simulation, const Caller& caller, const json::object&) {
  const auto entry = [](const char* key, std::size_t value) {
    return json::object{{"key", key}, {"value", value}};
  };
  json::array entries{entry("Users", simulation.directory.users(caller.account_id).size()),
                      entry("Roles", simulation.directory.roles(caller.account_id).size()),
                      entry("Policies", simulation.directory.policies(caller.account_id).size()),
                      entry("AccountMFAEnabled", 1), entry("AccountAccessKeysPresent", 0)};
  return json::object{{"SummaryMap", json::object{{"entry", std::move(entries)}}}};
}

Outcome simulate(Simulation& simulation, const Caller& caller, const json::object& input) {
  return simulate_principal_policy(simulation, caller, input);
}

// The thing that an operation is about: "role", "user", "group", or "" for none.
enum class Subject { kNone, kUser, kRole, kGroup, kRoles, kUsers };

const char* key_of(Subject subject) {
  switch (subject) {
    case Subject::kUser:
      return "UserName";
    case Subject::kRole:
      return "RoleName";
    case Subject::kGroup:
      return "GroupName";
    default:
      return "";
  }
}

const char* word_of(Subject subject) {
  switch (subject) {
    case Subject::kUser:
      return "user";
    case Subject::kRole:
      return "role";
    default:
      return "group";
  }
}

Operation make(Simulation& simulation, const char* name, Subject subject, Run run) {
  Operation out;
  out.name = name;
  out.action = std::string("iam:") + name;
  out.run = [&simulation, run](const Caller& caller, const json::object& input) {
    return run(simulation, caller, input);
  };
  if (subject == Subject::kRoles || subject == Subject::kUsers) {
    const std::string kind = subject == Subject::kRoles ? "role" : "user";
    out.resource = [kind](const Caller& caller, const json::object&) {
      return fmt::format("arn:aws:iam::{}:{}/", caller.account_id, kind);
    };
  } else if (subject != Subject::kNone) {
    const auto name_in = [subject](const Caller& caller, const json::object& input) {
      const std::string given = text_at(input, key_of(subject));
      if (!given.empty() || subject != Subject::kUser) return given;
      return caller.principal_arn.substr(caller.principal_arn.rfind('/') + 1);
    };
    out.resource = [&simulation, subject, name_in](const Caller& caller,
                                                   const json::object& input) {
      const std::string found = name_in(caller, input);
      if (subject == Subject::kRole) {
        if (const auto role = simulation.directory.find_role(caller.account_id, found)) {
          return role->arn();
        }
      }
      return fmt::format("arn:aws:iam::{}:{}/{}", caller.account_id, word_of(subject), found);
    };
    out.shown_resource = [subject, name_in](const Caller& caller, const json::object& input) {
      return fmt::format("{} {}", word_of(subject), name_in(caller, input));
    };
  }
  return out;
}

}  // namespace

void add_iam(Simulation& simulation) {
  Service service;
  service.name = "iam";
  service.signing_name = "iam";
  service.protocol = Protocol::kQuery;
  service.version = "2010-05-08";
  service.xml_namespace = "https://iam.amazonaws.com/doc/2010-05-08/";
  service.bad_token_code = "ValidationError";
  const auto add = [&](const char* name, Subject subject, Run run) {
    service.operations.push_back(make(simulation, name, subject, run));
  };
  add("GetUser", Subject::kUser, get_user);
  add("GetRole", Subject::kRole, get_role);
  add("ListUsers", Subject::kUsers, list_users);
  add("ListRoles", Subject::kRoles, list_roles);
  add("ListAccountAliases", Subject::kNone, list_aliases);
  add("ListRolePolicies", Subject::kRole, list_inline);
  add("ListUserPolicies", Subject::kUser, list_inline);
  add("ListGroupPolicies", Subject::kGroup, list_inline);
  add("ListAttachedRolePolicies", Subject::kRole, list_attached);
  add("ListAttachedUserPolicies", Subject::kUser, list_attached);
  add("ListAttachedGroupPolicies", Subject::kGroup, list_attached);
  add("GetRolePolicy", Subject::kRole, get_inline);
  add("GetUserPolicy", Subject::kUser, get_inline);
  add("GetGroupPolicy", Subject::kGroup, get_inline);
  add("ListGroupsForUser", Subject::kUser, list_groups_for_user);
  add("ListPolicies", Subject::kNone, list_policies);
  add("ListAccessKeys", Subject::kUser, list_access_keys);
  add("GetPolicy", Subject::kNone, get_policy);
  add("GetPolicyVersion", Subject::kNone, get_policy_version);
  add("GetAccountSummary", Subject::kNone, account_summary);
  add("SimulatePrincipalPolicy", Subject::kNone, simulate);
  service.operations.back().resource = [](const Caller&, const json::object& input) {
    return text_at(input, "PolicySourceArn");
  };
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
