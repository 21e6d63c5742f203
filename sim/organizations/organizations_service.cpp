#include "sim/organizations/organizations_service.h"

#include <fmt/core.h>

#include <algorithm>

#include "sim/protocol/form_tree.h"
#include "sim/services/paging.h"

namespace sextant::sim {

namespace {

constexpr int kAccountsPerPage = 20;  // AWS gives no more

// The retired member, which has fewer words than the one that replaced it.
std::string status_of(const std::string& state) {
  if (state == "CLOSED") return "SUSPENDED";
  if (state == "PENDING_ACTIVATION") return "ACTIVE";
  return state;
}

json::object wire_of(const Simulation& simulation, const SimOrganization& organization,
                     const SimAccount& account) {
  const OrganizationOverlay::Change change = simulation.overlay.of(account.id);
  const std::string state = change.state.value_or(account.state);
  return {{"Id", account.id},
          {"Arn", fmt::format("arn:aws:organizations::{}:account/{}/{}", organization.payer().id,
                              organization.id, account.id)},
          {"Email", account.email},
          {"Name", change.name.value_or(account.name)},
          {"Status", status_of(state)},
          {"State", state},
          {"JoinedMethod", account.is_payer ? "INVITED" : "CREATED"},
          {"JoinedTimestamp",
           std::chrono::duration_cast<std::chrono::seconds>(account.joined.time_since_epoch())
               .count()}};
}

bool is_listed(const Simulation& simulation, const SimAccount& account) {
  return account.is_listed() && !simulation.overlay.of(account.id).is_removed;
}

const SimOrganization* organization_of(const Simulation& simulation, const Caller& caller) {
  const SimOrganization* organization = simulation.world.organization_of(caller.account_id);
  if (organization == nullptr) return nullptr;
  return is_listed(simulation, *organization->find(caller.account_id)) ? organization : nullptr;
}

Outcome not_in_use() {
  return refuse("AWSOrganizationsNotInUseException",
                "Your account is not a member of an organization.");
}

Outcome no_access() {
  return refuse("AccessDeniedException", "You don't have permissions to access this resource.");
}

using Body = Outcome (*)(Simulation&, const SimOrganization&, const json::object&);

// For the management account and its delegates only.
Outcome for_management(Simulation& simulation, const Caller& caller, const json::object& input,
                       Body body) {
  const SimOrganization* organization = organization_of(simulation, caller);
  if (organization == nullptr) return not_in_use();
  if (organization->payer().id != caller.account_id &&
      !simulation.overlay.is_delegated(caller.account_id)) {
    return no_access();
  }
  return body(simulation, *organization, input);
}

Outcome paged(Simulation& simulation, const char* key, const json::array& items,
              const json::object& input) {
  const auto page =
      take_page(items, key, text_at(input, "NextToken"), number_at(input, "MaxResults"),
                std::min(kAccountsPerPage, simulation.faults.page_rows()));
  if (!page) {
    Fault fault{"InvalidInputException",
                "You specified an invalid value for nextToken. You must get the value from the "
                "response to a previous call to the API.",
                400,
                {{"Reason", "INVALID_NEXT_TOKEN"}}};
    return std::unexpected(std::move(fault));
  }
  json::object out{{key, page->items}};
  if (!page->next_token.empty()) out["NextToken"] = page->next_token;
  return out;
}

Outcome describe_organization(Simulation& simulation, const Caller& caller, const json::object&) {
  const SimOrganization* organization = organization_of(simulation, caller);
  if (organization == nullptr) return not_in_use();
  const SimAccount& payer = organization->payer();
  return json::object{
      {"Organization",
       json::object{
           {"Id", organization->id},
           {"Arn",
            fmt::format("arn:aws:organizations::{}:organization/{}", payer.id, organization->id)},
           {"FeatureSet", "ALL"},
           {"MasterAccountArn", fmt::format("arn:aws:organizations::{}:account/{}/{}", payer.id,
                                            organization->id, payer.id)},
           {"MasterAccountId", payer.id},
           {"MasterAccountEmail", payer.email},
           {"AvailablePolicyTypes", json::array{json::object{{"Type", "SERVICE_CONTROL_POLICY"},
                                                             {"Status", "ENABLED"}}}}}}};
}

Outcome list_accounts(Simulation& simulation, const SimOrganization& organization,
                      const json::object& input) {
  json::array items;
  for (const SimAccount& account : organization.accounts) {
    if (is_listed(simulation, account)) items.push_back(wire_of(simulation, organization, account));
  }
  return paged(simulation, "Accounts", items, input);
}

Outcome describe_account(Simulation& simulation, const SimOrganization& organization,
                         const json::object& input) {
  const SimAccount* account = organization.find(text_at(input, "AccountId"));
  if (account == nullptr || !is_listed(simulation, *account)) {
    return refuse("AccountNotFoundException", "You specified an account that doesn't exist.");
  }
  return json::object{{"Account", wire_of(simulation, organization, *account)}};
}

Outcome list_roots(Simulation& simulation, const SimOrganization& organization,
                   const json::object& input) {
  const json::object root{
      {"Id", organization.root_id},
      {"Arn", fmt::format("arn:aws:organizations::{}:root/{}/{}", organization.payer().id,
                          organization.id, organization.root_id)},
      {"Name", "Root"},
      {"PolicyTypes",
       json::array{json::object{{"Type", "SERVICE_CONTROL_POLICY"}, {"Status", "ENABLED"}}}}};
  return paged(simulation, "Roots", {root}, input);
}

Outcome list_delegated(Simulation& simulation, const SimOrganization& organization,
                       const json::object& input) {
  json::array items;
  for (const SimAccount& account : organization.accounts) {
    if (!simulation.overlay.is_delegated(account.id)) continue;
    json::object item = wire_of(simulation, organization, account);
    item["DelegationEnabledDate"] = item["JoinedTimestamp"];
    items.push_back(std::move(item));
  }
  return paged(simulation, "DelegatedAdministrators", items, input);
}

}  // namespace

void add_organizations(Simulation& simulation) {
  Service service;
  service.name = "organizations";
  service.signing_name = "organizations";
  service.protocol = Protocol::kJson11;
  service.target_prefix = "AWSOrganizationsV20161128";
  service.message_key = "Message";
  service.throttle_code = "TooManyRequestsException";
  service.bad_token_code = "InvalidInputException";
  const auto add = [&](const char* name, JsonOperation run) {
    Operation operation;
    operation.name = name;
    operation.action = std::string("organizations:") + name;
    operation.run = std::move(run);
    operation.shown_resource = [](const Caller&, const json::object&) { return "*"; };
    service.operations.push_back(std::move(operation));
  };
  const auto guarded = [&simulation](Body body) {
    return [&simulation, body](const Caller& caller, const json::object& input) {
      return for_management(simulation, caller, input, body);
    };
  };
  add("DescribeOrganization", [&simulation](const Caller& caller, const json::object& input) {
    return describe_organization(simulation, caller, input);
  });
  add("ListAccounts", guarded(list_accounts));
  add("DescribeAccount", guarded(describe_account));
  add("ListRoots", guarded(list_roots));
  add("ListDelegatedAdministrators", guarded(list_delegated));
  simulation.registry.add(std::move(service));
}

}  // namespace sextant::sim
