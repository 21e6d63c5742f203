#include "sync/syncer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <stop_token>

#include "base/testing/temporary_folder.h"
#include "sync/testing/fake_cloud.h"

namespace sextant::sync {
namespace {

using state::CellStatus;
using state::RunStatus;
using testing::Charge;
using testing::FakeCloud;
using testing::refusal;

class Notes : public Observer {
 public:
  void on_cell(const state::Cell&, int) override {}
  void on_note(const Note& note) override {
    const std::lock_guard lock(mutex_);
    codes.push_back(note.code);
  }
  std::vector<std::string> codes;

 private:
  std::mutex mutex_;
};

// Answers every cost query with one total of a given text.
class BadAmounts final : public Api {
 public:
  explicit BadAmounts(std::string amount) : amount_(std::move(amount)) {}
  Result<boost::json::value> call(std::string_view, std::string_view operation,
                                  const boost::json::object&, const CallContext&,
                                  const Attempts&) override {
    if (operation == "GetCallerIdentity") return boost::json::object{{"Account", "111111111111"}};
    return boost::json::object{
        {"ForecastResultsByTime", boost::json::array{boost::json::object{{"MeanValue", amount_}}}}};
  }
  Result<void> pages(std::string_view, std::string_view, const boost::json::object& input,
                     const CallContext&, const Attempts&, const OnPage& on_page,
                     const boost::json::value&) override {
    boost::json::object metrics;
    for (const char* name : {"UnblendedCost", "BlendedCost", "AmortizedCost"}) {
      metrics[name] = boost::json::object{{"Amount", amount_}, {"Unit", "USD"}};
    }
    boost::json::object result;
    if (input.contains("TimePeriod")) result["TimePeriod"] = input.at("TimePeriod");
    result["Total"] = metrics;
    result["Groups"] =
        boost::json::array{boost::json::object{{"Keys", {"a", "b", "c"}}, {"Metrics", metrics}}};
    SEXTANT_TRY(const bool goes_on,
                on_page(aws::Page{
                    boost::json::object{{"ResultsByTime", boost::json::array{result}}}, nullptr}));
    (void)goes_on;
    return {};
  }
  std::chrono::seconds clock_skew() const override { return {}; }

 private:
  const std::string amount_;
};

class SyncerTest : public ::testing::Test {
 protected:
  SyncerTest() {
    database_ = *state::Database::open(folder_.path() / "state.db");
    cloud_.members = {{"111111111111", "payer"}, {"222222222222", "dev"}};
    cloud_.final_before = *parse_date("2026-09-01");
    for (Date day = *parse_date("2025-09-01"); day <= *parse_date("2026-10-15");
         day += std::chrono::days(1)) {
      for (const char* account : {"111111111111", "222222222222"}) {
        for (const char* service : {"Amazon EC2", "Tax"}) {
          const auto number = static_cast<std::int64_t>(cloud_.charges.size());
          cloud_.charges.push_back({day, account, service,
                                    number % 3 == 0 ? "NoRegion" : "us-east-1",
                                    number % 2 == 0 ? "Usage" : "Odd type",
                                    Decimal::from_units(number * 7'919'000'000'001)});
        }
      }
    }
    connection_.name = "prod";
    connection_.account_id = "111111111111";
    connection_.account_kind = "payer";
    connection_.organization_id = "o-1";
  }

  std::unique_ptr<Syncer> open() {
    auto syncer = Syncer::open({*database_, files_, clock_, random_, folder_.path(),
                                factory_ ? factory_ : cloud_.factory()},
                               options_);
    EXPECT_TRUE(syncer) << (syncer ? "" : syncer.error().detail);
    return std::move(*syncer);
  }
  Summary sync(const CallContext& context = {}) {
    const auto syncer = open();
    auto plan = syncer->plan({connection_}, {connection_}, context);
    EXPECT_TRUE(plan) << (plan ? "" : plan.error().detail);
    planned_ = plan->paid_requests();
    auto summary = syncer->run(*plan, notes_, context);
    EXPECT_TRUE(summary) << (summary ? "" : summary.error().detail);
    return std::move(*summary);
  }

  // The sums in the lake equal those of the charges, for each face, period and metric.
  void expect_lake_is_right() {
    const auto engine = *lake::Engine::open(clock_);
    for (const char* face : {"total", "account_service", "service_region", "service_charge_type"}) {
      expect_face(*engine, face, "monthly", "2025-09-01", "strftime(ChargePeriodStart, '%Y-%m')",
                  7);
    }
    for (const char* face : {"total", "account_service"}) {
      expect_face(*engine, face, "daily", "2026-09-01", "strftime(ChargePeriodStart, '%Y-%m-%d')",
                  10);
    }
  }
  void expect_face(lake::Engine& engine, const std::string& face, const std::string& grain,
                   const char* from, const char* label, std::size_t digits) {
    std::map<std::string, Decimal> expected;
    for (const Charge& charge : cloud_.charges) {
      if (charge.day < *parse_date(from)) continue;
      Decimal& sum = expected[format_date(charge.day).substr(0, digits)];
      sum = sum.plus(charge.amount).value();
    }
    const auto table =
        engine.query(fmt::format("SELECT {}, sum(x_UnblendedCost), sum(x_BlendedCost), "
                                 "sum(x_NetAmortizedCost), sum(BilledCost) FROM "
                                 "read_parquet('{}/lake/costs/face={}/grain={}/*/*/*/"
                                 "data.parquet', hive_partitioning = false) GROUP BY 1",
                                 label, folder_.path().string(), face, grain),
                     {}, {});
    ASSERT_TRUE(table) << table.error().detail;
    std::map<std::string, Decimal> found;
    for (const lake::Row& row : table->rows) {
      const Decimal amount = *Decimal::parse(*row[1]);
      if (!amount.is_zero())
        found[*row[0]] = amount;  // days on which nothing was spent are held too
      EXPECT_EQ(*row[2], amount.times(2)->to_string());
      EXPECT_EQ(*row[3], amount.times(5)->to_string());
      EXPECT_EQ(*row[4], amount.times(4)->to_string());
    }
    EXPECT_EQ(found, expected) << face << " " << grain;
  }
  // Free questions of the plan may be asked again.
  void expect_each_page_once() const {
    for (const auto& [what, times] : cloud_.answered) {
      EXPECT_TRUE(times == 1 || what.starts_with("GetCallerIdentity") ||
                  what.starts_with("ListAccounts"))
          << times << " times " << what;
    }
  }
  void copy_cloud(FakeCloud& to) const {
    to.members = cloud_.members;
    to.charges = cloud_.charges;
    to.final_before = cloud_.final_before;
    to.page_rows = cloud_.page_rows;
  }
  std::string one(const std::string& sql) {
    const auto engine = *lake::Engine::open(clock_);
    const auto table = engine->query(sql, {}, {});
    EXPECT_TRUE(table) << (table ? "" : table.error().detail);
    return table && !table->rows.empty() ? table->rows[0][0].value_or("NULL") : "";
  }
  std::string costs(const std::string& face, const std::string& grain = "monthly") const {
    return fmt::format(
        "read_parquet('{}/lake/costs/face={}/grain={}/*/*/*/data.parquet', hive_partitioning = "
        "false)",
        folder_.path().string(), face, grain);
  }

  TemporaryFolder folder_{TemporaryFolder::in_memory()};
  ManualClock clock_{*parse_rfc3339("2026-10-15T12:00:00Z")};
  SystemFiles files_;
  SystemRandom random_;
  FakeCloud cloud_;
  ApiFactory factory_;
  std::unique_ptr<state::Database> database_;
  SyncOptions options_{false, std::nullopt, 1};
  connect::Connection connection_;
  Notes notes_;
  int planned_ = 0;
};

TEST_F(SyncerTest, TheFirstSyncPullsAllAndTheSecondAsksNothing) {
  const Summary first = sync();
  EXPECT_EQ(first.status, RunStatus::kDone);
  EXPECT_EQ(planned_, 7);
  EXPECT_EQ(first.paid_attempts, 7);
  EXPECT_EQ(first.spent_usd.to_string(), "0.07");
  EXPECT_EQ(first.cells.size(), 8U);
  expect_lake_is_right();
  EXPECT_TRUE(files_.list(folder_.path() / "spool")->empty());
  EXPECT_EQ(one("SELECT count(DISTINCT SubAccountName) FROM " + costs("account_service")), "2");
  EXPECT_EQ(one("SELECT count(*) FROM " + costs("service_region") + " WHERE RegionId = 'NoRegion'"),
            "0");
  EXPECT_EQ(one("SELECT count(DISTINCT x_ChargeType) FROM " + costs("service_charge_type")), "2");
  EXPECT_EQ(one("SELECT count(DISTINCT x_SnapshotAt) FROM " + costs("*")), "1");

  const int calls = cloud_.calls();
  const Summary second = sync();
  EXPECT_EQ(cloud_.calls(), calls) << "not even who we are is asked";
  EXPECT_EQ(second.status, RunStatus::kDone);
  EXPECT_TRUE(second.cells.empty());
}

TEST_F(SyncerTest, AMonthWithoutCostsIsToldFromOneThatWasNotAskedFor) {
  std::erase_if(cloud_.charges,
                [](const Charge& charge) { return charge.day < *parse_date("2026-10-01"); });
  sync();
  for (const char* face : {"account_service", "service_region", "service_charge_type"}) {
    const auto file = folder_.path() / "lake" / "costs" / (std::string("face=") + face) /
                      "grain=monthly" / "payer=111111111111" / "view=primary" / "month=2025-09" /
                      "data.parquet";
    EXPECT_TRUE(std::filesystem::exists(file)) << face;
  }
}

TEST_F(SyncerTest, LaterOnlyWhatIsNotFinalIsAsked) {
  sync();
  clock_.advance(std::chrono::hours(9));
  cloud_.answered.clear();
  cloud_.charges.push_back({*parse_date("2026-10-15"), "222222222222", "Amazon S3", "eu-west-1",
                            "Usage", Decimal::from_int(5)});
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  int open_months = 0;
  for (const auto& [what, times] : cloud_.answered) {
    if (what.find("GroupBy") != std::string::npos && what.find("MONTHLY") != std::string::npos) {
      EXPECT_NE(what.find("\"Start\":\"2026-09-01\""), std::string::npos) << what;
      ++open_months;
    }
  }
  EXPECT_EQ(open_months, 3);
}

TEST_F(SyncerTest, ManyThreadsGiveTheSame) {
  options_.threads = 8;
  cloud_.page_rows = 7;
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  expect_each_page_once();
  options_.force = true;
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
}

TEST_F(SyncerTest, ForceAsksAgain) {
  sync();
  options_.force = true;
  EXPECT_EQ(sync().paid_attempts, 7);
  expect_lake_is_right();
}

TEST_F(SyncerTest, AForcedSyncThatCannotAskLeavesWhatIsFresh) {
  sync();
  options_.force = true;
  cloud_.fault = [](const std::string&, std::size_t, const boost::json::object&) {
    return std::optional(refusal("ExpiredTokenException", 403));
  };
  const Summary blocked = sync();
  EXPECT_EQ(blocked.status, RunStatus::kFailed);
  EXPECT_EQ(blocked.missing().size(), 8U);
  EXPECT_EQ(blocked.paid_attempts, 0);
  options_.force = false;
  cloud_.fault = {};
  EXPECT_EQ(sync().paid_attempts, 0) << "what is held is as fresh as before";
}

TEST_F(SyncerTest, AClosedMonthThatChangesIsPulledAgainInAllFaces) {
  sync();
  clock_.advance(std::chrono::hours(9));
  cloud_.charges.push_back({*parse_date("2026-02-03"), "222222222222", "Amazon EC2", "us-east-1",
                            "Refund", Decimal::from_int(-3)});
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  EXPECT_TRUE(std::ranges::count(notes_.codes, "sync.closed_month_changed") > 0);
  EXPECT_EQ(one("SELECT count(DISTINCT x_SnapshotAt) FROM " + costs("*") +
                " WHERE ChargePeriodStart = '2026-02-01'"),
            "1");
}

TEST_F(SyncerTest, MoneyThatMovesAtAConstantTotalIsSeenWithinAWeek) {
  sync();
  for (Charge& charge : cloud_.charges) {
    if (charge.day == *parse_date("2026-02-03")) charge.account = "222222222222";
  }
  clock_.advance(std::chrono::hours(24 * 8));
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  EXPECT_EQ(one("SELECT count(DISTINCT x_SnapshotAt) FROM " + costs("*") +
                " WHERE ChargePeriodStart = '2026-02-01'"),
            "1")
      << "all faces of the month were pulled again";
}

TEST_F(SyncerTest, GoesOnAfterEveryPageWithoutAskingTwice) {
  cloud_.page_rows = 16;
  sync();
  const int all = cloud_.calls_of("GetCostAndUsage");
  ASSERT_GT(all, 15);
  for (int crash_at = 0; crash_at < all; crash_at += 4) {
    files_.remove(folder_.path() / "lake").value();
    database_->run("DELETE FROM cells").value();
    cloud_.answered.clear();
    int left = crash_at;
    cloud_.fault = [&](const std::string& operation, std::size_t,
                       const boost::json::object&) -> std::optional<Error> {
      if (operation != "GetCostAndUsage" || left-- > 0) return std::nullopt;
      return Error{"state.unreadable", "for the test: ends everything"};
    };
    EXPECT_EQ(sync().status == RunStatus::kDone, false);
    cloud_.fault = {};
    EXPECT_EQ(sync().status, RunStatus::kDone);
    expect_each_page_once();
    expect_lake_is_right();
    if (HasFailure()) return;
  }
}

TEST_F(SyncerTest, ARefusedTokenStartsTheCellOver) {
  cloud_.page_rows = 12;
  int answered = 0;
  cloud_.fault = [&](const std::string& operation, std::size_t page,
                     const boost::json::object&) -> std::optional<Error> {
    if (operation != "GetCostAndUsage" || page != 2 || answered++ > 0) return std::nullopt;
    return refusal("InvalidNextTokenException");
  };
  EXPECT_EQ(sync().status, RunStatus::kDone);
  EXPECT_EQ(std::ranges::count(notes_.codes, "sync.token_refused"), 1);
  expect_lake_is_right();
}

TEST_F(SyncerTest, ThrottledCellsWaitAndGoOn) {
  int calls = 0;
  cloud_.fault = [&](const std::string&, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (++calls % 3 == 0) return refusal("LimitExceededException");
    return std::nullopt;
  };
  EXPECT_EQ(sync({clock_.steady() + std::chrono::minutes(30)}).status, RunStatus::kDone);
  expect_lake_is_right();
}

TEST_F(SyncerTest, ThrottledForEverEndsAtTheDeadlineAndKeepsThePages) {
  cloud_.page_rows = 12;
  cloud_.fault = [&](const std::string& operation, std::size_t page,
                     const boost::json::object&) -> std::optional<Error> {
    if (operation == "GetCostAndUsage" && page == 1) return refusal("LimitExceededException");
    return std::nullopt;
  };
  const Summary summary = sync({clock_.steady() + std::chrono::minutes(30)});
  EXPECT_EQ(summary.status, RunStatus::kPartly);
  const auto missing = summary.missing();
  const auto throttled = std::ranges::find(missing, CellStatus::kThrottled, &state::Cell::status);
  ASSERT_NE(throttled, missing.end());
  EXPECT_EQ(throttled->error_code, "sync.throttled");
  EXPECT_EQ(throttled->pages, 1);
  cloud_.fault = {};
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_each_page_once();
}

TEST_F(SyncerTest, ServerErrorsAndCutBodiesAreTriedAgainButNotForEver) {
  int calls = 0;
  cloud_.fault = [&](const std::string&, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    switch (++calls % 5) {
      case 0:
        return refusal("InternalFailure", 503);
      case 1:
        return calls == 1 ? std::nullopt : std::optional(Error{"http.cut_body", "cut"});
      default:
        return std::nullopt;
    }
  };
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  options_.force = true;
  cloud_.fault = [&](const std::string& operation, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (operation.starts_with("GetCost")) return refusal("InternalFailure", 500);
    return std::nullopt;
  };
  const Summary summary = sync();
  EXPECT_EQ(summary.missing().size(), 7U);
  EXPECT_EQ(summary.missing().front().error_code, "sync.unavailable");
  expect_lake_is_right();
}

TEST_F(SyncerTest, ADeniedCellDoesNotStopTheOthers) {
  cloud_.fault = [&](const std::string& operation, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (operation == "GetCostForecast" || operation == "ListAccounts")
      return refusal("AccessDeniedException");
    return std::nullopt;
  };
  const Summary summary = sync();
  EXPECT_EQ(summary.status, RunStatus::kPartly);
  ASSERT_EQ(summary.missing().size(), 2U);
  EXPECT_EQ(summary.missing()[0].status, CellStatus::kDenied);
  expect_lake_is_right();
  cloud_.fault = {};
  cloud_.answered.clear();
  EXPECT_EQ(sync().status, RunStatus::kDone);
  EXPECT_EQ(cloud_.calls_of("GetCostAndUsage"), 0) << "only what was denied is asked again";
  EXPECT_EQ(cloud_.calls_of("GetCostForecast"), 1);
}

TEST_F(SyncerTest, TellsNotEnabledFromNotYetAvailable) {
  cloud_.fault = [&](const std::string& operation, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (!operation.starts_with("GetCost")) return std::nullopt;
    return refusal("AccessDeniedException", 400, "User not enabled for cost explorer access");
  };
  Summary summary = sync();
  EXPECT_EQ(summary.missing().size(), 7U);
  EXPECT_EQ(summary.missing()[0].status, CellStatus::kNotEnabled);
  cloud_.fault = [&](const std::string& operation, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (!operation.starts_with("GetCost")) return std::nullopt;
    return refusal("DataUnavailableException");
  };
  summary = sync();
  EXPECT_EQ(summary.missing().size(), 6U) << "a forecast that cannot be made yet is no failure";
  EXPECT_EQ(summary.missing()[0].status, CellStatus::kNoData);
  EXPECT_EQ(sync().paid_attempts, 0) << "and it is not asked hotly";
}

TEST_F(SyncerTest, AnExpiredSessionEndsTheAccountAndTheNextSyncGoesOn) {
  cloud_.page_rows = 12;
  int left = 10;
  cloud_.fault = [&](const std::string&, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (left-- > 0) return std::nullopt;
    return refusal("ExpiredTokenException", 403);
  };
  const Summary summary = sync();
  EXPECT_FALSE(summary.missing().empty());
  for (const auto& cell : summary.missing())
    EXPECT_EQ(cell.error_code, "sync.session_expired") << cell.key;
  cloud_.fault = {};
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_each_page_once();
  expect_lake_is_right();
}

TEST_F(SyncerTest, ASecondConnectionTakesOverWhenTheFirstOneEnds) {
  cloud_.page_rows = 12;
  FakeCloud ending;
  copy_cloud(ending);
  int left = 10;
  ending.fault = [&](const std::string&, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (left-- > 0) return std::nullopt;
    return Error{"sso.expired", "the session ended"};
  };
  factory_ = [&](const connect::Connection& connection) {
    return connection.name == "prod" ? ending.factory()(connection) : cloud_.factory()(connection);
  };
  connect::Connection other = connection_;
  other.name = "prod-too";
  const auto syncer = open();
  auto plan = *syncer->plan({connection_, other}, {connection_, other}, {});
  ASSERT_EQ(plan.accounts.size(), 1U);
  ASSERT_EQ(plan.skipped.size(), 1U);
  EXPECT_EQ(plan.skipped[0].error.code, "sync.same_account");
  EXPECT_EQ(syncer->run(plan, notes_, {})->status, RunStatus::kDone);
  expect_lake_is_right();
}

TEST_F(SyncerTest, AConnectionThatReachesAnotherAccountIsNotUsed) {
  cloud_.account_id = "333333333333";
  const Summary summary = sync();
  EXPECT_EQ(summary.status, RunStatus::kFailed);
  EXPECT_EQ(summary.missing().front().error_code, "sync.account_changed");
  EXPECT_EQ(summary.paid_attempts, 0);
}

TEST_F(SyncerTest, StopsWhenTheMoneyIsSpent) {
  options_.max_cost_usd = *Decimal::parse("0.03");
  const Summary summary = sync();
  EXPECT_EQ(summary.paid_attempts, 3);
  EXPECT_EQ(summary.fatal->code, "sync.budget");
  EXPECT_EQ(summary.status, RunStatus::kPartly);
  options_.max_cost_usd.reset();
  EXPECT_EQ(sync().paid_attempts, 4);
  expect_lake_is_right();
}

TEST_F(SyncerTest, FacesThatDisagreeAreLookedAtAgain) {
  int answers = 0;
  cloud_.after_answer = [&] {
    if (++answers != 2) return;  // between the control and the faces behind it
    cloud_.charges.push_back({*parse_date("2026-10-02"), "222222222222", "Amazon EC2", "us-east-1",
                              "Usage", Decimal::from_int(1)});
  };
  EXPECT_EQ(sync().status, RunStatus::kDone);
  EXPECT_GT(std::ranges::count(notes_.codes, "sync.disagreement"), 0);
  EXPECT_EQ(std::ranges::count(notes_.codes, "sync.unallocated"), 0);
  expect_lake_is_right();
  EXPECT_EQ(one("SELECT count(*) FROM " + costs("*") + " WHERE x_Unallocated"), "0");
  EXPECT_TRUE(files_.list(folder_.path() / "spool")->empty());
}

TEST_F(SyncerTest, WhatStillDiffersIsARowOfItsOwn) {
  int answers = 0;
  cloud_.after_answer = [&] {  // AWS never comes to rest
    if (++answers > 60) return;
    cloud_.charges.push_back({*parse_date("2026-10-02"), "222222222222", "Amazon EC2", "us-east-1",
                              "Usage", Decimal::from_int(1)});
  };
  EXPECT_EQ(sync().status, RunStatus::kDone);
  EXPECT_GT(std::ranges::count(notes_.codes, "sync.unallocated"), 0);
  const std::string october = " WHERE ChargePeriodStart = '2026-10-01'";
  const std::string total = one("SELECT sum(BilledCost) FROM " + costs("total") + october);
  for (const char* face : {"account_service", "service_region", "service_charge_type"}) {
    EXPECT_EQ(one("SELECT sum(BilledCost) FROM " + costs(face) + october), total) << face;
  }
  EXPECT_EQ(one("SELECT count(*) FROM " + costs("*") +
                " WHERE x_Unallocated AND (ServiceName IS NOT NULL OR SubAccountId IS NOT NULL)"),
            "0");
  EXPECT_TRUE(files_.list(folder_.path() / "spool")->empty());
}

TEST_F(SyncerTest, AStopLosesNothing) {
  cloud_.page_rows = 12;
  std::stop_source stop;
  int left = 12;
  cloud_.fault = [&](const std::string&, std::size_t,
                     const boost::json::object&) -> std::optional<Error> {
    if (left-- == 0) stop.request_stop();
    return std::nullopt;
  };
  const Summary summary = sync({SteadyTime::max(), stop.get_token()});
  EXPECT_EQ(summary.status, RunStatus::kStopped);
  EXPECT_EQ(summary.missing().front().error_code, "sync.stopped");
  cloud_.fault = {};
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_each_page_once();
  expect_lake_is_right();
}

TEST_F(SyncerTest, HostileAnswersAreNotStored) {
  for (const char* amount : {"1e30", "0.1234567890123456789", "NaN", "", "12 USD"}) {
    factory_ = [&](const connect::Connection&) -> Result<std::shared_ptr<Api>> {
      return std::make_shared<BadAmounts>(amount);
    };
    const Summary summary = sync();
    EXPECT_EQ(summary.status, RunStatus::kFailed) << amount;
    EXPECT_FALSE(files_.exists(folder_.path() / "lake" / "costs")) << amount;
    EXPECT_TRUE(files_.list(folder_.path() / "spool")->empty()) << "what is of no use is not kept";
  }
}

TEST_F(SyncerTest, OnlyOneAtATime) {
  const auto first = open();
  const auto second = Syncer::open(
      {*database_, files_, clock_, random_, folder_.path(), cloud_.factory()}, options_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, "sync.locked");
}

TEST_F(SyncerTest, AMemberBesideItsPayerIsNotAsked) {
  connect::Connection member = connection_;
  member.name = "dev";
  member.account_id = "222222222222";
  member.account_kind = "member";
  const auto syncer = open();
  const auto plan = *syncer->plan({connection_, member}, {connection_, member}, {});
  ASSERT_EQ(plan.accounts.size(), 1U);
  ASSERT_EQ(plan.skipped.size(), 1U);
  EXPECT_EQ(plan.skipped[0].error.code, "sync.covered_by_payer");
  EXPECT_FALSE(plan.skipped[0].is_failure);
  const auto alone = *syncer->plan({member}, {member}, {});
  ASSERT_EQ(alone.accounts.size(), 1U) << "without its payer it is asked itself";
  EXPECT_EQ(alone.accounts[0].source.kind, "member");
  EXPECT_EQ(alone.accounts[0].job.cells.size(), 7U) << "it cannot list the organization";
}

TEST_F(SyncerTest, TheDayIsThatOfAws) {
  clock_.advance(*parse_rfc3339("2026-11-01T00:10:00Z") - clock_.wall());
  cloud_.skew = std::chrono::seconds(-1200);  // there it is still October
  const auto syncer = open();
  const auto plan = *syncer->plan({connection_}, {connection_}, {});
  for (const PlannedCell& cell : plan.accounts[0].job.cells) {
    if (cell.spec.stream.subject != Subject::kCosts) continue;
    EXPECT_EQ(format_date(cell.spec.window.end), "2026-11-01");
  }
}

TEST_F(SyncerTest, ADamagedOrMissingFileIsPulledAgain) {
  sync();
  clock_.advance(std::chrono::hours(9));
  const lake::Layout layout(folder_.path() / "lake");
  const auto path = layout.costs({lake::Face::kAccountService, lake::Grain::kMonthly,
                                  "111111111111", "primary", *parse_date("2026-02-01")});
  ASSERT_TRUE(files_.write_atomically(path, "damaged", 0600));
  EXPECT_EQ(sync().status, RunStatus::kDone);
  expect_lake_is_right();
  files_.remove(folder_.path() / "lake").value();
  EXPECT_EQ(sync().status, RunStatus::kDone) << "though all was fresh";
  expect_lake_is_right();
}

}  // namespace
}  // namespace sextant::sync
