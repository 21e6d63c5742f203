#include <fmt/core.h>

#include "base/civil_time.h"
#include "sim/protocol/form_tree.h"
#include "sim/services/listing.h"
#include "sim/services/services.h"

namespace sextant::sim {

namespace {

Listing lower_paged(Listing given) {
  given.token_in = given.token_out = "nextToken";
  given.limit = "maxResults";
  return given;
}

json::array none(const Caller&, const json::object&) {
  return {};
}

void add_account(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "account";
  service.protocol = Protocol::kRestJson;
  service.bad_token_code = "ValidationException";
  Operation regions = listing(
      simulation,
      {"ListRegions", "account:ListRegions", "Regions", "",
       [](const Caller&, const json::object& input) {
         json::array out;
         std::string wanted;
         if (const json::value* states = input.if_contains("RegionOptStatusContains")) {
           for (const json::value& state :
                states->is_array() ? states->get_array() : json::array()) {
             if (state.is_string()) wanted += std::string(state.get_string()) + ' ';
           }
         }
         for (const RegionEntry& region : all_regions()) {
           const std::string state = region.is_default ? "ENABLED_BY_DEFAULT" : "DISABLED";
           if (!wanted.empty() && wanted.find(state + ' ') == std::string::npos) continue;
           out.push_back(json::object{{"RegionName", region.name}, {"RegionOptStatus", state}});
         }
         return out;
       }});
  regions.resource = [](const Caller& caller, const json::object&) {
    return fmt::format("arn:aws:account::{}:account", caller.account_id);
  };
  service.operations = {at(std::move(regions), "POST", "/listRegions")};
  simulation.registry.add(std::move(service));
}

void add_billing_views(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "billing";
  service.protocol = Protocol::kJson10;
  service.target_prefix = "AWSBilling";
  service.operations = {listing(
      simulation, lower_paged({"ListBillingViews", "billing:ListBillingViews", "billingViews", "",
                               [](const Caller& caller, const json::object&) {
                                 return json::array{json::object{
                                     {"arn", fmt::format("arn:aws:billing::{}:billingview/primary",
                                                         caller.account_id)},
                                     {"name", "Primary View"},
                                     {"ownerAccountId", caller.account_id},
                                     {"billingViewType", "PRIMARY"}}};
                               }}))};
  simulation.registry.add(std::move(service));
}

Outcome describe_budgets(const Simulation& simulation, const Caller& caller,
                         const json::object& input) {
  if (text_at(input, "AccountId") != caller.account_id) {
    return refuse("AccessDeniedException",
                  "Account " + text_at(input, "AccountId") + " is not the caller's.");
  }
  const SimOrganization* organization = simulation.world.organization_of(caller.account_id);
  const std::string unit = organization != nullptr ? organization->currency : "USD";
  return json::object{
      {"Budgets",
       json::array{json::object{{"BudgetName", "monthly"},
                                {"BudgetLimit", json::object{{"Amount", "10000"}, {"Unit", unit}}},
                                {"TimeUnit", "MONTHLY"},
                                {"BudgetType", "COST"}}}}};
}

void add_budgets(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "budgets";
  service.target_prefix = "AWSBudgetServiceGateway";
  service.message_key = "Message";
  Operation budgets = answering(  // asks for an action of another name
      "DescribeBudgets", "budgets:ViewBudget",
      [&simulation](const Caller& caller, const json::object& input) {
        return describe_budgets(simulation, caller, input);
      });
  budgets.resource = [](const Caller& caller, const json::object&) {
    return fmt::format("arn:aws:budgets::{}:budget/*", caller.account_id);
  };
  service.operations = {std::move(budgets)};
  simulation.registry.add(std::move(service));
}

void add_savings_plans(Simulation& simulation) {
  Service service;
  service.name = service.signing_name = "savingsplans";
  service.protocol = Protocol::kRestJson;
  const auto write = [&simulation](const Caller& caller, const Thing& thing) -> json::value {
    const WallTime start =
        WallTime(first_of_month(add_months(date_of(simulation.options.world.now), -8)));
    return json::object{{"savingsPlanId", thing.id},
                        {"savingsPlanArn", fmt::format("arn:aws:savingsplans::{}:savingsplan/{}",
                                                       caller.account_id, thing.id)},
                        {"description", "1 year No Upfront Compute Savings Plan"},
                        {"start", format_rfc3339(start)},
                        {"end", format_rfc3339(start + std::chrono::hours(24 * 365))},
                        {"state", "active"},
                        {"savingsPlanType", "Compute"},
                        {"paymentOption", "No Upfront"},
                        {"currency", "USD"},
                        {"commitment", "1.5"},
                        {"termDurationInSeconds", 31'536'000}};
  };
  service.operations = {at(
      listing(simulation, lower_paged({"DescribeSavingsPlans", "savingsplans:DescribeSavingsPlans",
                                       "savingsPlans", "", written(simulation, "plan", 1, write)})),
      "POST", "/DescribeSavingsPlans")};
  simulation.registry.add(std::move(service));
}

// Services that are there, may be asked, and have nothing yet.
void add_empty(Simulation& simulation) {
  Service reports;
  reports.name = reports.signing_name = "cur";
  reports.target_prefix = "AWSOrigamiServiceGatewayService";
  reports.operations = {
      listing(simulation, {"DescribeReportDefinitions", "cur:DescribeReportDefinitions",
                           "ReportDefinitions", "", none})};
  simulation.registry.add(std::move(reports));

  Service exports;
  exports.name = exports.signing_name = "bcm-data-exports";
  exports.target_prefix = "AWSBillingAndCostManagementDataExports";
  exports.operations = {
      listing(simulation, {"ListExports", "bcm-data-exports:ListExports", "Exports", "", none})};
  simulation.registry.add(std::move(exports));

  Service free_tier;
  free_tier.name = free_tier.signing_name = "freetier";
  free_tier.protocol = Protocol::kJson10;
  free_tier.target_prefix = "AWSFreeTierService";
  free_tier.operations = {listing(
      simulation,
      lower_paged({"GetFreeTierUsage", "freetier:GetFreeTierUsage", "freeTierUsages", "", none}))};
  simulation.registry.add(std::move(free_tier));

  Service hub;
  hub.name = hub.signing_name = "cost-optimization-hub";
  hub.protocol = Protocol::kJson10;
  hub.target_prefix = "CostOptimizationHubService";
  hub.operations = {listing(simulation, lower_paged({"ListEnrollmentStatuses",
                                                     "cost-optimization-hub:ListEnrollmentStatuses",
                                                     "items", "", none}))};
  simulation.registry.add(std::move(hub));
}

}  // namespace

void add_money_services(Simulation& simulation) {
  add_account(simulation);
  add_billing_views(simulation);
  add_budgets(simulation);
  add_savings_plans(simulation);
  add_empty(simulation);
}

}  // namespace sextant::sim
