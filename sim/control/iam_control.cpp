#include "sim/control/iam_control.h"

#include <boost/json/serialize.hpp>

#include "sim/derive.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"

namespace sextant::sim {

namespace {

using Answer = std::expected<json::value, Fault>;
using Step = std::expected<void, Fault>;

std::unexpected<Fault> bad(const std::string& message) {
  return refuse("BadRequest", message);
}

// A policy is given as an object or as its text.
std::string document_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// {"policies": {name: document}, "attached": [arn]} replace what is there; what is not given stays.
Step read_grants(Grants& grants, const json::object& body) {
  if (const json::value* policies = body.if_contains("policies")) {
    if (!policies->is_object()) return bad("policies must be an object of names and documents");
    grants.inline_policies.clear();
    for (const auto& [name, value] : policies->get_object()) {
      const std::string text = document_text(value);
      auto policy = parse_policy(text);
      if (!policy) return refuse("MalformedPolicyDocument", policy.error());
      grants.inline_policies[name] = {text, std::move(*policy)};
    }
  }
  if (const json::value* attached = body.if_contains("attached")) {
    if (!attached->is_array()) return bad("attached must be a list of policy ARNs");
    grants.attached.clear();
    for (const json::value& arn : attached->get_array()) {
      if (arn.is_string()) grants.attached.emplace_back(arn.get_string());
    }
  }
  return {};
}

struct Named {
  std::string account_id;
  std::string name;
};

std::expected<Named, Fault> read_name(const Simulation& simulation, const ControlRequest& request) {
  if (!request.body.is_object()) return bad("a JSON object is wanted");
  Named out{text_at(request.body.get_object(), "account_id"),
            text_at(request.body.get_object(), "name")};
  if (simulation.world.find_account(out.account_id) == nullptr) {
    return bad("there is no account \"" + out.account_id + "\"");
  }
  if (out.name.empty()) return bad("name is wanted");
  return out;
}

Answer put_role(Simulation& simulation, const ControlRequest& request) {
  const auto named = read_name(simulation, request);
  if (!named) return std::unexpected(named.error());
  const json::object& body = request.body.get_object();
  auto known = simulation.directory.find_role(named->account_id, named->name);
  IamRole role = known ? *known : IamRole{};
  if (!known) {
    role.account_id = named->account_id;
    role.name = named->name;
    role.id = "AROA" + simulation.directory.fresh("role", kKeyAlphabet, 17);
    role.created = simulation.clock.now();
  }
  if (const json::value* trust = body.if_contains("trust")) {
    const std::string text = document_text(*trust);
    auto policy = parse_trust_policy(text);
    if (!policy) return refuse("MalformedPolicyDocument", policy.error());
    role.trust = {text, std::move(*policy)};
  } else if (!known) {
    return bad("a new role wants trust");
  }
  if (auto done = read_grants(role.grants, body); !done) return std::unexpected(done.error());
  if (const std::string path = text_at(body, "path"); !path.empty()) role.path = path;
  if (const auto seconds = number_at(body, "max_session_s"); seconds > 0) {
    role.session_s_max = static_cast<int>(seconds);
  }
  const std::string arn = role.arn();
  simulation.directory.put_role(std::move(role));
  return json::object{{"arn", arn}};
}

Answer remove_role(Simulation& simulation, const ControlRequest& request) {
  const auto named = read_name(simulation, request);
  if (!named) return std::unexpected(named.error());
  return json::object{
      {"removed", simulation.directory.remove_role(named->account_id, named->name)}};
}

Answer put_user(Simulation& simulation, const ControlRequest& request) {
  const auto named = read_name(simulation, request);
  if (!named) return std::unexpected(named.error());
  auto known = simulation.directory.find_user(named->account_id, named->name);
  IamUser user = known ? *known : IamUser{};
  if (!known) {
    user.account_id = named->account_id;
    user.name = named->name;
    user.id = "AIDA" + simulation.directory.fresh("user", kKeyAlphabet, 17);
    user.created = simulation.clock.now();
  }
  if (auto done = read_grants(user.grants, request.body.get_object()); !done) {
    return std::unexpected(done.error());
  }
  const std::string arn = user.arn();
  simulation.directory.put_user(std::move(user));
  return json::object{{"arn", arn}};
}

// Makes a new key for a user.
Answer make_key(Simulation& simulation, const ControlRequest& request) {
  const auto named = read_name(simulation, request);
  if (!named) return std::unexpected(named.error());
  Key key;
  key.id = "AKIA" + simulation.directory.fresh("key", kKeyAlphabet, 16);
  key.secret = simulation.directory.fresh("secret", kTokenAlphabet, 40);
  key.account_id = named->account_id;
  key.user_name = named->name;
  key.issued = simulation.clock.now();
  simulation.directory.put_key(key);
  return json::object{{"access_key_id", key.id}, {"secret_access_key", key.secret}};
}

Answer remove_key(Simulation& simulation, const ControlRequest& request) {
  if (!request.body.is_object()) return bad("a JSON object is wanted");
  const std::string id = text_at(request.body.get_object(), "access_key_id");
  return json::object{{"removed", simulation.directory.remove_key(id)}};
}

// {"account_id": ..., "policies": [document]}; none = nothing is forbidden.
Answer put_control_policies(Simulation& simulation, const ControlRequest& request) {
  if (!request.body.is_object()) return bad("a JSON object is wanted");
  const json::object& body = request.body.get_object();
  const json::value* documents = body.if_contains("policies");
  if (documents == nullptr || !documents->is_array()) return bad("policies must be a list");
  std::vector<Policy> policies;
  for (const json::value& value : documents->get_array()) {
    auto policy = parse_policy(document_text(value));
    if (!policy) return refuse("MalformedPolicyDocument", policy.error());
    policies.push_back(std::move(*policy));
  }
  simulation.directory.set_control_policies(text_at(body, "account_id"), std::move(policies));
  return json::object{{"ok", true}};
}

}  // namespace

void add_iam_controls(Simulation& simulation) {
  const auto add = [&](const char* method, const char* path,
                       Answer (*run)(Simulation&, const ControlRequest&)) {
    simulation.registry.add_control(
        method, path,
        [&simulation, run](const ControlRequest& request) { return run(simulation, request); });
  };
  add("POST", "/_sim/iam/role", put_role);
  add("DELETE", "/_sim/iam/role", remove_role);
  add("POST", "/_sim/iam/user", put_user);
  add("POST", "/_sim/iam/key", make_key);
  add("DELETE", "/_sim/iam/key", remove_key);
  add("POST", "/_sim/scp", put_control_policies);
}

}  // namespace sextant::sim
