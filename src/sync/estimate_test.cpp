#include "sync/estimate.h"

#include <gtest/gtest.h>

namespace sextant::sync {
namespace {

using lake::Face;
using lake::Grain;

PlannedCell planned(Face face, Grain grain, int expected = 1) {
  PlannedCell cell;
  cell.spec.stream = {"123456789012", "primary", Subject::kCosts, face, grain};
  const Date today = *parse_date("2026-10-15");
  cell.spec.window = grain == Grain::kMonthly ? monthly_window(today) : daily_window(today);
  cell.requests_expected = expected;
  return cell;
}

TEST(Estimate, WhereNothingIsKnownItGrowsWithAccountsAndPeriods) {
  EXPECT_EQ(most_requests(planned(Face::kAccountService, Grain::kMonthly), {}, 1), 1);
  EXPECT_EQ(most_requests(planned(Face::kAccountService, Grain::kMonthly), {}, 13), 5)
      << "14 months of 13 accounts with 25 services, 1000 rows a page";
  EXPECT_EQ(most_requests(planned(Face::kAccountService, Grain::kDaily), {}, 13), 15);
  EXPECT_EQ(most_requests(planned(Face::kServiceRegion, Grain::kMonthly), {}, 500), 6)
      << "services are not more because accounts are";
}

TEST(Estimate, OneRowForAPeriodIsOnePage) {
  EXPECT_EQ(most_requests(planned(Face::kTotal, Grain::kDaily), {}, 500), 1);
  PlannedCell forecast = planned(Face::kTotal, Grain::kMonthly);
  forecast.spec.stream.subject = Subject::kForecast;
  EXPECT_EQ(most_requests(forecast, {}, 500), 1);
}

TEST(Estimate, WhatWasSeenCountsMoreThanWhatIsAssumed) {
  StreamState state;
  state::Cell cell;
  cell.status = state::CellStatus::kDone;
  cell.pages = 8;
  state.cells.push_back(cell);
  EXPECT_EQ(most_requests(planned(Face::kAccountService, Grain::kDaily, 8), state, 500), 10);
  EXPECT_EQ(most_requests(planned(Face::kAccountService, Grain::kDaily, 0), state, 500), 0)
      << "all its pages are there";
}

}  // namespace
}  // namespace sextant::sync
