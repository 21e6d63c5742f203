#include "insight/lake_tables.h"

#include <fmt/format.h>

namespace sextant::insight {
namespace {

constexpr std::string_view kMoney = "DECIMAL(38,18)";

std::vector<LakeColumn> cost_columns(const KeyedFace& face) {
  std::vector<LakeColumn> columns = {
      {"BillingAccountId", "VARCHAR", "the account whose Cost Explorer answered"},
      {"x_Perspective", "VARCHAR", "payer, member or standalone: whose figures these are"},
      {"x_BillingView", "VARCHAR", "the billing view; primary"}};
  for (const Key key : face.keys) {
    switch (key) {
      case Key::kAccount:
        columns.push_back({"SubAccountId", "VARCHAR", "the account that was charged"});
        columns.push_back({"SubAccountName", "VARCHAR", "its name"});
        break;
      case Key::kService:
        columns.push_back({"ServiceName", "VARCHAR", "Cost Explorer's name of the service"});
        break;
      case Key::kRegion:
        columns.push_back({"RegionId", "VARCHAR", "NULL for costs of no region"});
        break;
      case Key::kChargeType:
        columns.push_back(
            {"x_ChargeType", "VARCHAR", "AWS's record type: Usage, Tax, Credit, Refund, ..."});
        columns.push_back({"ChargeCategory", "VARCHAR", "FOCUS's kind of charge"});
        break;
      default:
        break;
    }
  }
  const std::vector<LakeColumn> rest = {
      {"ChargePeriodStart", "TIMESTAMP", "first moment of the month or day, UTC"},
      {"ChargePeriodEnd", "TIMESTAMP", "its end, excluded"},
      {"BillingCurrency", "VARCHAR", "never add up two of them"},
      {"BilledCost", kMoney, "net unblended where AWS gives it, else unblended"},
      {"EffectiveCost", kMoney, "net amortized where AWS gives it, else amortized"},
      {"x_UnblendedCost", kMoney, "UnblendedCost"},
      {"x_BlendedCost", kMoney, "BlendedCost"},
      {"x_AmortizedCost", kMoney, "AmortizedCost"},
      {"x_NetUnblendedCost", kMoney, "NetUnblendedCost; NULL where AWS gives none"},
      {"x_NetAmortizedCost", kMoney, "NetAmortizedCost; NULL where AWS gives none"},
      {"x_Estimated", "BOOLEAN", "AWS may still change it"},
      {"x_Unallocated", "BOOLEAN", "makes up the difference to the total; has no keys"},
      {"x_SnapshotAt", "TIMESTAMP", "when it was read, UTC"}};
  columns.insert(columns.end(), rest.begin(), rest.end());
  return columns;
}

std::vector<LakeTable> make_tables() {
  std::vector<LakeTable> tables;
  for (const KeyedFace& face : faces()) {
    for (const Grain grain : {Grain::kMonthly, Grain::kDaily}) {
      if (grain == Grain::kDaily && !face.has_daily) continue;
      tables.push_back({table_of(face, grain),
                        fmt::format("costs by {}, {}", describe(face),
                                    grain == Grain::kDaily ? "this month and last" : "14 months"),
                        cost_columns(face)});
    }
  }
  tables.push_back({std::string(kAccountsTable),
                    "accounts as AWS Organizations lists them",
                    {{"BillingAccountId", "VARCHAR", "the organization's payer"},
                     {"SubAccountId", "VARCHAR", "the account"},
                     {"SubAccountName", "VARCHAR", "its name"},
                     {"Email", "VARCHAR", "of its root user"},
                     {"State", "VARCHAR", "ACTIVE, SUSPENDED, ..."},
                     {"JoinedAt", "TIMESTAMP", "when it joined the organization"},
                     {"OrganizationId", "VARCHAR", "o-..."},
                     {"x_SnapshotAt", "TIMESTAMP", "when it was read, UTC"}}});
  tables.push_back({std::string(kForecastsTable),
                    "AWS's forecasts",
                    {{"BillingAccountId", "VARCHAR", "the account whose Cost Explorer answered"},
                     {"Metric", "VARCHAR", "UNBLENDED_COST, ..."},
                     {"Grain", "VARCHAR", "monthly or daily"},
                     {"PeriodStart", "TIMESTAMP", "UTC"},
                     {"PeriodEnd", "TIMESTAMP", "excluded"},
                     {"BillingCurrency", "VARCHAR", "never add up two of them"},
                     {"Mean", kMoney, "what AWS expects"},
                     {"Lower", kMoney, "lower bound of the prediction interval"},
                     {"Upper", kMoney, "its upper bound"},
                     {"Level", "INTEGER", "how likely the interval is, percent"},
                     {"x_SnapshotAt", "TIMESTAMP", "when it was read, UTC"}}});
  tables.push_back({std::string(kCoverageTable),
                    "the queries of the syncs and what became of them",
                    {{"AccountId", "VARCHAR", "the account that was asked"},
                     {"Connection", "VARCHAR", "the connection that was used"},
                     {"Face", "VARCHAR", "total, account_service, ..., accounts, forecast"},
                     {"Grain", "VARCHAR", "monthly, daily or -"},
                     {"WindowStart", "TIMESTAMP", "of what was asked"},
                     {"WindowEnd", "TIMESTAMP", "excluded"},
                     {"Status", "VARCHAR",
                      "done, denied, not_enabled, no_data, throttled, failed, planned or running"},
                     {"Pages", "BIGINT", "pages received"},
                     {"Attempts", "BIGINT", "requests made; each costs 0.01 USD at most"},
                     {"ErrorCode", "VARCHAR", "NULL where all went well"},
                     {"ErrorDetail", "VARCHAR", "in words"},
                     {"UpdatedAt", "TIMESTAMP", "UTC"}}});
  return tables;
}

}  // namespace

std::string table_of(const KeyedFace& face, Grain grain) {
  return fmt::format("cost_{}_{}", lake::name_of(face.face), lake::name_of(grain));
}

const std::vector<LakeTable>& lake_tables() {
  static const auto* tables = new std::vector<LakeTable>(make_tables());
  return *tables;
}

}  // namespace sextant::insight
