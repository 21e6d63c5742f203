#include "insight/forecast.h"

#include <gmock/gmock.h>

#include "insight/testing/crafted_lake.h"

namespace sextant::insight {
namespace {

using testing::CraftedLake;
using testing::day;
using ::testing::HasSubstr;
using testing::moment;
using ::testing::SizeIs;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

lake::ForecastRow forecast(const std::string& account, const std::string& from,
                           const std::string& to, const std::string& mean,
                           const std::string& currency = "USD") {
  const Decimal amount = *Decimal::parse(mean);
  return {account,
          "UNBLENDED_COST",
          "monthly",
          day(from),
          day(to),
          currency,
          amount,
          *amount.minus(Decimal::from_int(1)),
          *amount.plus(Decimal::from_int(2)),
          80,
          moment("2026-10-15T10:00:00Z")};
}

class ForecastTest : public ::testing::Test {
 protected:
  ForecastTest() {
    lake_.add({{"2026-10-02", kA, "Amazon S3", "eu-west-1", "Usage", "10"},
               {"2026-10-15", kA, "Amazon S3", "eu-west-1", "Usage", "0.5"}},
              "2026-09", "2026-10");
  }
  void store(const std::string& payer, const std::vector<lake::ForecastRow>& rows) {
    ASSERT_TRUE(lake_.publisher().forecasts(payer, "primary", rows, {}));
  }
  Result<ForecastAnswer> ask(const ForecastQuestion& question = {}) {
    return answer_forecast(question, lake_.sources(), {});
  }
  CraftedLake lake_;
};

TEST_F(ForecastTest, AddsWhatIsSpentToWhatIsExpected) {
  store(kA, {forecast(kA, "2026-10-15", "2026-11-01", "12"),
             forecast(kA, "2026-11-01", "2026-12-01", "30")});
  const auto answer = ask();
  ASSERT_TRUE(answer) << answer.error().detail;
  ASSERT_THAT(answer->periods, SizeIs(2));
  EXPECT_EQ(answer->periods[1].upper->to_string(), "32");
  ASSERT_THAT(answer->this_month, SizeIs(1));
  EXPECT_EQ(answer->this_month[0].spent.to_string(), "10")
      << "the day that the forecast begins with is not counted twice";
  EXPECT_EQ(answer->this_month[0].expected.to_string(), "22");
  EXPECT_EQ(answer->level, 80);
  EXPECT_EQ(answer->age, std::chrono::hours(2));
  const auto json = to_json(*answer);
  EXPECT_EQ(json.at("rows").as_array().at(1).as_object().at("amount").as_string(), "30");
  EXPECT_EQ(json.at("provenance").as_object().at("currency").as_string(), "USD");
}

TEST_F(ForecastTest, ShowsAsManyMonthsAsAsked) {
  store(kA, {forecast(kA, "2026-10-15", "2026-11-01", "12"),
             forecast(kA, "2026-11-01", "2026-12-01", "30"),
             forecast(kA, "2026-12-01", "2027-01-01", "31")});
  EXPECT_THAT(ask({Metric::kUnblended, 2, {}})->periods, SizeIs(2));
}

TEST_F(ForecastTest, SeveralAccountsAreAddedAndCurrenciesAreNot) {
  CraftedLake::Cut other;
  other.payer = kB;
  lake_.add({}, "2026-09", "2026-10", other);
  store(kA, {forecast(kA, "2026-11-01", "2026-12-01", "30")});
  store(kB, {forecast(kB, "2026-11-01", "2026-12-01", "5"),
             forecast(kB, "2026-11-01", "2026-12-01", "700", "CNY")});
  const auto answer = ask();
  ASSERT_TRUE(answer);
  ASSERT_THAT(answer->periods, SizeIs(2));
  EXPECT_EQ(answer->periods[0].currency, "CNY");
  EXPECT_EQ(answer->periods[1].mean.to_string(), "35");
  EXPECT_EQ(answer->periods[1].upper->to_string(), "39");
  EXPECT_THAT(answer->notes.at(0), HasSubstr("wider"));
  EXPECT_TRUE(to_json(*answer).at("provenance").as_object().at("currency").is_null());
}

TEST_F(ForecastTest, SaysWhyThereIsNone) {
  EXPECT_EQ(ask().error().code, "cost.no_forecast");
  state::Cell cell;
  cell.account_id = kA;
  cell.face = "forecast";
  cell.window = {day("2026-10-15"), day("2027-01-01")};
  cell.status = state::CellStatus::kDenied;
  lake_.cells = {cell};
  EXPECT_THAT(ask().error().detail, HasSubstr("denied"));
  EXPECT_EQ(ask().error().code, "cost.forecast_not_given");
  store(kA, {forecast(kA, "2026-08-01", "2026-09-01", "12")});
  EXPECT_EQ(ask().error().code, "cost.forecast_not_given") << "a forecast of the past is none";
  store(kA, {forecast(kA, "2026-11-01", "2026-12-01", "12")});
  EXPECT_EQ(ask({Metric::kAmortized, 0, {}}).error().code, "cost.not_answerable");
}

TEST_F(ForecastTest, WithoutDaysTheMonthIsNotAddedUp) {
  lake_.remove(lake::Face::kTotal, lake::Grain::kDaily, kA, "2026-10");
  store(kA, {forecast(kA, "2026-10-15", "2026-11-01", "12")});
  const auto answer = ask();
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->this_month, SizeIs(0));
  EXPECT_THAT(answer->notes, SizeIs(1));
}

}  // namespace
}  // namespace sextant::insight
