#include "sync/plan.h"

#include <gtest/gtest.h>

namespace sextant::sync {
namespace {

using lake::Face;
using lake::Grain;
using lake::HeldPeriod;
using state::CellStatus;

Date day(const char* text) {
  return *parse_date(text);
}
WallTime at(const char* text) {
  return *parse_rfc3339(text);
}

class PlanTest : public ::testing::Test {
 protected:
  PlanTest() {
    for (Date month = day("2025-09-01"); month <= day("2026-10-01"); month = add_months(month, 1)) {
      const HeldPeriod period{month == day("2026-10-01"), false, at("2026-10-15T00:00:00Z")};
      state_.held[month] = state_.control[month] = period;
    }
    state_.cells.push_back(cell(CellStatus::kDone, "2026-10-15T00:00:00Z", true));
  }
  static Stream stream(Face face, Grain grain = Grain::kMonthly) {
    return {"123456789012", "primary", Subject::kCosts, face, grain};
  }
  static state::Cell cell(CellStatus status, const char* updated_at, bool is_full) {
    state::Cell made;
    made.status = status;
    made.window = monthly_window(day("2026-10-15"));
    made.is_full = is_full;
    made.rows = 10;
    made.pages = 28;
    made.updated_at = at(updated_at);
    return made;
  }
  std::string planned(Face face, const char* now, bool force = false) {
    const auto cell = plan_stream(stream(face), state_, {at(now), date_of(at(now)), force});
    if (!cell) return "nothing";
    return format_date(cell->spec.window.start) + ".." + format_date(cell->spec.window.end);
  }
  StreamState state_;
};

TEST_F(PlanTest, WhatIsFreshIsNotAsked) {
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T07:59:59Z"), "nothing");
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T07:59:59Z", true), "2026-10-01..2026-11-01");
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T08:00:00Z"), "2026-10-01..2026-11-01");
  EXPECT_EQ(*fresh_until(state_), at("2026-10-15T08:00:00Z"));
}

TEST_F(PlanTest, NothingHeldMeansEverything) {
  state_ = {};
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T12:00:00Z"), "2025-09-01..2026-11-01");
  EXPECT_EQ(fresh_until(state_), std::nullopt);
}

TEST_F(PlanTest, TheControlIsAlwaysAskedWhole) {
  EXPECT_EQ(planned(Face::kTotal, "2026-10-15T12:00:00Z"), "2025-09-01..2026-11-01");
}

TEST_F(PlanTest, AskedIsFromTheFirstMonthThatIsNotSettled) {
  const char* now = "2026-10-15T12:00:00Z";
  EXPECT_EQ(planned(Face::kServiceRegion, now), "2026-10-01..2026-11-01");
  state_.held[day("2026-09-01")].is_estimated = true;
  EXPECT_EQ(planned(Face::kServiceRegion, now), "2026-09-01..2026-11-01");
  state_.control[day("2026-08-01")].is_estimated = true;
  EXPECT_EQ(planned(Face::kServiceRegion, now), "2026-08-01..2026-11-01");
  state_.held.erase(day("2026-07-01"));
  EXPECT_EQ(planned(Face::kServiceRegion, now), "2026-07-01..2026-11-01")
      << "a month that is missing";
  state_.control[day("2026-06-01")].snapshot_at += std::chrono::hours(1);
  EXPECT_EQ(planned(Face::kServiceRegion, now), "2026-06-01..2026-11-01")
      << "a month whose control is newer";
}

TEST_F(PlanTest, AMonthInWhichNothingWasSpentNeedsNoRows) {
  state_.held.erase(day("2026-03-01"));
  state_.control[day("2026-03-01")].is_zero = true;
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T12:00:00Z"), "2026-10-01..2026-11-01");
}

TEST_F(PlanTest, OnTheFirstOfAMonthTheOldOneIsStillOpen) {
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-11-01T00:00:30Z"), "2026-10-01..2026-12-01");
  for (auto& [month, period] : state_.held) period.is_estimated = false;
  for (auto& [month, period] : state_.control) period.is_estimated = false;
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-11-01T00:00:30Z"), "2026-11-01..2026-12-01");
}

TEST_F(PlanTest, ClosedMonthsAreLookedAtAgainEveryWeek) {
  EXPECT_EQ(planned(Face::kAccountService, "2026-10-21T23:00:00Z"), "2026-10-01..2026-11-01");
  state_.cells.push_back(cell(CellStatus::kDone, "2026-10-21T23:00:00Z", false));
  EXPECT_EQ(planned(Face::kAccountService, "2026-10-22T12:00:00Z"), "2025-09-01..2026-11-01");
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-22T12:00:00Z"), "2026-10-01..2026-11-01");
}

TEST_F(PlanTest, WhatFailedIsAskedAgainAtOnceButNotWhatAwsDoesNotHaveYet) {
  for (const CellStatus status :
       {CellStatus::kFailed, CellStatus::kDenied, CellStatus::kNotEnabled, CellStatus::kThrottled,
        CellStatus::kPlanned, CellStatus::kRunning}) {
    state_.cells.back() = cell(status, "2026-10-15T00:00:00Z", false);
    EXPECT_NE(planned(Face::kServiceRegion, "2026-10-15T00:00:01Z"), "nothing")
        << state::name_of(status);
  }
  state_.cells.back() = cell(CellStatus::kNoData, "2026-10-15T00:00:00Z", false);
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T07:00:00Z"), "nothing");
}

TEST_F(PlanTest, AClockThatWasSetBackKeepsNothingFresh) {
  EXPECT_NE(planned(Face::kServiceRegion, "2026-10-14T00:00:00Z"), "nothing");
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-14T23:58:00Z"), "nothing")
      << "a little is tolerated";
}

TEST_F(PlanTest, FilesThatSomebodyRemovedAreAskedForAtOnce) {
  state_.held.clear();
  EXPECT_NE(planned(Face::kServiceRegion, "2026-10-15T01:00:00Z"), "nothing");
}

TEST_F(PlanTest, WhatAnEarlierSyncLeftIsFinishedFirst) {
  SpooledCell spooled;
  spooled.spec.stream = stream(Face::kServiceRegion);
  spooled.spec.window = monthly_window(day("2026-09-30"));
  spooled.started_at = at("2026-10-15T09:00:00Z");
  spooled.pages = 5;
  state_.spooled = spooled;
  const auto cell = plan_stream(stream(Face::kServiceRegion), state_,
                                {at("2026-10-15T12:00:00Z"), day("2026-10-15"), false});
  ASSERT_TRUE(cell && cell->spooled);
  EXPECT_EQ(cell->spec.window, spooled.spec.window)
      << "its own window, though the month has turned";
  EXPECT_EQ(cell->requests_expected, 23) << "28 pages last time, 5 are there";
  EXPECT_EQ(planned(Face::kServiceRegion, "2026-10-15T18:00:00Z"), "2026-10-01..2026-11-01")
      << "its figures are too old by now";
}

TEST_F(PlanTest, RequestsAreGuessedFromTheLastTime) {
  const auto cell = plan_stream(stream(Face::kServiceRegion), state_,
                                {at("2026-10-15T12:00:00Z"), day("2026-10-15"), false});
  EXPECT_EQ(cell->requests_expected, 2) << "28 pages for 14 months";
}

TEST(Streams, OnlyAPayerListsItsMembers) {
  EXPECT_EQ(streams_of("123456789012", true).size(), 8U);
  EXPECT_EQ(streams_of("123456789012", false).size(), 7U);
}

TEST(Periods, CoverAWindow) {
  EXPECT_EQ(periods_of(monthly_window(day("2026-10-15")), Grain::kMonthly).size(), 14U);
  EXPECT_EQ(periods_of(daily_window(day("2028-03-01")), Grain::kDaily).size(), 35U);
}

}  // namespace
}  // namespace sextant::sync
