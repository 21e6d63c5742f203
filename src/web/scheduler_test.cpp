#include "web/scheduler.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>

#include "base/civil_time.h"
#include "base/file_lock.h"
#include "base/testing/temporary_folder.h"
#include "operations/sync_schedule.h"
#include "state/ledger.h"
#include "state/runs.h"

namespace sextant::web {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

const WallTime kNow = *parse_rfc3339("2026-10-15T00:00:00Z");

// Always half of the jitter.
class Half final : public Random {
 public:
  double uniform() override { return 0.5; }
  std::string bytes(std::size_t count) override { return std::string(count, 'x'); }
};

class FakeWork final : public ScheduledWork {
 public:
  FakeWork(state::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  Result<Readiness> look(const CallContext&) override { return readiness; }
  Result<void> sync(const std::vector<std::string>& connections, const Decimal& max_cost_usd,
                    const CallContext&) override {
    asked.push_back(connections);
    limits.push_back(max_cost_usd.to_string());
    if (failure_code) return failure(*failure_code, "");
    state::RunStore runs(database_);
    SEXTANT_TRY(const auto run, runs.begin(clock_.wall(), 1, state::RunOrigin::kSchedule));
    SEXTANT_TRY_VOID(state::Ledger(database_).enter(
        {run, clock_.wall(), "c", "1", "ce", "GetCostAndUsage", "sync", price}));
    return runs.end(run, state::RunStatus::kDone, clock_.wall());
  }

  Readiness readiness{{"prod"}, {}};
  std::optional<std::string> failure_code;
  Decimal price = *Decimal::parse("0.5");
  std::vector<std::vector<std::string>> asked;
  std::vector<std::string> limits;

 private:
  state::Database& database_;
  const Clock& clock_;
};

class SchedulerTest : public ::testing::Test {
 protected:
  void person_syncs() {
    state::RunStore runs(*database_);
    const auto run = runs.begin(clock_.wall(), 1);
    ASSERT_TRUE(run);
    ASSERT_TRUE(runs.end(*run, state::RunStatus::kDone, clock_.wall()));
  }
  // Lets time pass as the thread would, look by look.
  void pass(std::chrono::seconds time) {
    const WallTime end = clock_.wall() + time;
    while (clock_.wall() < end) {
      const auto rest = scheduler_.step({});
      EXPECT_GT(rest.count(), 0);
      clock_.advance(rest);
    }
  }
  std::string text(std::string_view name) {
    const auto shown = *scheduler_.to_json();
    return shown.at(name).is_null() ? "" : std::string(shown.at(name).as_string());
  }
  std::vector<std::pair<std::string, std::string>> waiting() {
    std::vector<std::pair<std::string, std::string>> out;
    const auto shown = *scheduler_.to_json();
    for (const auto& one : shown.at("waiting").as_array())
      out.emplace_back(one.at("connection").as_string(), one.at("reason").at("code").as_string());
    return out;
  }

  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  std::unique_ptr<state::Database> database_ = *state::Database::open(folder_.path() / "state.db");
  ManualClock clock_{kNow};
  Half random_;
  Changes changes_;
  FakeWork work_{*database_, clock_};
  Scheduler scheduler_{*database_, clock_, random_,
                       changes_,   work_,  {hours(8), 0.1, *Decimal::parse("1.2")}};
};

TEST_F(SchedulerTest, BeginsOnlyAfterAPersonHasSyncedOnce) {
  pass(hours(24));
  EXPECT_TRUE(work_.asked.empty());
  EXPECT_EQ(text("next_at"), "");
  person_syncs();
  EXPECT_EQ(text("next_at"), "2026-10-16T08:24:00Z") << "8 h and half of 48 min later";
  pass(hours(8));
  EXPECT_TRUE(work_.asked.empty());
  pass(hours(1));
  EXPECT_EQ(work_.asked.size(), 1U);
  EXPECT_EQ(text("last_status"), "done");
}

TEST_F(SchedulerTest, OtherProcessesCanTellWhenItSyncs) {
  const auto seen = [&] { return *operations::read_schedule(*database_, folder_.path()); };
  person_syncs();
  const auto next = scheduler_.next_at();
  EXPECT_FALSE(seen().is_on) << "no server runs";
  const auto lock = FileLock::acquire(folder_.path() / operations::kServeLock);
  ASSERT_TRUE(lock);
  EXPECT_TRUE(seen().is_on);
  EXPECT_EQ(seen().next_at, next);
  person_syncs();
  EXPECT_TRUE(seen().is_on);
  EXPECT_EQ(seen().next_at, std::nullopt) << "it has not counted from this sync yet";
  const auto later = scheduler_.next_at();
  EXPECT_EQ(seen().next_at, later);
  ASSERT_TRUE(scheduler_.switch_to(false));
  EXPECT_EQ(scheduler_.next_at(), std::nullopt);
  EXPECT_FALSE(seen().is_on);
}

TEST_F(SchedulerTest, SyncsEveryEightHoursAndKeepsToItsBudget) {
  person_syncs();
  pass(hours(72));
  ASSERT_EQ(work_.limits, (std::vector<std::string>{"1.2", "0.7", "0.2"}))
      << "each may spend what the month has left";
  EXPECT_EQ(waiting(),
            (std::vector<std::pair<std::string, std::string>>{{"prod", "sync.schedule_limit"}}));
  clock_.advance(hours(24 * 16));  // the next month
  pass(minutes(61));
  EXPECT_EQ(work_.limits.back(), "1.2");
  EXPECT_TRUE(waiting().empty());
}

TEST_F(SchedulerTest, LeavesOutWhatNeedsAPersonAndSaysSo) {
  person_syncs();
  work_.readiness = {{"prod"}, {{"sso", Error{"sso.expired", ""}}}};
  pass(hours(9));
  EXPECT_EQ(work_.asked, (std::vector<std::vector<std::string>>{{"prod"}}));
  EXPECT_EQ(waiting(), (std::vector<std::pair<std::string, std::string>>{{"sso", "sso.expired"}}));
}

TEST_F(SchedulerTest, WaitsWhereAllNeedAPersonAndGoesOnSoonAfter) {
  person_syncs();
  work_.readiness = {{}, {{"sso", Error{"sso.expired", ""}}}};
  pass(hours(20));
  EXPECT_TRUE(work_.asked.empty());
  EXPECT_EQ(waiting().size(), 1U);
  work_.readiness = {{"sso"}, {}};
  pass(minutes(11));
  EXPECT_EQ(work_.asked.size(), 1U);
  EXPECT_TRUE(waiting().empty());
}

TEST_F(SchedulerTest, TriesAgainLaterWhereAnotherSyncRuns) {
  person_syncs();
  work_.failure_code = "sync.locked";
  pass(hours(8) + minutes(25));
  EXPECT_EQ(work_.asked.size(), 1U);
  pass(minutes(8));
  EXPECT_EQ(work_.asked.size(), 1U);
  pass(minutes(3));
  EXPECT_EQ(work_.asked.size(), 2U);
}

TEST_F(SchedulerTest, SaysThatASyncWouldCostMoreThanIsLeft) {
  person_syncs();
  work_.failure_code = "sync.over_budget";
  pass(hours(9));
  EXPECT_EQ(work_.asked.size(), 1U);
  EXPECT_EQ(waiting(),
            (std::vector<std::pair<std::string, std::string>>{{"prod", "sync.schedule_limit"}}));
}

TEST_F(SchedulerTest, TheSwitchIsKept) {
  person_syncs();
  ASSERT_TRUE(scheduler_.switch_to(false));
  EXPECT_EQ(text("next_at"), "");
  pass(hours(24));
  EXPECT_TRUE(work_.asked.empty());
  Scheduler again(*database_, clock_, random_, changes_, work_, {});
  EXPECT_FALSE(*again.is_on());
  ASSERT_TRUE(scheduler_.switch_to(true));
  pass(minutes(1));
  EXPECT_EQ(work_.asked.size(), 1U) << "it is overdue";
}

}  // namespace
}  // namespace sextant::web
