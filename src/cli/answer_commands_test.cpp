#include <gmock/gmock.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <sstream>

#include "aws/testing/fake_http.h"
#include "base/text.h"
#include "cli/cost_command.h"
#include "cli/forecast_command.h"
#include "cli/query_command.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::cli {
namespace {

using insight::testing::Charge;
using insight::testing::CraftedLake;
using insight::testing::day;
using insight::testing::moment;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

// Runs commands over a crafted lake, with streams in place of the terminal.
class AnswerCommands : public ::testing::Test {
 protected:
  AnswerCommands() {
    lake_.add({{"2026-08-20", kA, "Amazon S3", "eu-west-1", "Usage", "1000"},
               {"2026-09-12", kA, "Amazon S3", "eu-west-1", "Usage", "1234.567"},
               {"2026-09-30", kB, "=cmd()|evil\x1b[31m", "us-east-1", "Usage", "-0.001"},
               {"2026-10-02", kA, "Amazon S3", "us-east-1", "Usage", "1.25"}},
              "2026-08", "2026-10");
    lake_.name_accounts(kA, {{kA, "Root"}, {kB, "日本 Prod"}});
  }

  template <typename Command>
  int run(int (*command)(Context&, const Command&), const Command& options) {
    out_.str("");
    err_.str("");
    Terminal terminal{out_, err_, in_};
    terminal.out_is_terminal = width_ > 0;
    terminal.width = width_;
    terminal.quiet = quiet_;
    Context context{aws::Outside{environment_, lake_.files(), processes_, http_, clock_, random_},
                    terminal,
                    {},
                    lake_.home()};
    return command(context, options);
  }
  int cost(const CostCommand& command) { return run(run_cost, command); }
  int query(const QueryCommand& command) { return run(run_query, command); }
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }
  boost::json::value json() const { return boost::json::parse(out()); }

  CraftedLake lake_;
  int width_ = 0;
  bool quiet_ = false;
  std::istringstream in_;

 private:
  Environment environment_{{{"LANG", "en_US.UTF-8"}}};
  SystemProcesses processes_;
  // Runs on, so that deadlines mean something.
  const SystemClock clock_ = SystemClock::starting_at(moment("2026-10-15T12:00:00Z"));
  aws::FakeHttp http_;
  SystemRandom random_;
  std::ostringstream out_;
  std::ostringstream err_;
};

CostCommand by(std::vector<std::string> keys) {
  CostCommand command;
  command.by = std::move(keys);
  return command;
}

TEST_F(AnswerCommands, ShowsATableWithItsProvenance) {
  ASSERT_EQ(cost({}), kFine) << err();
  EXPECT_THAT(out(),
              StartsWith("Unblended costs by service, 1 September to 15 October 2026 (45 days)\n"));
  EXPECT_THAT(out(), HasSubstr("Amazon S3"));
  EXPECT_THAT(out(), HasSubstr("1,235.82"));
  EXPECT_THAT(out(), HasSubstr("-<0.01"));
  EXPECT_THAT(out(), HasSubstr("Estimated from 2026-10-01 on"));
  EXPECT_THAT(out(), HasSubstr("the payer's view of 111111111111 (Root)"));
  EXPECT_THAT(out(), HasSubstr("read 2 h ago"));
  EXPECT_EQ(out().find('\x1b'), std::string::npos) << "names are made safe";
}

TEST_F(AnswerCommands, QuietIsTheAnswerAlone) {
  quiet_ = true;
  ASSERT_EQ(cost({}), kFine);
  EXPECT_THAT(out(), StartsWith("Service"));
  EXPECT_THAT(out(), Not(HasSubstr("Source")));
}

TEST_F(AnswerCommands, MonthsBecomeColumns) {
  CostCommand command = by({"service,month"});
  command.window.from = "2026-08";
  ASSERT_EQ(cost(command), kFine) << err();
  EXPECT_THAT(out(), HasSubstr("2026-08"));
  EXPECT_THAT(out(), HasSubstr("2026-10 to date"));
  EXPECT_THAT(out(), HasSubstr("08→09"));
  EXPECT_THAT(out(), HasSubstr("+23%"));
}

TEST_F(AnswerCommands, ComparesTwoIntervals) {
  CostCommand command;
  command.window = {"2026-09", "2026-10", ""};
  command.before = {"2026-08", "2026-09", ""};
  ASSERT_EQ(cost(command), kFine) << err();
  EXPECT_THAT(out(),
              StartsWith("Unblended costs by service, September 2026 against August 2026\n"));
  EXPECT_THAT(out(), AllOf(HasSubstr("Before (USD)"), HasSubstr("+234.57"), HasSubstr("+23%"),
                           HasSubstr("new"), HasSubstr("Before: August 2026")));
  EXPECT_EQ(out().find('\x1b'), std::string::npos) << "names are made safe";
  command.format = "json";
  ASSERT_EQ(cost(command), kFine);
  EXPECT_EQ(json().at("rows").at(0).at("change").as_string(), "234.567");
  command.format = "csv";
  ASSERT_EQ(cost(command), kFine);
  EXPECT_THAT(out(), StartsWith("service,currency,now,before,change,kind\n"
                                "Amazon S3,USD,1234.567,1000,234.567,cost\n'=cmd()"));
  command.format = "parquet";
  command.output = (lake_.home() / "x.parquet").string();
  EXPECT_EQ(cost(command), kUsage);
  command = {};
  command.before.to = "2026-09";
  EXPECT_EQ(cost(command), kUsage) << "an end without a beginning";
  EXPECT_THAT(err(), HasSubstr("cost.bad_window"));
}

TEST_F(AnswerCommands, FitsTheTerminal) {
  for (const int width : {40, 60, 100}) {
    width_ = width;
    CostCommand command = by({"service", "month"});
    command.window.from = "2026-08";
    command.plot = true;
    ASSERT_EQ(cost(command), kFine);
    for (const std::string& line : split(out(), '\n'))
      EXPECT_LE(display_width(line), static_cast<std::size_t>(width)) << line;
  }
}

TEST_F(AnswerCommands, PlotsBarsInAsciiToo) {
  CostCommand command = by({"account"});
  command.plot = true;
  command.ascii = true;
  ASSERT_EQ(cost(command), kFine);
  EXPECT_THAT(out(), HasSubstr("Root"));
  EXPECT_THAT(out(), HasSubstr("#####"));
  EXPECT_THAT(out(), Not(HasSubstr("█")));
}

TEST_F(AnswerCommands, JsonIsExact) {
  CostCommand command = by({"account", "month"});
  command.format = "json";
  ASSERT_EQ(cost(command), kFine);
  const boost::json::value answer = json();
  const boost::json::value& row = answer.at("rows").at(0);
  EXPECT_EQ(row.at("account").as_string(), kA);
  EXPECT_EQ(row.at("account_name").as_string(), "Root");
  EXPECT_EQ(row.at("amount").as_string(), "1234.567");
  EXPECT_EQ(answer.at("provenance").at("currency").as_string(), "USD");
}

TEST_F(AnswerCommands, CsvIsSafeAndSaysWhereItIsFrom) {
  CostCommand command = by({"service"});
  command.format = "csv";
  ASSERT_EQ(cost(command), kFine);
  EXPECT_EQ(out(),
            "service,currency,amount,kind\nAmazon "
            "S3,USD,1235.817,cost\n'=cmd()|evil\x1b[31m,USD,-0.001,cost\n");
  EXPECT_THAT(err(), HasSubstr("Unblended costs by service"));
  width_ = 80;
  ASSERT_EQ(cost(command), kFine);
  EXPECT_EQ(out().find('\x1b'), std::string::npos) << "a terminal runs no name";
}

TEST_F(AnswerCommands, ParquetNeedsAFileAndKeepsTheProvenance) {
  CostCommand command = by({"service"});
  command.format = "parquet";
  EXPECT_EQ(cost(command), kUsage);
  command.output = (lake_.home() / "it's.parquet").string();
  ASSERT_EQ(cost(command), kFine) << err();
  const auto sum = lake_.engine().query(
      "SELECT sum(amount), count(*) FROM read_parquet(" + lake::sql_text(command.output) + ")", {},
      {});
  EXPECT_EQ(sum->rows.at(0), (lake::Row{"1235.816", "2"}));
  const auto footer =
      lake_.engine().query("SELECT value::VARCHAR FROM parquet_kv_metadata(" +
                               lake::sql_text(command.output) + ") WHERE key = 'provenance'",
                           {}, {});
  EXPECT_THAT(footer->rows.at(0).at(0).value_or(""), HasSubstr("unblended"));
}

TEST_F(AnswerCommands, WritesToAFile) {
  CostCommand command;
  command.output = (lake_.home() / "bill.txt").string();
  width_ = 40;
  ASSERT_EQ(cost(command), kFine);
  EXPECT_EQ(out(), "");
  EXPECT_THAT(*lake_.files().read(command.output), HasSubstr("1,235.82"));
}

TEST_F(AnswerCommands, ExitCodesSayWhatCameOfIt) {
  EXPECT_EQ(cost(by({"total", "service"})), kUsage);
  EXPECT_EQ(cost(by({"tag"})), kUsage);
  EXPECT_EQ(cost(by({"account", "region"})), kFailed);
  EXPECT_THAT(err(), HasSubstr("service × region"));
  lake_.remove(lake::Face::kServiceRegion, lake::Grain::kMonthly, kA, "2026-09");
  EXPECT_EQ(cost(by({"region"})), kPartly);
  EXPECT_THAT(out(), HasSubstr("missing: 111111111111 (Root), September 2026"));
  std::filesystem::remove_all(lake_.folder());
  EXPECT_EQ(cost({}), kNoConnection);
}

TEST_F(AnswerCommands, ConnectionsAreAskedByName) {
  CostCommand command;
  command.connections = {"nobody"};
  EXPECT_EQ(cost(command), kFailed);
  EXPECT_THAT(err(), HasSubstr("connection.not_found"));
}

TEST_F(AnswerCommands, ForecastsInEachForm) {
  EXPECT_EQ(run(run_forecast, ForecastCommand{}), kFailed);
  EXPECT_THAT(err(), HasSubstr("cost.no_forecast"));
  const auto amount = [](const char* text) { return *Decimal::parse(text); };
  ASSERT_TRUE(lake_.publisher().forecasts(
      kA, "primary",
      {{kA, "UNBLENDED_COST", "monthly", day("2026-10-15"), day("2026-11-01"), "USD", amount("10"),
        amount("8"), amount("13"), 80, moment("2026-10-15T10:00:00Z")}},
      {}));
  ASSERT_EQ(run(run_forecast, ForecastCommand{}), kFine) << err();
  EXPECT_THAT(out(), AllOf(HasSubstr("Upper (80%)"),
                           HasSubstr("This month: 1.25 USD spent in 1 to 14 October 2026"),
                           HasSubstr("11.25 USD by its end")));
  ForecastCommand command;
  command.format = "json";
  ASSERT_EQ(run(run_forecast, command), kFine);
  EXPECT_EQ(json().at("this_month").at(0).at("expected").as_string(), "11.25");
  command.format = "csv";
  ASSERT_EQ(run(run_forecast, command), kFine);
  EXPECT_EQ(out(), "from,to,currency,amount,lower,upper\n2026-10-15,2026-11-01,USD,10,8,13\n");
}

QueryCommand sql(std::string text, std::string format = "json") {
  QueryCommand command;
  command.sql = std::move(text);
  command.format = std::move(format);
  return command;
}

TEST_F(AnswerCommands, QueriesInEachForm) {
  ASSERT_EQ(
      query(sql("SELECT 1 AS a, 2.50::DECIMAL(4,2) AS a, NULL AS n, true AS b, 1.5::DOUBLE AS d, "
                "'x' AS s, "
                "170141183460469231731687303715884105727::HUGEINT AS h, 'nan'::DOUBLE AS nan")),
      kFine)
      << err();
  EXPECT_EQ(boost::json::serialize(json()),
            R"({"rows":[{"a":1,"a_2":"2.5","n":null,"b":true,"d":1.5E0,"s":"x",)"
            R"("h":"170141183460469231731687303715884105727","nan":"nan"}],"cut":false,)"
            R"("provenance":{"tables":[],"complete":true,"missing":[],"notes":[]}})");
  ASSERT_EQ(query(sql("SELECT ServiceName, sum(x_UnblendedCost) AS c FROM "
                      "cost_account_service_monthly GROUP BY 1 ORDER BY 2",
                      "csv")),
            kFine);
  EXPECT_EQ(out(), "ServiceName,c\n'=cmd()|evil\x1b[31m,-0.001\nAmazon S3,2235.817\n");
  ASSERT_EQ(query(sql("SELECT ServiceName FROM cost_account_service_monthly", "table")), kFine);
  EXPECT_EQ(out().find('\x1b'), std::string::npos);
}

TEST_F(AnswerCommands, QueriesAreBoundedAndSayWhenCut) {
  QueryCommand command = sql("SELECT * FROM range(100)", "csv");
  command.max_rows = 3;
  EXPECT_EQ(query(command), kPartly);
  EXPECT_EQ(out(), "range\n0\n1\n2\n");
  EXPECT_THAT(err(), HasSubstr("cut after 3 rows"));
  command.format = "parquet";
  command.output = (lake_.home() / "x.parquet").string();
  EXPECT_EQ(query(command), kPartly);
  EXPECT_EQ(lake_.engine()
                .query("SELECT count(*) FROM read_parquet('" + command.output + "')", {}, {})
                ->rows[0][0],
            "3");
}

TEST_F(AnswerCommands, QueriesComeFromStandardInputToo) {
  in_.str("SELECT 7 AS x");
  ASSERT_EQ(query(sql("-", "csv")), kFine);
  EXPECT_EQ(out(), "x\n7\n");
  in_.clear();
  in_.str(std::string(1U << 20U, ' ') + "SELECT 1");
  EXPECT_EQ(query(sql("-", "csv")), kFailed);
  EXPECT_THAT(err(), HasSubstr("query.too_long"));
}

TEST_F(AnswerCommands, QueriesWithoutSqlAreAUsageError) {
  EXPECT_EQ(query(sql("")), kUsage);
  QueryCommand command;
  command.tables = true;
  ASSERT_EQ(query(command), kFine);
  EXPECT_THAT(out(), AllOf(HasSubstr("cost_service_charge_type_monthly"), HasSubstr("x_ChargeType"),
                           HasSubstr("coverage")));
  EXPECT_EQ(query(sql("DROP TABLE coverage")), kFailed);
  EXPECT_THAT(err(), HasSubstr("query.not_a_question"));
}

}  // namespace
}  // namespace sextant::cli
