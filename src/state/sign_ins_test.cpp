#include "state/sign_ins.h"

#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"
#include "state/ledger.h"
#include "state/settings.h"
#include "state/tokens.h"

namespace sextant::state {
namespace {

using std::chrono::minutes;

constexpr WallTime kNow{std::chrono::sys_days(std::chrono::year(2026) / 10 / 1)};

class ServerTablesTest : public ::testing::Test {
 protected:
  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  std::unique_ptr<Database> database_ = *Database::open(folder_.path() / "state.db");
};

TEST_F(ServerTablesTest, ALinkWorksOnceAndNotForLong) {
  SignInStore store(*database_);
  ASSERT_TRUE(store.add_link("a", kNow + minutes(10)));
  ASSERT_TRUE(store.add_link("b", kNow + minutes(10)));
  EXPECT_TRUE(*store.take_link("a", kNow));
  EXPECT_FALSE(*store.take_link("a", kNow));
  EXPECT_FALSE(*store.take_link("b", kNow + minutes(10)));
  EXPECT_FALSE(*store.take_link("b", kNow)) << "a try takes it away too";
  EXPECT_FALSE(*store.take_link("", kNow));
}

TEST_F(ServerTablesTest, SessionsRestAndEnd) {
  SignInStore store(*database_);
  ASSERT_TRUE(store.add_session("s", kNow));
  ASSERT_TRUE(store.mark_used("s", kNow + minutes(5)));
  EXPECT_EQ((*store.find_session("s"))->last_used_at, kNow + minutes(5));
  ASSERT_TRUE(store.clear_up(kNow, kNow + minutes(5), kNow));
  EXPECT_TRUE(*store.find_session("s"));
  ASSERT_TRUE(store.clear_up(kNow, kNow + minutes(6), kNow));
  EXPECT_FALSE(*store.find_session("s"));
  ASSERT_TRUE(store.add_session("t", kNow));
  ASSERT_TRUE(store.remove_session("t"));
  EXPECT_FALSE(*store.find_session("t"));
}

TEST_F(ServerTablesTest, KeepsTokensByTheirHash) {
  TokenStore store(*database_);
  ASSERT_TRUE(store.add({"01", "ci", "read", kNow, kNow + minutes(1), {}}, "h1"));
  ASSERT_TRUE(store.add({"02", "ops", "operate", kNow, {}, {}}, "h2"));
  EXPECT_FALSE(store.add({"03", "again", "read", kNow, {}, {}}, "h2"));
  ASSERT_TRUE(store.mark_used("02", kNow + minutes(3)));
  const auto all = *store.list();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, "02");
  EXPECT_EQ(all[0].last_used_at, kNow + minutes(3));
  EXPECT_EQ((*store.find("h1"))->expires_at, kNow + minutes(1));
  EXPECT_FALSE(*store.find("h3"));
  EXPECT_TRUE(*store.remove("01"));
  EXPECT_FALSE(*store.remove("01"));
}

TEST_F(ServerTablesTest, RemembersSettings) {
  SettingStore store(*database_);
  EXPECT_FALSE(*store.get("schedule"));
  ASSERT_TRUE(store.set("schedule", "off"));
  ASSERT_TRUE(store.set("schedule", "on"));
  EXPECT_EQ(*store.get("schedule"), "on");
}

TEST_F(ServerTablesTest, TellsApartWhatTheScheduleHasSpent) {
  RunStore runs(*database_);
  Ledger ledger(*database_);
  EXPECT_FALSE(*runs.last());
  const auto mine = *runs.begin(kNow, 3);
  const auto its = *runs.begin(kNow + minutes(1), 3, RunOrigin::kSchedule);
  ASSERT_TRUE(runs.end(its, RunStatus::kPartly, kNow + minutes(2)));
  const auto spend = [&](std::optional<std::int64_t> run, WallTime at) {
    ASSERT_TRUE(ledger.enter(
        {run, at, "c", "1", "ce", "GetCostAndUsage", "sync", *Decimal::parse("0.01")}));
  };
  spend(mine, kNow);
  spend(its, kNow - minutes(1));
  spend(its, kNow);
  spend(its, kNow);
  spend({}, kNow);
  EXPECT_EQ(ledger.spent_by_usd(RunOrigin::kSchedule, kNow)->to_string(), "0.02");
  EXPECT_EQ(ledger.spent_by_usd(RunOrigin::kPerson, kNow)->to_string(), "0.01");
  const auto last = *runs.last();
  EXPECT_EQ(last->status, "partly");
  EXPECT_EQ(last->ended_at, kNow + minutes(2));
}

}  // namespace
}  // namespace sextant::state
