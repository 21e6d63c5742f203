#include "lake/publisher.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "base/testing/temporary_folder.h"
#include "lake/testing/write_costs.h"

namespace sextant::lake {
namespace {

Date day(const char* text) {
  return *parse_date(text);
}

CostRow row_of(const char* account, const char* service, const char* amount) {
  CostRow row;
  row.billing_account_id = "123456789012";
  row.perspective = "payer";
  row.sub_account_id = account;
  row.sub_account_name = "it's \"named\"\n";
  row.service = service;
  row.start = day("2026-10-01");
  row.end = day("2026-11-01");
  row.currency = "USD";
  row.amounts.unblended = *Decimal::parse(amount);
  row.amounts.blended = *Decimal::parse("1");
  row.amounts.amortized = *Decimal::parse("-2.5");
  row.amounts.net_unblended = *Decimal::parse("1.2E-7");
  row.is_estimated = true;
  row.snapshot_at = WallTime(day("2026-10-15")) + std::chrono::hours(12);
  return row;
}

class PublisherTest : public ::testing::Test {
 protected:
  PublisherTest()
      : engine_(*Engine::open(clock_)),
        publisher_(*engine_, files_, Layout(folder_.path() / "lake")) {}
  CostPartition october() const {
    return {Face::kAccountService, Grain::kMonthly, "123456789012", "primary", day("2026-10-01")};
  }
  Result<void> costs(const CostPartition& partition, const std::vector<CostRow>& rows) {
    return testing::write_costs(publisher_, *engine_, partition, rows);
  }
  std::vector<CostRow> read() { return *read_costs(*engine_, publisher_.layout(), october(), {}); }

  SystemClock clock_;
  SystemFiles files_;
  TemporaryFolder folder_;
  std::unique_ptr<Engine> engine_;
  Publisher publisher_;
};

TEST_F(PublisherTest, ReadsBackWhatItWroteToTheLastDigit) {
  const std::vector<CostRow> rows = {
      row_of("111111111111", "A'B", "0.123456789012345678"),
      row_of("222222222222", "Amazon EC2", "99999999999999999999.999999999999999999")};
  ASSERT_TRUE(costs(october(), rows));
  EXPECT_EQ(read(), rows);
  const auto table = engine_->query(
      "SELECT BilledCost, EffectiveCost, typeof(BilledCost) FROM read_parquet(?) ORDER BY "
      "SubAccountId",
      {publisher_.layout().costs(october()).string()}, {});
  ASSERT_TRUE(table) << table.error().detail;
  EXPECT_EQ(table->rows[0], (Row{"0.00000012", "-2.5", "DECIMAL(38,18)"}))
      << "net where present, else the plain one";
}

TEST_F(PublisherTest, ReplacesAndMayBeEmpty) {
  ASSERT_TRUE(costs(october(), {row_of("1", "a", "1"), row_of("2", "b", "2")}));
  ASSERT_TRUE(costs(october(), {}));
  EXPECT_TRUE(read().empty());
  std::vector<std::string> damaged;
  EXPECT_TRUE(held_periods(*engine_, publisher_.layout(), october(), {}, damaged)->empty());
}

TEST_F(PublisherTest, TellsWhatIsHeldAndWhatIsDamaged) {
  auto row = row_of("1", "a", "1");
  ASSERT_TRUE(costs(october(), {row}));
  auto september = october();
  september.month = row.start = day("2026-09-01");
  row.is_estimated = false;
  ASSERT_TRUE(costs(september, {row}));
  std::vector<std::string> damaged;
  auto held = *held_periods(*engine_, publisher_.layout(), october(), {}, damaged);
  ASSERT_EQ(held.size(), 2U);
  EXPECT_FALSE(held.at(day("2026-09-01")).is_estimated);
  EXPECT_TRUE(held.at(day("2026-10-01")).is_estimated);
  EXPECT_EQ(held.at(day("2026-10-01")).snapshot_at, row.snapshot_at);
  EXPECT_TRUE(damaged.empty());

  ASSERT_TRUE(
      files_.write_atomically(publisher_.layout().costs(september), "not parquet at all", 0600));
  held = *held_periods(*engine_, publisher_.layout(), october(), {}, damaged);
  EXPECT_EQ(held.size(), 1U);
  EXPECT_EQ(damaged, std::vector<std::string>{publisher_.layout().costs(september).string()});
}

TEST_F(PublisherTest, ReplacesManyAtOnce) {
  const auto table = *CostTable::create(*engine_, Face::kAccountService);
  CostStamp stamp;
  stamp.perspective = "payer";
  for (int month = 0; month < 20; ++month) {
    auto row = row_of("1", "a", "1");
    row.start = add_months(day("2026-10-01"), -month);
    row.end = add_months(row.start, 1);
    ASSERT_TRUE(table->append({row}));
    stamp.periods[row.start] = {false, row.snapshot_at};
  }
  ASSERT_TRUE(publisher_.costs(october(), *table, stamp, {}));
  ASSERT_TRUE(publisher_.costs(october(), *table, stamp, {}));
  std::vector<std::string> damaged;
  EXPECT_EQ(held_periods(*engine_, publisher_.layout(), october(), {}, damaged)->size(), 20U);
  EXPECT_EQ(*publisher_.clean_leftovers(), 0);
}

TEST_F(PublisherTest, DaysThatAreNotReplacedStay) {
  auto daily = october();
  daily.grain = Grain::kDaily;
  std::vector<CostRow> rows;
  for (const char* at : {"2026-10-01", "2026-10-02", "2026-10-03"}) {
    rows.push_back(row_of("1", "a", "1"));
    rows.back().start = day(at);
    rows.back().end = day(at) + std::chrono::days(1);
  }
  ASSERT_TRUE(costs(daily, rows));
  rows[1].amounts.unblended = *Decimal::parse("7");
  rows[1].snapshot_at += std::chrono::hours(1);
  const auto table = *CostTable::create(*engine_, Face::kAccountService);
  ASSERT_TRUE(table->append({rows[1]}));
  CostStamp stamp{"payer", "USD", {{"1", *rows[1].sub_account_name}}, {}};
  stamp.periods[rows[1].start] = {true, rows[1].snapshot_at};
  ASSERT_TRUE(publisher_.costs(daily, *table, stamp, {}));
  EXPECT_EQ(*read_costs(*engine_, publisher_.layout(), daily, {}), rows);

  ASSERT_TRUE(files_.write_atomically(publisher_.layout().costs(daily), "not parquet", 0600));
  ASSERT_TRUE(publisher_.costs(daily, *table, stamp, {}));
  EXPECT_EQ(*read_costs(*engine_, publisher_.layout(), daily, {}), std::vector{rows[1]})
      << "of a damaged file nothing can stay";
}

TEST_F(PublisherTest, EveryFaceHasTheSameColumns) {
  const auto row = row_of("1", "a", "1");
  std::set<std::string> schemas;
  for (const Face face :
       {Face::kTotal, Face::kAccountService, Face::kServiceRegion, Face::kServiceChargeType}) {
    auto partition = october();
    partition.face = face;
    for (const auto& rows : {std::vector{row}, std::vector<CostRow>()}) {
      ASSERT_TRUE(costs(partition, rows));
      const auto columns = engine_->query("DESCRIBE SELECT * FROM read_parquet(?)",
                                          {publisher_.layout().costs(partition).string()}, {});
      std::string schema;
      for (const Row& column : columns->rows) schema += *column[0] + " " + *column[1] + ",";
      schemas.insert(schema);
    }
  }
  EXPECT_EQ(schemas.size(), 1U);
}

TEST_F(PublisherTest, GivesRowsWhatTheirStampSays) {
  auto row = row_of("1", "a", "0");
  row.currency = std::nullopt;
  auto unnamed = row_of("2", "a", "1");
  auto other = row_of("1", "a", "5");
  other.start = day("2026-09-01");
  other.end = day("2026-10-01");
  const auto table = *CostTable::create(*engine_, Face::kAccountService);
  ASSERT_TRUE(table->append({row, unnamed, other}));
  CostStamp stamp{"member", "CNY", {{"1", "<b>one</b>"}}, {}};
  stamp.periods[row.start] = {true, WallTime(day("2026-11-01"))};
  ASSERT_TRUE(publisher_.costs(october(), *table, stamp, {}));
  const auto stored = read();
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(stored[0].currency, "CNY");
  EXPECT_EQ(stored[1].currency, "USD");
  EXPECT_EQ(stored[0].sub_account_name, "<b>one</b>");
  EXPECT_EQ(stored[1].sub_account_name, std::nullopt);
  EXPECT_EQ(stored[0].perspective, "member");
  EXPECT_EQ(stored[0].billing_account_id, "123456789012");
  EXPECT_EQ(stored[0].snapshot_at, WallTime(day("2026-11-01")));
  EXPECT_TRUE(stored[0].is_estimated);
  auto september = october();
  september.month = other.start;
  EXPECT_FALSE(files_.exists(publisher_.layout().costs(september))) << "it has no stamp";
}

TEST_F(PublisherTest, RemovesWhatACrashLeft) {
  ASSERT_TRUE(costs(october(), {row_of("1", "a", "1")}));
  const auto leftover =
      publisher_.layout().costs(october()).parent_path() / ".data.parquet.sextant-tmp-99";
  std::ofstream(leftover) << "half a file";
  EXPECT_EQ(*publisher_.clean_leftovers(), 1);
  EXPECT_FALSE(files_.exists(leftover));
  EXPECT_EQ(read().size(), 1U);
  Publisher nowhere(*engine_, files_, Layout(folder_.path() / "none"));
  EXPECT_EQ(*nowhere.clean_leftovers(), 0);
}

TEST_F(PublisherTest, AFullDiskLeavesTheOldFileAndNoOther) {
  const std::vector<CostRow> old = {row_of("1", "a", "1")};
  ASSERT_TRUE(costs(october(), old));
  std::vector<CostRow> many;
  for (int i = 0; i < 20000; ++i) {
    many.push_back(
        row_of(std::to_string(i * 7919).c_str(), std::to_string(i * 104729).c_str(), "1"));
  }
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 20000;
  setrlimit(RLIMIT_FSIZE, &small);
  const auto done = costs(october(), many);
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "lake.disk_full") << done.error().detail;
  EXPECT_EQ(read(), old);
  EXPECT_EQ(files_.list(publisher_.layout().costs(october()).parent_path())->size(), 1U);
  EXPECT_TRUE(costs(october(), many)) << "and it goes on when there is space again";
}

TEST_F(PublisherTest, WritesAccountsAndForecasts) {
  ASSERT_TRUE(publisher_.accounts("123456789012",
                                  {{"123456789012", "111111111111", "dev", "d@x.org", "ACTIVE",
                                    std::nullopt, "o-1", WallTime{}}},
                                  {}));
  ASSERT_TRUE(publisher_.forecasts(
      "123456789012", "primary",
      {{"123456789012", "UNBLENDED_COST", "monthly", day("2026-10-15"), day("2026-11-01"), "USD",
        *Decimal::parse("12.5"), std::nullopt, std::nullopt, 80, WallTime{}}},
      {}));
  const auto accounts = engine_->query("SELECT SubAccountName, JoinedAt FROM read_parquet(?)",
                                       {publisher_.layout().accounts("123456789012").string()}, {});
  ASSERT_TRUE(accounts) << accounts.error().detail;
  EXPECT_EQ(accounts->rows[0], (Row{"dev", std::nullopt}));
  const auto forecasts =
      engine_->query("SELECT Mean, Lower, Level, typeof(Level) FROM read_parquet(?)",
                     {publisher_.layout().forecasts("123456789012", "primary").string()}, {});
  ASSERT_TRUE(forecasts) << forecasts.error().detail;
  EXPECT_EQ(forecasts->rows[0], (Row{"12.5", std::nullopt, "80", "INTEGER"}));
}

TEST_F(PublisherTest, AnyTextAndAmountComesBackAsItWas) {
  rc::check([&] {
    auto row = row_of("1", "a", "0");
    row.service = *rc::gen::container<std::string>(rc::gen::inRange<char>(32, 127));
    const auto digits = *rc::gen::inRange<std::int64_t>(-1'000'000'000'000, 1'000'000'000'000);
    row.amounts.unblended =
        Decimal::from_units(static_cast<Decimal::Units>(digits) * 99'999'999'999'999);
    RC_ASSERT(costs(october(), {row}));
    RC_ASSERT(read() == std::vector<CostRow>{row});
  });
}

TEST(Layout, NamesAreSafe) {
  for (const char* name : {"", "..", "a/b", "a b", "a\n", "ü"})
    EXPECT_FALSE(is_safe_name(name)) << name;
  EXPECT_TRUE(is_safe_name("primary"));
  EXPECT_TRUE(is_safe_name(view_name("arn:aws:billing::123456789012:billingview/../../x")));
  EXPECT_EQ(view_name(""), "primary");
  EXPECT_FALSE(is_account_id("12345678901"));
  EXPECT_FALSE(is_account_id("12345678901a"));
  const Layout layout("/x/a*b");
  EXPECT_EQ(
      layout.costs_pattern(Face::kTotal, Grain::kDaily, "123456789012", "primary"),
      "/x/a[*]b/costs/face=total/grain=daily/payer=123456789012/view=primary/month=*/data.parquet");
}

}  // namespace
}  // namespace sextant::lake
