#include "sim/billing/billing.h"

#include <array>
#include <memory>

#include "sim/billing/cost_explorer.h"
#include "sim/billing/truth.h"

namespace sextant::sim {

namespace {

using Method = Outcome (CostExplorer::*)(const Caller&, const json::object&);
struct NamedMethod {
  const char* name;
  Method method;
};
constexpr std::array<NamedMethod, 18> kOperations = {{
    {"GetCostAndUsage", &CostExplorer::get_cost_and_usage},
    {"GetCostAndUsageWithResources", &CostExplorer::get_cost_and_usage_with_resources},
    {"GetCostForecast", &CostExplorer::get_cost_forecast},
    {"GetUsageForecast", &CostExplorer::get_usage_forecast},
    {"GetDimensionValues", &CostExplorer::get_dimension_values},
    {"GetTags", &CostExplorer::get_tags},
    {"GetCostCategories", &CostExplorer::get_cost_categories},
    {"GetReservationUtilization", &CostExplorer::get_reservation_utilization},
    {"GetReservationCoverage", &CostExplorer::get_reservation_coverage},
    {"GetSavingsPlansUtilization", &CostExplorer::get_savings_plans_utilization},
    {"GetSavingsPlansUtilizationDetails", &CostExplorer::get_savings_plans_utilization_details},
    {"GetSavingsPlansCoverage", &CostExplorer::get_savings_plans_coverage},
    {"GetAnomalies", &CostExplorer::get_anomalies},
    {"GetAnomalyMonitors", &CostExplorer::get_anomaly_monitors},
    {"GetApproximateUsageRecords", &CostExplorer::get_approximate_usage_records},
    {"ListCostAllocationTags", &CostExplorer::list_cost_allocation_tags},
    {"ListCostAllocationTagBackfillHistory", &CostExplorer::list_backfill_history},
    {"ListCostCategoryDefinitions", &CostExplorer::list_cost_category_definitions},
}};

// What the registered operations share; they keep it alive.
struct Billing {
  Books books;
  CostExplorer explorer;

  Billing(const World& world, const SimClock& clock, const Faults& faults,
          const BillingOptions& options)
      : books(world, clock, faults, options), explorer(books, faults, world.seed) {}
};

}  // namespace

void add_billing(Registry& registry, const World& world, const SimClock& clock,
                 const Faults& faults, const BillingOptions& options) {
  const auto billing = std::make_shared<Billing>(world, clock, faults, options);
  Service service;
  service.name = "ce";
  service.signing_name = "ce";
  service.protocol = Protocol::kJson11;
  service.target_prefix = "AWSInsightsIndexService";
  service.throttle_code = "LimitExceededException";
  for (const NamedMethod& operation : kOperations) {
    service.operations.push_back({.name = operation.name,
                                  .action = std::string("ce:") + operation.name,
                                  .run = [billing, method = operation.method](
                                             const Caller& caller, const json::object& input) {
                                    return (billing->explorer.*method)(caller, input);
                                  }});
  }
  registry.add(std::move(service));

  registry.add_control("GET", "/_sim/ledger", [billing](const ControlRequest& request) {
    return ledger_truth(billing->books, request);
  });
  registry.add_control("POST", "/_sim/ledger/refresh",
                       [billing](const ControlRequest&) -> std::expected<json::value, Fault> {
                         billing->books.refresh();
                         return json::object{};
                       });
}

}  // namespace sextant::sim
