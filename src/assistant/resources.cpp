#include "assistant/resources.h"

#include <boost/json/serialize.hpp>

#include <algorithm>

#include "assistant/bounds.h"
#include "assistant/desk.h"
#include "base/error_catalog.h"
#include "operations/accounts.h"
#include "operations/sql.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

constexpr mcp::Caching kAsTheProgram{3'600'000, true};
constexpr mcp::Caching kFresh{0, false};
constexpr std::size_t kAccountsMax = 150;

constexpr std::string_view kGlossary = R"(# FOCUS columns, as Sextant keeps them

FOCUS is the open specification of cost data (FinOps Open Cost and Usage Specification). Columns of its own begin with `x_`.

| Column | Meaning |
|---|---|
| BillingAccountId | The account whose Cost Explorer answered: the payer of an organization, or an account by itself |
| SubAccountId, SubAccountName | The account that was charged |
| ServiceName | Cost Explorer's name of the service: "Amazon Simple Storage Service", "EC2 - Other" |
| RegionId | The region ("eu-west-1"); NULL for costs of no region |
| ChargePeriodStart, ChargePeriodEnd | The month or day, UTC; the end is excluded |
| BillingCurrency | ISO 4217; two currencies are never added up |
| BilledCost | What the invoice says: net unblended where AWS gives it, else unblended |
| EffectiveCost | Commitments spread over what they cover: net amortized where AWS gives it, else amortized |
| ChargeCategory | FOCUS's kind of charge: Usage, Purchase, Tax, Credit, Adjustment |
| x_ChargeType | AWS's record type: Usage, Tax, Credit, Refund, RIFee, SavingsPlanRecurringFee, ... |
| x_UnblendedCost | What AWS bills for each use, at the rate that applied: the default metric |
| x_BlendedCost | The average rate of an organization |
| x_AmortizedCost | Upfront and recurring fees of commitments spread over their time |
| x_NetUnblendedCost, x_NetAmortizedCost | The same after discounts; NULL where AWS gives none |
| x_Estimated | AWS may still change it: the month is not closed |
| x_Unallocated | Makes up the difference to AWS's total; has no keys |
| x_Perspective | Whose figures: payer, member or standalone |
| x_SnapshotAt | When it was read |

A *face* is one way to cut all costs (by account and service, by service and region, ...). Faces hold the same costs: never add two up.
)";

std::string catalog_text() {
  json::array entries;
  for (const ErrorEntry& entry : all_errors()) {
    entries.push_back(
        json::object{{"code", entry.code},
                     {"title", entry.title},
                     {"causes", json::array(entry.causes.begin(), entry.causes.end())},
                     {"fix", entry.fix}});
  }
  return json::serialize(json::object{{"errors", std::move(entries)}});
}

mcp::RpcError failed(const Error& error) {
  const ExplainedError shown = explain(error);
  return {mcp::kInternalError, shown.code + ": " + shown.title};
}

mcp::ResourceOutcome accounts_text(Desk& desk, mcp::Call& call) {
  const auto view = operations::view_accounts(desk.context, call.context);
  if (!view) return std::unexpected(failed(view.error()));
  json::object shown = operations::to_json(*view);
  json::array notes;
  shorten_list(shown, "rows", kAccountsMax, "the tool list_cloud_accounts pages through all",
               notes);
  shown["notice"] = kNotice;
  shown["notes"] = std::move(notes);
  json::value visible = std::move(shown);
  make_visible(visible);
  return json::serialize(visible);
}

mcp::ResourceOutcome account_text(Desk& desk, mcp::Call& call, const std::string& id) {
  const auto view = operations::view_accounts(desk.context, call.context);
  if (!view) return std::unexpected(failed(view.error()));
  const auto found = std::ranges::find(view->accounts, id, &connect::CloudAccount::id);
  if (found == view->accounts.end()) {
    mcp::RpcError error = mcp::invalid_params("Resource not found");
    error.data = json::object{{"uri", "sextant://accounts/" + mcp::clipped(id, 100)}};
    return std::unexpected(std::move(error));
  }
  json::object shown = connect::to_json(*found);
  shown["notice"] = kNotice;
  json::value visible = std::move(shown);
  make_visible(visible);
  return json::serialize(visible);
}

}  // namespace

void add_resources(mcp::Registry& registry, Desk& desk) {
  registry.add(mcp::Resource{"sextant://lake/schema", "lake-schema", "Schema of the lake",
                             "The tables and columns that run_sql can ask, as JSON.",
                             "application/json", false, kAsTheProgram,
                             [](mcp::Call&, const std::string&) -> mcp::ResourceOutcome {
                               return json::serialize(operations::tables_json());
                             }});
  registry.add(
      mcp::Resource{"sextant://focus/glossary", "focus-glossary", "Glossary of FOCUS columns",
                    "What each column of the cost data means.", "text/markdown", false,
                    kAsTheProgram, [](mcp::Call&, const std::string&) -> mcp::ResourceOutcome {
                      return std::string(kGlossary);
                    }});
  registry.add(mcp::Resource{
      "sextant://errors", "error-catalog", "Catalog of errors",
      "Every error that Sextant can give, with causes and fixes, as JSON.", "application/json",
      false, kAsTheProgram,
      [](mcp::Call&, const std::string&) -> mcp::ResourceOutcome { return catalog_text(); }});
  registry.add(mcp::Resource{
      "sextant://accounts", "accounts", "Cloud accounts",
      "The cloud accounts that are known, with their status, as JSON.", "application/json", false,
      kFresh, [&desk](mcp::Call& call, const std::string&) { return accounts_text(desk, call); }});
  registry.add(mcp::ResourceTemplate{
      "sextant://accounts/{id}", "account-status", "Status of an account",
      "One account's status, last sync and freshness, as JSON.", "application/json", kFresh,
      [&desk](mcp::Call& call, const std::string& id) { return account_text(desk, call, id); }});
}

}  // namespace sextant::assistant
