#include "operations/overview.h"

#include <gmock/gmock.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "aws/testing/fake_http.h"
#include "insight/testing/crafted_lake.h"

namespace sextant::operations {
namespace {

using insight::testing::Charge;
using insight::testing::CraftedLake;
using insight::testing::day;
using insight::testing::moment;
using ::testing::HasSubstr;

constexpr const char* kA = "111111111111";
constexpr const char* kB = "222222222222";

// The overview over a crafted lake, in which it is 15 October 2026, noon.
class OverviewTest : public ::testing::Test {
 protected:
  CraftedLake::Cut cut(const std::string& snapshot, const std::string& payer = kA) const {
    CraftedLake::Cut cut;
    cut.snapshot = snapshot;
    cut.days_from = "2026-08-01";
    cut.payer = payer;
    if (payer != kA) cut.perspective = "standalone";
    return cut;
  }
  void add(const std::vector<Charge>& charges, const CraftedLake::Cut& cut) {
    lake_.add(charges, "2026-08", cut.snapshot.substr(0, 7), cut);
  }
  Result<Overview> overview(const CallContext& call = {}) {
    Context context(
        aws::Outside{environment_, lake_.files(), processes_, http_, lake_.clock(), random_},
        lake_.home());
    return make_overview(context, {}, call);
  }
  // "now before change", of the only row.
  static std::string total(const Result<insight::CostComparison>& part) {
    if (!part) return part.error().code;
    if (part->rows.size() != 1) return fmt::format("{} rows", part->rows.size());
    const auto& row = part->rows.front();
    return fmt::format("{} {} {}", row.now.to_string(), row.before.to_string(),
                       row.change.to_string());
  }
  static std::string days(const Result<insight::CostComparison>& part) {
    return insight::describe(part->now.days) + " / " + insight::describe(part->before.days);
  }

  CraftedLake lake_;

 private:
  Environment environment_{{}};
  SystemProcesses processes_;
  aws::FakeHttp http_;
  SystemRandom random_;
};

TEST_F(OverviewTest, ComparesWithTheSameDaysOfLastMonth) {
  add({{"2026-09-01", kA, "Amazon S3", "eu-west-1", "Usage", "1"},
       {"2026-09-14", kA, "Amazon S3", "eu-west-1", "Usage", "2"},
       {"2026-09-15", kA, "Amazon S3", "eu-west-1", "Usage", "400"},
       {"2026-10-01", kA, "Amazon S3", "eu-west-1", "Usage", "10"},
       {"2026-10-14", kB, "Amazon EC2", "eu-west-1", "Usage", "20.5"},
       {"2026-10-15", kA, "Amazon S3", "eu-west-1", "Usage", "8000"}},
      cut("2026-10-15T10:00:00Z"));
  const auto found = overview();
  ASSERT_TRUE(found);
  EXPECT_EQ(total(found->month_to_date), "30.5 3 27.5") << "today is not over";
  EXPECT_EQ(days(found->month_to_date),
            "1 to 14 October 2026 (14 days) / 1 to 14 September 2026 (14 days)");
  ASSERT_TRUE(found->by_service);
  EXPECT_EQ(found->by_service->rows.size(), 2U);
  ASSERT_TRUE(found->by_account);
  EXPECT_EQ(found->by_account->rows.front().values.front(), kB) << "the largest change first";
  ASSERT_TRUE(found->movers);
  EXPECT_EQ(found->movers->groups.size(), 2U);
  ASSERT_TRUE(found->daily) << found->daily.error().detail;
  EXPECT_EQ(found->daily->provenance.days.start, day("2026-09-11"));
  EXPECT_EQ(found->forecast.error().code, "cost.no_forecast") << "each part by itself";
}

TEST_F(OverviewTest, EndsWithTheLastDayThatAllAccountsHold) {
  add({{"2026-09-05", kA, "S", "eu-west-1", "Usage", "1"},
       {"2026-10-05", kA, "S", "eu-west-1", "Usage", "2"},
       {"2026-10-12", kA, "S", "eu-west-1", "Usage", "4"}},
      cut("2026-10-15T10:00:00Z"));
  add({{"2026-09-08", kB, "S", "eu-west-1", "Usage", "10"},
       {"2026-10-08", kB, "S", "eu-west-1", "Usage", "20"}},
      cut("2026-10-10T23:00:00Z", kB));
  const auto found = overview();
  ASSERT_TRUE(found && found->month_to_date) << found->month_to_date.error().detail;
  EXPECT_EQ(days(found->month_to_date),
            "1 to 9 October 2026 (9 days) / 1 to 9 September 2026 (9 days)");
  EXPECT_EQ(total(found->month_to_date), "22 11 11");
  EXPECT_TRUE(found->month_to_date->now.coverage.is_complete());
}

TEST_F(OverviewTest, OnTheFirstOfAMonthNoDayIsOver) {
  lake_.clock().advance(moment("2026-11-01T09:00:00Z") - lake_.clock().wall());
  add({{"2026-10-01", kA, "S", "eu-west-1", "Usage", "1"}}, cut("2026-11-01T08:00:00Z"));
  const auto found = overview();
  ASSERT_TRUE(found);
  for (const auto* part : {&found->month_to_date, &found->by_service, &found->movers}) {
    ASSERT_FALSE(*part);
    EXPECT_EQ(part->error().code, "cost.no_day_yet");
  }
  EXPECT_TRUE(found->daily) << "the days before are there all the same";
  const auto json =
      to_json(*found, [](const Error& error) { return boost::json::object{{"code", error.code}}; });
  EXPECT_THAT(boost::json::serialize(json),
              HasSubstr(R"("month_to_date":{"code":"cost.no_day_yet"})"));
}

TEST_F(OverviewTest, AShorterMonthHasNoMoreDaysThanItHas) {
  lake_.clock().advance(moment("2027-03-31T09:00:00Z") - lake_.clock().wall());
  CraftedLake::Cut march = cut("2027-03-31T08:00:00Z");
  march.estimated_from = "2027-03-01";
  lake_.add({{"2027-02-28", kA, "S", "eu-west-1", "Usage", "1"},
             {"2027-03-30", kA, "S", "eu-west-1", "Usage", "3"}},
            "2027-02", "2027-03", march);
  const auto found = overview();
  ASSERT_TRUE(found && found->month_to_date) << found->month_to_date.error().detail;
  EXPECT_EQ(total(found->month_to_date), "3 1 2");
  EXPECT_THAT(found->month_to_date->now.notes,
              ::testing::Contains(HasSubstr("30 days are held against 28")));
}

TEST_F(OverviewTest, ThatIsLeftIsNoAnswerForAnother) {
  add({{"2026-10-01", kA, "Amazon S3", "eu-west-1", "Usage", "10"}}, cut("2026-10-15T10:00:00Z"));
  std::stop_source gone;
  gone.request_stop();
  const auto found = overview({SteadyTime::max(), gone.get_token()});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, "lake.cancelled");
}

TEST_F(OverviewTest, OfNothingEachPartSaysWhy) {
  const auto found = overview();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->month_to_date.error().code, "connection.none");
  EXPECT_EQ(found->daily.error().code, "connection.none");
  EXPECT_EQ(found->forecast.error().code, "connection.none");
}

}  // namespace
}  // namespace sextant::operations
