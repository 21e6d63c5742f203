#include "lake/publisher.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <signal.h>
#include <sys/resource.h>

#include <fstream>

#include "base/testing/temporary_folder.h"

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
  ASSERT_TRUE(publisher_.costs(october(), rows, {}));
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
  ASSERT_TRUE(publisher_.costs(october(), {row_of("1", "a", "1"), row_of("2", "b", "2")}, {}));
  ASSERT_TRUE(publisher_.costs(october(), {}, {}));
  EXPECT_TRUE(read().empty());
  std::vector<std::string> damaged;
  EXPECT_TRUE(held_periods(*engine_, publisher_.layout(), october(), {}, damaged)->empty());
}

TEST_F(PublisherTest, TellsWhatIsHeldAndWhatIsDamaged) {
  auto row = row_of("1", "a", "1");
  ASSERT_TRUE(publisher_.costs(october(), {row}, {}));
  auto september = october();
  september.month = row.start = day("2026-09-01");
  row.is_estimated = false;
  ASSERT_TRUE(publisher_.costs(september, {row}, {}));
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
  std::vector<CostFile> files;
  for (int month = 0; month < 20; ++month) {
    auto partition = october();
    auto row = row_of("1", "a", "1");
    partition.month = row.start = add_months(day("2026-10-01"), -month);
    row.end = add_months(row.start, 1);
    files.push_back({partition, {row}});
  }
  ASSERT_TRUE(publisher_.costs(files, {}));
  ASSERT_TRUE(publisher_.costs(files, {}));
  std::vector<std::string> damaged;
  EXPECT_EQ(held_periods(*engine_, publisher_.layout(), october(), {}, damaged)->size(), 20U);
  EXPECT_EQ(*publisher_.clean_leftovers(), 0);
}

TEST_F(PublisherTest, RemovesWhatACrashLeft) {
  ASSERT_TRUE(publisher_.costs(october(), {row_of("1", "a", "1")}, {}));
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
  ASSERT_TRUE(publisher_.costs(october(), old, {}));
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
  const auto done = publisher_.costs(october(), many, {});
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "lake.disk_full") << done.error().detail;
  EXPECT_EQ(read(), old);
  EXPECT_EQ(files_.list(publisher_.layout().costs(october()).parent_path())->size(), 1U);
  EXPECT_TRUE(publisher_.costs(october(), many, {})) << "and it goes on when there is space again";
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
    RC_ASSERT(publisher_.costs(october(), {row}, {}));
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
