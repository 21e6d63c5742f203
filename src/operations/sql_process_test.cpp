#include "operations/sql_process.h"

#include <gmock/gmock.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "aws/testing/fake_http.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::operations {
namespace {

using insight::testing::CraftedLake;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// Does what the other process does in this one, or what a test has it do.
class OtherProcess final : public Processes {
 public:
  explicit OtherProcess(Context& context) : context_(context) {}
  std::function<Result<ProcessOutput>()> instead;
  std::vector<std::string> arguments;
  ProcessOptions options;
  CallContext limits;

  Result<ProcessOutput> run(const std::vector<std::string>& given, const ProcessOptions& how,
                            const CallContext& context) override {
    arguments = given;
    options = how;
    limits = context;
    if (instead) return instead();
    return ProcessOutput{0, answer_sql_request(context_, how.input, context), ""};
  }

 private:
  Context& context_;
};

class SqlProcessTest : public ::testing::Test {
 protected:
  SqlProcessTest() {
    lake_.add({{"2026-10-01", "111111111111", "Amazon S3", "eu-west-1", "Usage", "12.5"}},
              "2026-08", "2026-10", {.snapshot = "2026-10-15T10:00:00Z"});
    context_.sql_program = "/proc/self/exe";
  }
  Result<SqlAnswer> ask(const std::string& sql, std::size_t max_rows = 100) {
    SqlWords words;
    words.sql = sql;
    words.max_rows = max_rows;
    return ask_sql(context_, words, {});
  }
  static std::string names_of(const boost::json::object& provenance) {
    std::string names;
    for (const auto& table : provenance.at("tables").as_array())
      names += table.as_object().at("name").as_string();
    return names;
  }
  std::string code_when(std::function<Result<ProcessOutput>()> instead) {
    other_.instead = std::move(instead);
    const auto answer = ask("SELECT 1");
    return answer ? "no error" : answer.error().code;
  }

  CraftedLake lake_;
  const SystemClock clock_;  // statements run against time that passes
  Environment environment_{{{"HOME", "/home/ann"},
                            {"SEXTANT_HOME", "/home/ann/state"},
                            {"AWS_SECRET_ACCESS_KEY", "hidden"},
                            {"AWS_PROFILE", "prod"},
                            {"GITHUB_TOKEN", "hidden"}}};
  SystemProcesses none_;
  aws::FakeHttp http_;
  SystemRandom random_;
  Context inner_{aws::Outside{environment_, lake_.files(), none_, http_, clock_, random_},
                 lake_.home()};
  OtherProcess other_{inner_};
  Context context_{aws::Outside{environment_, lake_.files(), other_, http_, clock_, random_},
                   lake_.home()};
};

TEST_F(SqlProcessTest, AnswersAsThisProcessWould) {
  const std::string sql =
      "SELECT ServiceName, BilledCost, 7 AS n, NULL AS nothing, 'é\"\\' AS text, [1] AS list "
      "FROM cost_account_service_monthly";
  const auto apart = ask(sql);
  context_.sql_program.clear();
  const auto here = ask(sql);
  ASSERT_TRUE(apart && here) << (apart ? here.error().detail : apart.error().detail);
  EXPECT_EQ(apart->table.rows, here->table.rows);
  ASSERT_EQ(apart->table.columns.size(), here->table.columns.size());
  for (std::size_t i = 0; i < here->table.columns.size(); ++i) {
    EXPECT_EQ(apart->table.columns[i].name, here->table.columns[i].name);
    EXPECT_EQ(apart->table.columns[i].kind, here->table.columns[i].kind);
  }
  EXPECT_EQ(names_of(apart->provenance), "cost_account_service_monthly");
  EXPECT_EQ(names_of(here->provenance), names_of(apart->provenance));
  EXPECT_EQ(apart->provenance.at("complete"), here->provenance.at("complete"));
  EXPECT_EQ(apart->table.rows.size(), 1U);
}

TEST_F(SqlProcessTest, SaysThatThereAreMoreRows) {
  const auto answer = ask("SELECT * FROM range(10)", 4);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->table.rows.size(), 4U);
  EXPECT_TRUE(answer->table.is_cut);
}

TEST_F(SqlProcessTest, HandsOnTheErrorWithItsFacts) {
  const auto refused = ask("SELECT * FROM read_text('/etc/passwd')");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "query.not_allowed");
  EXPECT_THAT(refused.error().facts,
              Contains(std::pair<std::string, std::string>("function", "read_text")));
}

TEST_F(SqlProcessTest, GivesTheProcessNoCredentialsAndBounds) {
  ASSERT_TRUE(ask("SELECT 1"));
  EXPECT_THAT(other_.arguments, ::testing::ElementsAre("/proc/self/exe", std::string(kSqlCommand)));
  ASSERT_TRUE(other_.options.environment);
  EXPECT_THAT(*other_.options.environment, Contains("SEXTANT_HOME=/home/ann/state"));
  EXPECT_THAT(*other_.options.environment, Each(Not(StartsWith("AWS_"))));
  EXPECT_THAT(*other_.options.environment, Each(Not(HasSubstr("hidden"))));
  EXPECT_EQ(other_.options.memory_bytes_max, kSqlProcessMemoryMax);
  EXPECT_LT(other_.limits.deadline, SteadyTime::max());
}

TEST_F(SqlProcessTest, TellsHowTheProcessEnded) {
  const auto failed = [](std::string code) {
    return [code]() -> Result<ProcessOutput> { return failure(code, "/proc/self/exe"); };
  };
  const auto printed = [](std::string text) {
    return [text]() -> Result<ProcessOutput> { return ProcessOutput{139, text, ""}; };
  };
  EXPECT_EQ(code_when(failed("process.too_large")), "lake.out_of_memory");
  EXPECT_EQ(code_when(failed("process.timeout")), "lake.deadline");
  EXPECT_EQ(code_when(failed("process.cancelled")), "lake.cancelled");
  EXPECT_EQ(code_when(failed("process.failed")), "process.failed");
  EXPECT_EQ(code_when(printed("")), "lake.process_ended");
  EXPECT_EQ(code_when(printed("{\"columns\": [[\"a\", 0]], \"rows\": [[\"1\"]")),
            "lake.process_ended");
  EXPECT_EQ(code_when(printed("[]")), "lake.process_ended");
}

TEST_F(SqlProcessTest, WaitsForItsTurnAsLongAsItIsWanted) {
  while (context_.sql_slots().try_acquire()) {
  }
  std::stop_source stop;
  stop.request_stop();
  SqlWords words;
  words.sql = "SELECT 1";
  EXPECT_EQ(ask_sql(context_, words, {SteadyTime::max(), stop.get_token()}).error().code,
            "lake.cancelled");
  EXPECT_EQ(ask_sql(context_, words, {clock_.steady(), {}}).error().code, "lake.deadline");
  context_.sql_slots().release();
  EXPECT_TRUE(ask_sql(context_, words, {}));
  EXPECT_TRUE(ask_sql(context_, words, {})) << "each gives its turn back";
}

TEST_F(SqlProcessTest, WritesParquet) {
  SqlWords words;
  words.sql = "SELECT * FROM range(5)";
  words.max_rows = 3;
  const auto output = lake_.home() / "answer.parquet";
  const auto written = write_sql_parquet(context_, words, output, {});
  ASSERT_TRUE(written) << written.error().detail;
  EXPECT_EQ(*written, 4) << "there are more than three";
  EXPECT_TRUE(lake_.files().exists(output));
}

TEST_F(SqlProcessTest, RefusesWhatNoServerOfOursAsks) {
  for (const char* request : {"", "SELECT 1", "[]", "{"})
    EXPECT_THAT(answer_sql_request(inner_, request, {}), HasSubstr("usage.query"));
}

}  // namespace
}  // namespace sextant::operations
