#include "connect/accounts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/testing/temporary_folder.h"
#include "lake/testing/write_costs.h"

namespace sextant::connect {
namespace {

const std::string kGreen = R"({"status":"green","steps":[]})";
const std::string kRed =
    R"({"status":"red","steps":[{"title":"Credentials","said":"expired","status":"failed"}]})";
const std::string kOpen =
    R"({"status":"red","steps":[{"title":"Role trust","said":"open","status":"failed","code":"check.trust_open"}]})";

Connection connection(const std::string& name, const std::string& account,
                      const std::string& check) {
  Connection out;
  out.name = name;
  out.account_id = account;
  out.account_kind = "payer";
  out.last_check = check;
  return out;
}

lake::AccountRow member(const std::string& id, const std::string& name) {
  lake::AccountRow out;
  out.billing_account_id = "111111111111";
  out.sub_account_id = id;
  out.name = name;
  out.state = "ACTIVE";
  return out;
}

const CloudAccount& find(const std::vector<CloudAccount>& accounts, const std::string& id) {
  return *std::ranges::find(accounts, id, &CloudAccount::id);
}

TEST(Accounts, TwoConnectionsOfOneAccountAreOneAccount) {
  AccountFacts facts;
  facts.connections = {connection("a", "111111111111", kGreen),
                       connection("b", "111111111111", kGreen)};
  const auto accounts = view_accounts(facts);
  ASSERT_EQ(accounts.size(), 1U);
  EXPECT_EQ(accounts[0].connections, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(accounts[0].status, AccountStatus::kGreen);
}

TEST(Accounts, OneWayThatWorksKeepsAnAccountFromRedUnlessItsRoleIsOpen) {
  const auto status = [](const std::vector<std::string>& checks, bool second_on = true) {
    AccountFacts facts;
    for (const auto& check : checks) {
      facts.connections.push_back(
          connection("c" + std::to_string(facts.connections.size()), "111111111111", check));
    }
    facts.connections.back().is_on = second_on;
    return view_accounts(facts)[0].status;
  };
  EXPECT_EQ(status({kGreen, kRed}), AccountStatus::kAmber);
  EXPECT_EQ(status({kRed, kRed}), AccountStatus::kRed);
  EXPECT_EQ(status({kGreen, kOpen}), AccountStatus::kRed);
  EXPECT_EQ(status({kGreen, kRed}, false), AccountStatus::kGreen) << "what is off does not count";
  EXPECT_EQ(status({kGreen}, false), AccountStatus::kOff);
  EXPECT_EQ(status({""}), AccountStatus::kAmber);
  EXPECT_EQ(status({"damaged"}), AccountStatus::kAmber);
}

TEST(Accounts, MembersComeWithTheirPayer) {
  AccountFacts facts;
  facts.connections = {connection("payer", "111111111111", kGreen),
                       connection("own", "222222222222", kRed)};
  facts.connections[1].account_kind = "member";
  facts.members = {member("111111111111", "Root"), member("222222222222", "Prod"),
                   member("333333333333", "Dev")};
  const auto accounts = view_accounts(facts);
  ASSERT_EQ(accounts.size(), 3U);
  EXPECT_EQ(accounts[0].name, "Root") << "payers first";
  EXPECT_EQ(find(accounts, "222222222222").status, AccountStatus::kRed)
      << "its own connection counts";
  EXPECT_EQ(find(accounts, "222222222222").payer_id, "111111111111");
  const auto& dev = find(accounts, "333333333333");
  EXPECT_EQ(dev.status, AccountStatus::kGreen);
  EXPECT_EQ(dev.kind, "member");
  EXPECT_TRUE(dev.connections.empty());
}

TEST(Accounts, WhatIsNotConnectedAnyMoreIsSaidToBeKept) {
  AccountFacts facts;
  // The payer's own row is there before some of its members' and after others'.
  facts.members = {member("000000000000", "Old"), member("111111111111", "Root"),
                   member("333333333333", "Dev")};
  const auto accounts = view_accounts(facts);
  ASSERT_EQ(accounts.size(), 3U);
  EXPECT_EQ(find(accounts, "111111111111").words,
            "not connected any more; the costs that were pulled are kept");
  EXPECT_EQ(find(accounts, "111111111111").kind, "payer");
  for (const char* id : {"000000000000", "333333333333"}) {
    EXPECT_EQ(find(accounts, id).words, "its payer 111111111111 is not connected any more");
    EXPECT_EQ(find(accounts, id).payer_id, "");
  }
  for (const CloudAccount& account : accounts) EXPECT_EQ(account.status, AccountStatus::kOff);
}

state::Cell cell_of(const std::string& face, state::CellStatus status, const std::string& at) {
  state::Cell out;
  out.account_id = "111111111111";
  out.face = face;
  out.grain = "monthly";
  out.status = status;
  out.updated_at = *parse_rfc3339(at);
  return out;
}

TEST(Accounts, AnAccountWithoutCostsYetIsAmber) {
  using state::CellStatus;
  AccountFacts facts;
  facts.connections = {connection("payer", "111111111111", kGreen)};
  facts.cells = {cell_of("total", CellStatus::kNoData, "2026-10-15T12:00:00Z")};
  const auto young = view_accounts(facts)[0];
  EXPECT_EQ(young.status, AccountStatus::kAmber);
  EXPECT_NE(young.words.find("Cost Explorer was enabled less than 24 hours ago"), std::string::npos)
      << young.words;
  facts.cells = {cell_of("forecast", CellStatus::kNoData, "2026-10-15T12:00:00Z")};
  EXPECT_EQ(view_accounts(facts)[0].status, AccountStatus::kGreen) << "which is usual";
  facts.cells = {cell_of("total", CellStatus::kNoData, "2026-10-15T12:00:00Z"),
                 cell_of("total", CellStatus::kDenied, "2026-10-15T22:00:00Z"),
                 cell_of("total", CellStatus::kDone, "2026-10-16T12:00:00Z")};
  EXPECT_EQ(view_accounts(facts)[0].status, AccountStatus::kGreen) << "only the last counts";
}

TEST(Accounts, TheNextSyncIsByTheServerOrByHand) {
  AccountFacts facts;
  facts.connections = {connection("payer", "111111111111", kGreen)};
  facts.cells = {cell_of("total", state::CellStatus::kDone, "2026-10-15T12:00:00Z")};
  auto accounts = view_accounts(facts);
  const auto next = [&](const SyncSchedule& schedule, const char* now) {
    tell_next_sync(accounts, schedule, *parse_rfc3339(now));
    return accounts[0].next_sync;
  };
  EXPECT_EQ(next({}, "2026-10-15T12:30:00Z"), "by hand; asks nothing before 20:00 UTC");
  EXPECT_EQ(accounts[0].next_sync_at, std::nullopt);
  EXPECT_EQ(next({}, "2026-10-15T20:30:00Z"), "by hand, due now");
  const SyncSchedule served{true, *parse_rfc3339("2026-10-16T02:20:00Z")};
  EXPECT_EQ(next(served, "2026-10-15T12:30:00Z"), "by the server at 2026-10-16 02:20 UTC");
  EXPECT_EQ(accounts[0].next_sync_at, served.next_at);
  EXPECT_EQ(next(served, "2026-10-16T12:30:00Z"), "by the server, due now");
  EXPECT_EQ(next({true, {}}, "2026-10-15T12:30:00Z"), "by the server, not before 20:00 UTC");
  facts.members = {member("111111111111", "Root"), member("333333333333", "Dev")};
  accounts = view_accounts(facts);
  EXPECT_EQ(next(served, "2026-10-15T12:30:00Z"), "by the server at 2026-10-16 02:20 UTC");
  EXPECT_EQ(find(accounts, "333333333333").next_sync, "with its payer");
  facts.members = {};
  facts.connections[0].is_on = false;
  accounts = view_accounts(facts);
  EXPECT_EQ(next(served, "2026-10-15T12:30:00Z"), "");
  EXPECT_EQ(accounts[0].next_sync_at, std::nullopt);
}

TEST(Accounts, LastAndNextSyncComeFromCellsAndTroubleIsAmber) {
  const WallTime at = *parse_rfc3339("2026-10-15T12:00:00Z");
  state::Cell done;
  done.account_id = "111111111111";
  done.status = state::CellStatus::kDone;
  done.updated_at = at;
  state::Cell denied = done;
  denied.face = "forecast";
  denied.grain = "monthly";
  denied.status = state::CellStatus::kDenied;
  denied.updated_at = at + std::chrono::hours(1);
  AccountFacts facts;
  facts.connections = {connection("payer", "111111111111", kGreen)};
  facts.cells = {done};
  EXPECT_EQ(view_accounts(facts)[0].status, AccountStatus::kGreen);
  facts.cells = {done, denied};
  facts.costs_until["111111111111"] = date_of(at);
  facts.api_cost_usd["111111111111"] = *Decimal::parse("0.42");
  const auto account = view_accounts(facts)[0];
  EXPECT_EQ(account.status, AccountStatus::kAmber);
  EXPECT_NE(account.words.find("forecast monthly: denied"), std::string::npos) << account.words;
  EXPECT_EQ(account.last_sync_at, at);
  EXPECT_EQ(account.fresh_until, at + std::chrono::hours(8));
  EXPECT_EQ(account.api_cost_usd.to_string(), "0.42");
  EXPECT_EQ(account.costs_until, date_of(at));
}

TEST(Accounts, SetupsWithoutARoleAreNoAccounts) {
  AccountFacts facts;
  Connection pending;
  pending.name = "prod";
  pending.state = ConnectionState::kPending;
  facts.connections = {pending};
  EXPECT_TRUE(view_accounts(facts).empty());
}

TEST(Accounts, FactsAreReadFromStateAndLake) {
  const TemporaryFolder folder;
  SystemFiles files;
  const ManualClock clock(*parse_rfc3339("2026-10-15T12:00:00Z"));
  const auto database = *state::Database::open(folder.path() / "state.db");
  const auto lake_folder = folder.path() / "lake";
  const auto engine = *lake::Engine::open(clock);
  EXPECT_TRUE(
      read_account_facts(*database, files, lake_folder, *engine, clock, {})->members.empty());

  lake::Publisher publisher(*engine, files, lake::Layout(lake_folder));
  ASSERT_TRUE(publisher.accounts("111111111111", {member("333333333333", "Dev")}, {}));
  lake::CostRow row;
  row.billing_account_id = "111111111111";
  row.perspective = "payer";
  row.sub_account_id = "333333333333";
  row.start = *parse_date("2026-10-13");
  row.end = *parse_date("2026-10-14");
  row.currency = "USD";
  row.amounts.unblended = *Decimal::parse("0.0000001");
  lake::CostRow empty = row;
  empty.start = *parse_date("2026-10-14");
  empty.end = *parse_date("2026-10-15");
  empty.amounts.unblended = Decimal();
  ASSERT_TRUE(lake::testing::write_costs(publisher, *engine,
                                         {lake::Face::kAccountService, lake::Grain::kDaily,
                                          "111111111111", "primary", *parse_month("2026-10")},
                                         {row, empty}));
  const auto facts = *read_account_facts(*database, files, lake_folder, *engine, clock, {});
  ASSERT_EQ(facts.members.size(), 1U);
  EXPECT_EQ(facts.members[0].name, "Dev");
  ASSERT_TRUE(files.remove(lake_folder / "accounts"));
  const auto unlisted = *read_account_facts(*database, files, lake_folder, *engine, clock, {});
  ASSERT_EQ(unlisted.members.size(), 1U)
      << "costs name the members where Organizations may not be read";
  EXPECT_EQ(unlisted.members[0].sub_account_id, "333333333333");
  EXPECT_EQ(format_date(facts.costs_until.at("333333333333")), "2026-10-13")
      << "days without costs do not count";
}

}  // namespace
}  // namespace sextant::connect
