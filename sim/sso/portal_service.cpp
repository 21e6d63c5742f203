#include <algorithm>

#include "sim/derive.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"
#include "sim/sso/sso_operations.h"
#include "sim/sso/sso_service.h"

namespace sextant::sim {

namespace {

constexpr std::chrono::seconds kRoleLifetime{3600};

Outcome refuse_portal(std::string code, std::string message, int status) {
  Fault fault{std::move(code), std::move(message), status, {}};
  fault.members["__type"] = "com.amazonaws.switchboard.portal#" + fault.code;
  return std::unexpected(std::move(fault));
}

Outcome unauthorized() {
  return refuse_portal("UnauthorizedException", "Session token not found or invalid", 401);
}

std::optional<SsoPerson> person_of(Simulation& simulation, const json::object& input) {
  return simulation.sso.person_of(text_at(input, "accessToken"), simulation.clock.now());
}

Outcome paged(Simulation& simulation, const json::array& items, const char* key,
              const json::object& input) {
  const auto page = take_page(items, key, text_at(input, "next_token"),
                              number_at(input, "max_result"), simulation.faults.page_rows());
  if (!page) return refuse_portal("InvalidRequestException", "Invalid token provided", 400);
  json::object out{{key, page->items}};
  out["nextToken"] =
      page->next_token.empty() ? json::value(nullptr) : json::value(page->next_token);
  return out;
}

Outcome list_accounts(Simulation& simulation, const json::object& input) {
  const auto person = person_of(simulation, input);
  if (!person) return unauthorized();
  std::vector<std::string> ids;
  for (const SsoAssignment& assignment : person->assignments) {
    if (std::ranges::find(ids, assignment.account_id) == ids.end()) {
      ids.push_back(assignment.account_id);
    }
  }
  json::array items;
  for (const std::string& id : ids) {
    const SimAccount* account = simulation.world.find_account(id);
    if (account == nullptr) continue;
    items.push_back(
        json::object{{"accountId", id},
                     {"accountName", simulation.overlay.of(id).name.value_or(account->name)},
                     {"emailAddress", account->email}});
  }
  return paged(simulation, items, "accountList", input);
}

Outcome list_account_roles(Simulation& simulation, const json::object& input) {
  const auto person = person_of(simulation, input);
  if (!person) return unauthorized();
  const std::string account_id = text_at(input, "account_id");
  json::array items;
  for (const SsoAssignment& assignment : person->assignments) {
    if (assignment.account_id != account_id) continue;
    items.push_back(json::object{{"roleName", assignment.role_name}, {"accountId", account_id}});
  }
  if (items.empty()) return refuse_portal("ForbiddenException", "No access", 403);
  return paged(simulation, items, "roleList", input);
}

Outcome role_credentials(Simulation& simulation, const json::object& input) {
  const auto person = person_of(simulation, input);
  if (!person) return unauthorized();
  const std::string account_id = text_at(input, "account_id");
  const std::string role_name = text_at(input, "role_name");
  const bool is_assigned = std::ranges::any_of(person->assignments, [&](const SsoAssignment& one) {
    return one.account_id == account_id && one.role_name == role_name;
  });
  const auto role = simulation.directory.find_role(
      account_id, reserved_role_name(simulation, account_id, role_name));
  if (!is_assigned || !role) return refuse_portal("ForbiddenException", "No access", 403);
  const Key key = simulation.directory.open_session(*role, person->name, simulation.clock.now(),
                                                    kRoleLifetime, std::nullopt);
  return json::object{
      {"roleCredentials", json::object{{"accessKeyId", key.id},
                                       {"secretAccessKey", key.secret},
                                       {"sessionToken", key.token},
                                       {"expiration", key.expires->time_since_epoch().count()}}}};
}

Outcome sign_out(Simulation& simulation, const json::object& input) {
  if (!simulation.sso.sign_out(text_at(input, "accessToken"))) return unauthorized();
  return json::object();
}

}  // namespace

std::string reserved_role_name(const Simulation& simulation, const std::string& account_id,
                               const std::string& permission_set) {
  return "AWSReservedSSO_" + permission_set + "_" +
         derive_text(simulation.world.seed, "reserved/" + account_id + "/" + permission_set,
                     kHexAlphabet, 16);
}

void add_portal(Simulation& simulation) {
  Service service;
  service.name = "sso";
  service.signing_name = "awsssoportal";
  service.protocol = Protocol::kRestJson;
  service.throttle_code = "TooManyRequestsException";
  const auto add = [&](const char* name, const char* method, const char* path,
                       Outcome (*run)(Simulation&, const json::object&)) {
    Operation operation;
    operation.name = name;
    operation.http_method = method;
    operation.path = path;
    operation.is_signed = false;
    operation.run = [&simulation, run](const Caller&, const json::object& input) {
      return run(simulation, input);
    };
    service.operations.push_back(std::move(operation));
  };
  add("GetRoleCredentials", "GET", "/federation/credentials", role_credentials);
  add("ListAccounts", "GET", "/assignment/accounts", list_accounts);
  add("ListAccountRoles", "GET", "/assignment/roles", list_account_roles);
  add("Logout", "POST", "/logout", sign_out);
  simulation.registry.add(std::move(service));
}

void add_sso(Simulation& simulation) {
  add_oidc(simulation);
  add_portal(simulation);
}

}  // namespace sextant::sim
