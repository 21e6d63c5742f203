// Where the view of accounts gets its facts: state and lake.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "connect/accounts.h"
#include "lake/engine.h"
#include "lake/layout.h"
#include "state/ledger.h"

namespace sextant::connect {
namespace {

std::string text(const lake::Datum& datum) {
  return datum.value_or("");
}

// The lake's accounts, payer by payer: a folder that vanishes meanwhile must not spoil the others.
Result<void> read_members(lake::Engine& engine, Files& files, const lake::Layout& layout,
                          AccountFacts& out, const CallContext& context) {
  SEXTANT_TRY(const auto folders, files.list(layout.root() / "accounts"));
  for (const std::string& folder : folders) {
    const std::string payer = folder.starts_with("payer=") ? folder.substr(6) : "";
    if (!lake::is_account_id(payer) || !files.exists(layout.accounts(payer))) continue;
    SEXTANT_TRY(
        const auto table,
        engine.query(
            fmt::format(
                "SELECT BillingAccountId, SubAccountId, SubAccountName, State, OrganizationId"
                " FROM read_parquet({}, hive_partitioning = false)",
                lake::sql_text(layout.accounts(payer).string())),
            {}, context));
    for (const lake::Row& row : table.rows) {
      lake::AccountRow member;
      member.billing_account_id = text(row[0]);
      member.sub_account_id = text(row[1]);
      member.name = text(row[2]);
      member.state = text(row[3]);
      member.organization_id = text(row[4]);
      out.members.push_back(std::move(member));
    }
  }
  return {};
}

// Where Organizations may not be read, costs name the members all the same.
void add_members_of_costs(const std::string& payer, const lake::Table& table, AccountFacts& out) {
  const bool is_listed = std::ranges::any_of(out.members, [&](const lake::AccountRow& member) {
    return member.billing_account_id == payer;
  });
  if (is_listed) return;
  for (const lake::Row& row : table.rows) {
    lake::AccountRow member;
    member.billing_account_id = payer;
    member.sub_account_id = text(row[0]);
    member.name = text(row[1]);
    out.members.push_back(std::move(member));
  }
}

// The last day with costs of every account, from the daily face that knows accounts.
Result<void> read_freshness(lake::Engine& engine, Files& files, const lake::Layout& layout,
                            AccountFacts& out, const CallContext& context) {
  const auto folder = layout.root() / "costs" / "face=account_service" / "grain=daily";
  SEXTANT_TRY(const auto payers, files.list(folder));
  for (const std::string& name : payers) {
    const std::string payer = name.starts_with("payer=") ? name.substr(6) : "";
    if (!lake::is_account_id(payer)) continue;
    const auto months_folder = folder / name / "view=primary";
    SEXTANT_TRY(const auto months, files.list(months_folder));
    // A sync that runs now makes the folder before it publishes the file.
    const auto is_published = [&](const std::string& month) {
      return files.exists(months_folder / month / "data.parquet");
    };
    if (std::ranges::none_of(months, is_published)) continue;
    const auto pattern =
        layout.costs_pattern(lake::Face::kAccountService, lake::Grain::kDaily, payer, "primary");
    SEXTANT_TRY(
        const auto table,
        engine.query(fmt::format("SELECT SubAccountId, any_value(SubAccountName),"
                                 " (max(ChargePeriodStart) FILTER (x_UnblendedCost <> 0))::DATE"
                                 " FROM read_parquet({}, hive_partitioning = false)"
                                 " WHERE SubAccountId IS NOT NULL GROUP BY SubAccountId",
                                 lake::sql_text(pattern)),
                     {}, context));
    add_members_of_costs(payer, table, out);
    for (const lake::Row& row : table.rows) {
      const auto day = parse_date(text(row[2]));
      if (!day) continue;
      auto [known, added] = out.costs_until.emplace(text(row[0]), *day);
      if (!added) known->second = std::max(known->second, *day);
    }
  }
  return {};
}

Result<void> read_spent(state::Database& database, const Clock& clock, AccountFacts& out) {
  const Date month = first_of_month(date_of(clock.wall()));
  std::vector<std::string> accounts;
  SEXTANT_TRY_VOID(database.run("SELECT DISTINCT account_id FROM ledger WHERE at >= ?",
                                {format_rfc3339(WallTime(month))},
                                [&](const state::Row& row) { accounts.push_back(row.text(0)); }));
  const state::Ledger ledger(database);
  for (const std::string& account : accounts) {
    SEXTANT_TRY(out.api_cost_usd[account],
                ledger.spent_usd(account, WallTime(month), WallTime(add_months(month, 1))));
  }
  return {};
}

}  // namespace

Result<AccountFacts> read_account_facts(state::Database& database, Files& files,
                                        const std::filesystem::path& lake, lake::Engine& engine,
                                        const Clock& clock, const CallContext& context) {
  AccountFacts out;
  SEXTANT_TRY(out.connections, ConnectionStore(database).list());
  SEXTANT_TRY(out.cells, state::CellStore(database).list());
  SEXTANT_TRY_VOID(read_spent(database, clock, out));
  const lake::Layout layout(lake);
  SEXTANT_TRY_VOID(read_members(engine, files, layout, out, context));
  SEXTANT_TRY_VOID(read_freshness(engine, files, layout, out, context));
  return out;
}

}  // namespace sextant::connect
