#include <gmock/gmock.h>

#include "aws/testing/fake_http.h"
#include "insight/testing/crafted_lake.h"
#include "operations/cost_words.h"
#include "web/handlers/testing/handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

using insight::testing::CraftedLake;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

// Requests about costs over a crafted lake, in which it is 15 October 2026.
class CostHandlers : public ::testing::Test {
 protected:
  CostHandlers() {
    CraftedLake::Cut cut;
    cut.days_from = "2026-08-01";
    lake_.add({{"2026-08-20", kA, "Amazon S3", "eu-west-1", "Usage", "1000"},
               {"2026-09-03", kA, "Amazon S3", "eu-west-1", "Usage", "1234.567000000000000001"},
               {"2026-09-05", kB, "=cmd()", "us-east-1", "Usage", "-0.001"},
               {"2026-10-02", kA, "Amazon EC2", std::nullopt, "Tax", "1.25"}},
              "2026-08", "2026-10", cut);
    lake_.name_accounts(kA, {{kA, "Root"}, {kB, "Prod"}});
  }

  FileReply file(std::string_view method, std::string_view target, const json::object& body = {}) {
    auto reply = handlers_.call(method, target, body);
    if (reply && reply->file) return *std::move(reply->file);
    ADD_FAILURE() << target << ": no file";
    return {};
  }

  CraftedLake lake_;
  Environment environment_{{}};
  // Runs on, so that deadlines mean something.
  const SystemClock clock_ =
      SystemClock::starting_at(insight::testing::moment("2026-10-15T12:00:00Z"));
  SystemProcesses processes_;
  aws::FakeHttp http_;
  SystemRandom random_;
  testing::Handlers handlers_{
      aws::Outside{environment_, lake_.files(), processes_, http_, clock_, random_}, lake_.home()};
};

TEST_F(CostHandlers, AnswersWithProvenanceAndHowToRepeatIt) {
  const json::value answer = handlers_.get("/costs?by=service&by=month&from=2026-09&to=2026-10");
  EXPECT_EQ(answer.at("rows").at(0).at("amount").as_string(), "1234.567000000000000001");
  EXPECT_EQ(answer.at("provenance").at("interval").as_string(), "September 2026");
  EXPECT_EQ(answer.at("repeat").at("command").as_string(),
            "sextant cost --by service --by month --from 2026-09 --to 2026-10");
  EXPECT_THAT(std::string(answer.at("repeat").at("sql").as_string()),
              HasSubstr("FROM cost_account_service_monthly"));
}

TEST_F(CostHandlers, WithoutGroupsItIsTheTotal) {
  const json::value answer = handlers_.get("/costs?last=this-month");
  ASSERT_EQ(answer.at("rows").as_array().size(), 1U);
  EXPECT_EQ(answer.at("rows").at(0).at("amount").as_string(), "1.25");
  EXPECT_THAT(std::string(answer.at("repeat").at("command").as_string()),
              StartsWith("sextant cost --by total"));
}

TEST_F(CostHandlers, GivesFiles) {
  const FileReply csv = file("GET", "/costs?by=service&from=2026-09&to=2026-10&format=csv");
  EXPECT_EQ(csv.file_name, "costs-2026-09-01-2026-10-01.csv");
  EXPECT_EQ(csv.bytes,
            "service,currency,amount,kind\nAmazon S3,USD,1234.567000000000000001,cost\n"
            "'=cmd(),USD,-0.001,cost\n")
      << "no cell is a formula";
  const FileReply parquet = file("GET", "/costs?by=service&format=parquet");
  EXPECT_THAT(parquet.bytes, StartsWith("PAR1"));
  EXPECT_TRUE(std::filesystem::is_empty(lake_.home() / "exports")) << "nothing is left";
}

TEST_F(CostHandlers, RefusesInTheWordsOfTheCatalog) {
  const json::object refused = handlers_.problem("GET", "/costs?by=account&by=region");
  EXPECT_EQ(refused.at("code").as_string(), "cost.not_answerable");
  EXPECT_EQ(refused.at("status").as_int64(), 409);
  EXPECT_THAT(std::string(refused.at("take").as_string()), HasSubstr("service × region"));
  EXPECT_EQ(handlers_.code("GET", "/costs?where=nonsense"), "cost.bad_filter");
  EXPECT_EQ(handlers_.code("GET", "/costs?connection=nobody"), "connection.not_found");
  EXPECT_EQ(handlers_.code("GET", "/costs?by=tag"), "web.invalid");
}

TEST_F(CostHandlers, ComparesTwoIntervals) {
  const json::value answer = handlers_.get(
      "/costs/compare?by=service&from=2026-09&to=2026-10&before_from=2026-08&before_to=2026-09");
  const json::value& row = answer.at("rows").at(0);
  EXPECT_EQ(row.at("now").as_string(), "1234.567000000000000001");
  EXPECT_EQ(row.at("before").as_string(), "1000");
  EXPECT_EQ(row.at("change").as_string(), "234.567000000000000001");
  EXPECT_THAT(std::string(answer.at("repeat").at("command").as_string()),
              HasSubstr("--before-from 2026-08 --before-to 2026-09"));
  EXPECT_EQ(handlers_.code("GET",
                           "/costs/compare?by=day&from=2026-09&to=2026-10&before_from=2026-08&"
                           "before_to=2026-09"),
            "cost.bad_comparison");
}

TEST_F(CostHandlers, ListsValuesForFilters) {
  const json::value accounts = handlers_.get("/costs/values?key=account");
  EXPECT_EQ(accounts.at("values").at(0).at("name").as_string(), "Prod");
  EXPECT_TRUE(handlers_.get("/costs/values?key=region").at("values").at(2).at("value").is_null());
}

TEST_F(CostHandlers, OverviewTellsEachPartByItself) {
  const json::value overview = handlers_.get("/overview");
  EXPECT_EQ(overview.at("month_to_date").at("rows").at(0).at("now").as_string(), "1.25");
  EXPECT_EQ(overview.at("forecast").at("code").as_string(), "cost.no_forecast");
  EXPECT_EQ(overview.at("forecast").at("status").as_int64(), 409);
  EXPECT_EQ(handlers_.code("GET", "/forecast"), "cost.no_forecast");
}

TEST_F(CostHandlers, RunsSqlOverTheLakeAlone) {
  const json::value answer = handlers_.post(
      "/sql", {{"sql",
                "SELECT 1 AS a, 9007199254740993 AS b, 1.50::DECIMAL(4,2) AS c, NULL AS d "
                "UNION ALL SELECT 2, 3, 4, 5"},
               {"max_rows", 1}});
  EXPECT_EQ(json::serialize(answer.at("columns")),
            R"([{"name":"a","kind":"integer"},{"name":"b","kind":"integer"},)"
            R"({"name":"c","kind":"decimal"},{"name":"d","kind":"integer"}])");
  EXPECT_EQ(json::serialize(answer.at("rows")), R"([[1,"9007199254740993","1.5",null]])");
  EXPECT_TRUE(answer.at("cut").as_bool());
  EXPECT_EQ(handlers_.code("POST", "/sql", {{"sql", "DROP TABLE coverage"}}),
            "query.not_a_question");
  EXPECT_EQ(file("POST", "/sql", {{"sql", "SELECT '=x' AS y"}, {"format", "csv"}}).bytes,
            "y\n'=x\n");
  EXPECT_THAT(file("POST", "/sql", {{"sql", "SELECT 1"}, {"format", "parquet"}}).bytes,
              StartsWith("PAR1"));
  EXPECT_EQ(handlers_.get("/sql/tables").at("tables").at(0).at("name").as_string(),
            "cost_total_monthly");
}

}  // namespace
}  // namespace sextant::web
