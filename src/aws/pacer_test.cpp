#include "aws/pacer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "aws/lanes.h"

namespace sextant::aws {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Pacer, LetsABurstThroughAndSpacesTheRest) {
  const ManualClock clock({});
  Pacer pacer({4, 2}, clock);
  EXPECT_EQ(pacer.take(), seconds(0));
  EXPECT_EQ(pacer.take(), seconds(0));
  EXPECT_EQ(pacer.take(), milliseconds(250));
  EXPECT_EQ(pacer.take(), milliseconds(500)) << "a promised call counts before it is made";
  pacer.give_back();
  EXPECT_EQ(pacer.take(), milliseconds(500));
}

TEST(Pacer, SavesUpNoMoreThanItsBurst) {
  const ManualClock clock({});
  Pacer pacer({10, 1}, clock);
  pacer.give_back();
  clock.advance(std::chrono::hours(24));
  EXPECT_EQ(pacer.take(), seconds(0));
  EXPECT_EQ(pacer.take(), milliseconds(100));
}

TEST(Pacer, HalvesDownToItsFloorAndRecoversToItsCeiling) {
  const ManualClock clock({});
  Pacer pacer({8, 1}, clock);
  pacer.refused();
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), 4);
  for (int i = 0; i < 50; ++i) pacer.refused();
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), Pacer::kRateFloor);
  for (int i = 0; i < Pacer::kCallsToRecover - 1; ++i) pacer.accepted();
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), Pacer::kRateFloor);
  pacer.refused();
  for (int i = 0; i < Pacer::kCallsToRecover - 1; ++i) pacer.accepted();
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), Pacer::kRateFloor) << "a refusal breaks the row";
  for (int i = 0; i < 20 * Pacer::kCallsToRecover; ++i) pacer.accepted();
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), 8);
}

TEST(Pacer, TakesSenselessCeilingsForItsFloor) {
  const ManualClock clock({});
  const Pacer pacer({0, 0}, clock);
  EXPECT_DOUBLE_EQ(pacer.rate_per_s(), Pacer::kRateFloor);
}

TEST(Pacer, NeverLetsMoreThroughThanRateAndBurst) {
  EXPECT_TRUE(rc::check([](const std::vector<bool>& pauses) {
    const ManualClock clock({});
    Pacer pacer({5, 3}, clock);
    const SteadyTime start = clock.steady();
    SteadyTime last = start;
    for (const bool pause : pauses) {
      if (pause) clock.advance(milliseconds(300));
      last = std::max(last, clock.steady() + pacer.take());
    }
    const double elapsed_s = std::chrono::duration<double>(last - start).count();
    RC_ASSERT(static_cast<double>(pauses.size()) <= 3 + elapsed_s * 5 + 0.001);
  }));
}

TEST(Lanes, TakeTheirPaceFromTheCatalogUnlessToldOtherwise) {
  const ManualClock clock({});
  Lanes lanes(clock, {{"iam", Pace{3, 1}}});
  EXPECT_DOUBLE_EQ(lanes.at("1", "us-east-1", "ce").pacer.rate_per_s(), 2);
  EXPECT_DOUBLE_EQ(lanes.at("1", "us-east-1", "iam").pacer.rate_per_s(), 3);
  EXPECT_DOUBLE_EQ(lanes.at("1", "us-east-1", "ec2").pacer.rate_per_s(), Pace{}.rate_per_s);
  EXPECT_EQ(&lanes.at("1", "us-east-1", "ce"), &lanes.at("1", "us-east-1", "ce"));
  EXPECT_NE(&lanes.at("1", "us-east-1", "ce"), &lanes.at("2", "us-east-1", "ce"));
}

TEST(Lanes, AreSharedWhileSomebodyHoldsThem) {
  const ManualClock clock({});
  auto first = shared_lanes(clock, {{"ce", Pace{7, 7}}});
  EXPECT_EQ(shared_lanes(clock, {}), first);
  first.reset();
  EXPECT_DOUBLE_EQ(shared_lanes(clock, {})->at("1", "r", "ce").pacer.rate_per_s(), 2)
      << "and made afresh afterwards";
}

TEST(Lanes, ReadTheirPaceFromTheEnvironment) {
  const auto paces = [](const char* text) {
    return read_paces(Environment(std::map<std::string, std::string>{{"SEXTANT_PACE", text}}));
  };
  EXPECT_TRUE(paces("")->empty());
  EXPECT_TRUE(read_paces(Environment(std::map<std::string, std::string>{}))->empty());
  const auto two = paces("ce=0.5,ec2=40");
  ASSERT_TRUE(two.has_value());
  EXPECT_DOUBLE_EQ(two->at("ce").rate_per_s, 0.5);
  EXPECT_DOUBLE_EQ(two->at("ce").burst, 1);
  EXPECT_DOUBLE_EQ(two->at("ec2").burst, 40);
  for (const char* text :
       {"ce", "ce=", "ce=fast", "ce=0", "ce=-1", "ce=nan", "ce=inf", "ce=1e9", "ce=1 ", ","}) {
    EXPECT_EQ(paces(text).error().code, "aws.bad_pace") << text;
  }
}

}  // namespace
}  // namespace sextant::aws
