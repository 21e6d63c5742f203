#include "sim/control/control.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/civil_time.h"
#include "sim/control/iam_control.h"
#include "sim/identities.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"

namespace sextant::sim {

namespace {

using Answer = std::expected<json::value, Fault>;
constexpr std::size_t kRequestsShown = 1000;

const json::object& object_of(const ControlRequest& request) {
  static const json::object kNone;
  return request.body.is_object() ? request.body.get_object() : kNone;
}

bool flag_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->get_bool();
}

Answer set_faults(Simulation& simulation, const ControlRequest& request) {
  auto plan = parse_fault_plan(request.body);
  if (!plan) return refuse("BadRequest", plan.error().detail);
  simulation.clock.set_skew(std::chrono::seconds(plan->skew_s));
  simulation.faults.set(std::move(*plan));
  return json::object{{"ok", true}};
}

Answer advance_clock(Simulation& simulation, const ControlRequest& request) {
  simulation.clock.advance(std::chrono::seconds(number_at(object_of(request), "advance_s")));
  return json::object{{"now", format_rfc3339(simulation.clock.now())}};
}

Answer show_requests(Simulation& simulation, const ControlRequest& request) {
  std::size_t limit = kRequestsShown;
  if (const auto given = request.query.find("limit"); given != request.query.end()) {
    limit = static_cast<std::size_t>(std::max(0, std::atoi(given->second.c_str())));
  }
  return json::object{{"requests", simulation.log.latest(limit)}};
}

// {"auto": true} approves all sign-ins from now on, {"auto": false} no longer; else those that wait
// are approved, or with
// {"deny": true} denied: the one of {"user_code"}, or all.
Answer approve(Simulation& simulation, const ControlRequest& request) {
  const json::object& body = object_of(request);
  std::string person = text_at(body, "person");
  if (person.empty()) person = simulation.sso.people().front();
  if (!simulation.sso.find_person(person))
    return refuse("BadRequest", "nobody is called " + person);
  if (body.contains("auto")) {
    simulation.sso.set_auto_approve(flag_at(body, "auto") ? person : "");
  }
  const int decided = simulation.sso.decide(text_at(body, "user_code"), person,
                                            !flag_at(body, "deny"), simulation.clock.now());
  return json::object{{"decided", decided}};
}

// {"person": ..., "assignments": [{"account_id": ..., "role_name": ...}]} replaces what the person
// may use.
Answer assign(Simulation& simulation, const ControlRequest& request) {
  const json::object& body = object_of(request);
  SsoPerson person{text_at(body, "person"), {}};
  const json::value* list = body.if_contains("assignments");
  if (person.name.empty() || list == nullptr || !list->is_array()) {
    return refuse("BadRequest", "person and assignments are wanted");
  }
  for (const json::value& item : list->get_array()) {
    if (!item.is_object()) continue;
    person.assignments.push_back(
        {text_at(item.get_object(), "account_id"), text_at(item.get_object(), "role_name")});
  }
  simulation.sso.put_person(std::move(person));
  return json::object{{"ok", true}};
}

// {"account_id": ..., "name"?, "state"?, "removed"?, "delegated"?}
Answer change_organization(Simulation& simulation, const ControlRequest& request) {
  const json::object& body = object_of(request);
  const std::string account_id = text_at(body, "account_id");
  if (simulation.world.organization_of(account_id) == nullptr) {
    return refuse("BadRequest", "no organization has the account \"" + account_id + "\"");
  }
  OrganizationOverlay::Change change = simulation.overlay.of(account_id);
  if (body.contains("name")) change.name = text_at(body, "name");
  if (body.contains("state")) change.state = text_at(body, "state");
  if (body.contains("removed")) change.is_removed = flag_at(body, "removed");
  if (body.contains("delegated")) {
    simulation.overlay.set_delegated(account_id, flag_at(body, "delegated"));
  }
  simulation.overlay.change(account_id, std::move(change));
  return json::object{{"ok", true}};
}

// Every secret that exists or existed here, for tests that look whether one leaked.
Answer show_secrets(Simulation& simulation) {
  json::array out;
  for (const Key& key : simulation.directory.keys()) {
    out.emplace_back(key.secret);
    if (!key.token.empty()) out.emplace_back(key.token);
  }
  for (const std::string& secret : simulation.sso.secrets()) out.emplace_back(secret);
  return json::object{{"secrets", std::move(out)}};
}

// What is served: {"sts": ["GetCallerIdentity", ...], ...}.
Answer show_operations(Simulation& simulation, const ControlRequest&) {
  json::object out;
  for (const Service& service : simulation.registry.services()) {
    json::array names;
    for (const Operation& operation : service.operations) names.emplace_back(operation.name);
    out[service.name] = std::move(names);
  }
  return out;
}

http::ServerResponse json_response(int status, const json::value& body) {
  http::ServerResponse response;
  response.status = status;
  response.headers.set("Content-Type", "application/json");
  response.body = json::serialize(body) + "\n";
  return response;
}

http::ServerResponse error_response(const Fault& fault) {
  return json_response(fault.http_status,
                       json::object{{"code", fault.code}, {"message", fault.message}});
}

}  // namespace

void add_controls(Simulation& simulation) {
  Registry& registry = simulation.registry;
  const auto add = [&](const char* method, const char* path,
                       Answer (*run)(Simulation&, const ControlRequest&)) {
    registry.add_control(method, path, [&simulation, run](const ControlRequest& request) {
      return run(simulation, request);
    });
  };
  add("GET", "/_sim/health",
      [](Simulation&, const ControlRequest&) -> Answer { return json::object{{"ok", true}}; });
  add("GET", "/_sim/time", [](Simulation& self, const ControlRequest&) -> Answer {
    return json::object{{"now", format_rfc3339(self.clock.now())}};
  });
  add("GET", "/_sim/counts",
      [](Simulation& self, const ControlRequest&) -> Answer { return self.log.counts(); });
  add("DELETE", "/_sim/counts", [](Simulation& self, const ControlRequest&) -> Answer {
    self.log.clear();
    return json::object{{"ok", true}};
  });
  add("GET", "/_sim/identities",
      [](Simulation& self, const ControlRequest&) -> Answer { return describe_identities(self); });
  add("GET", "/_sim/secrets",
      [](Simulation& self, const ControlRequest&) -> Answer { return show_secrets(self); });
  add("GET", "/_sim/requests", show_requests);
  add("GET", "/_sim/operations", show_operations);
  add("POST", "/_sim/faults", set_faults);
  add("POST", "/_sim/clock", advance_clock);
  add("POST", "/_sim/sso/approve", approve);
  add("POST", "/_sim/sso/person", assign);
  add("POST", "/_sim/organization", change_organization);
  add_iam_controls(simulation);
}

http::ServerResponse serve_control(Simulation& simulation, const http::ServerRequest& request,
                                   const Target& target) {
  const ControlHandler* handler = simulation.registry.find_control(request.method, target.path);
  if (handler == nullptr) {
    return error_response({"NotFound", "no control of that method and path", 404, {}});
  }
  ControlRequest control{request.method, target.path, {}, nullptr};
  for (const auto& [key, value] : target.query) control.query[key] = value;
  if (!request.body.empty()) {
    boost::system::error_code error;
    control.body = json::parse(request.body, error);
    if (error) return error_response({"BadRequest", "the body is not JSON", 400, {}});
  }
  const Answer answer = (*handler)(control);
  return answer ? json_response(200, *answer) : error_response(answer.error());
}

}  // namespace sextant::sim
