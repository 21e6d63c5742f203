#include "connect/check/confused_deputy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <functional>

#include "connect/external_id.h"
#include "connect/testing/fake_api.h"

namespace sextant::connect {
namespace {

const std::string kExternalId = "sextant-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeF01";
const std::string kRole = "arn:aws:iam::111122223333:role/SextantReadOnly";

class ConfusedDeputyTest : public ::testing::Test {
 protected:
  // `opens` is the trust policy: whether this external ID ("" for none) is let in.
  CheckStep run(std::function<bool(const std::string&)> opens, const CallContext& context = {}) {
    api_.on("sts", "AssumeRole", [this, opens](const boost::json::object& input) {
      inputs_.push_back(input);
      const auto* id = input.if_contains("ExternalId");
      return opens(id == nullptr ? "" : std::string(id->get_string()))
                 ? FakeApi::answer(
                       R"({"Credentials":{"AccessKeyId":"ASIA","SecretAccessKey":"s3cr3t-s3cr3t",
                                      "SessionToken":"t0k3n-t0k3n"}})")
                 : FakeApi::refusal("AccessDenied",
                                    "User is not authorized to perform: sts:AssumeRole");
    });
    return test_role_trust(
        {api_, clock_, random_, "prod", kRole, kExternalId, std::chrono::seconds(60),
         [this](const std::string& text) { waits_.push_back(text); }},
        context);
  }
  FakeApi api_;
  ManualClock clock_{WallTime{}};
  SystemRandom random_;
  std::vector<boost::json::object> inputs_;
  std::vector<std::string> waits_;
};

TEST_F(ConfusedDeputyTest, AStrictRoleIsClosed) {
  const auto step = run([](const std::string& id) { return id == kExternalId; });
  EXPECT_EQ(step.status, StepStatus::kFine) << step.said;
  EXPECT_EQ(step.evidence, Evidence::kProved);
  EXPECT_EQ(inputs_.size(), 5U);
  EXPECT_TRUE(waits_.empty());
}

TEST_F(ConfusedDeputyTest, TriesDifferInTheExternalIdOnlyAndMayDoNothing) {
  run([](const std::string& id) { return id == kExternalId; });
  std::vector<std::string> ids;
  for (boost::json::object input : inputs_) {
    const auto* id = input.if_contains("ExternalId");
    ids.push_back(id == nullptr ? "" : std::string(id->get_string()));
    input.erase("ExternalId");
    EXPECT_EQ(
        boost::json::serialize(input),
        R"({"RoleArn":")" + kRole +
            R"(","RoleSessionName":"sextant-trust-probe","DurationSeconds":900,"Policy":)"
            R"("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}"})");
  }
  EXPECT_EQ(ids[0], kExternalId);
  EXPECT_EQ(ids[1], "");
  EXPECT_NE(ids[2], kExternalId);
  EXPECT_EQ(ids[3].substr(0, 40), kExternalId.substr(0, 40));
  EXPECT_NE(ids[3], kExternalId);
  EXPECT_EQ(ids[4], with_other_case(kExternalId));
}

TEST_F(ConfusedDeputyTest, AnOpenRoleIsRedAfterASecondTry) {
  const auto step = run([](const std::string&) { return true; });
  EXPECT_EQ(step.status, StepStatus::kFailed);
  EXPECT_EQ(step.code, "check.trust_open");
  EXPECT_EQ(inputs_.size(), 9U) << "one right, four wrong, four again";
  EXPECT_EQ(waits_.size(), 1U);
  EXPECT_GE(step.elapsed, std::chrono::seconds(60));
}

TEST_F(ConfusedDeputyTest, ARoleThatComparesLooselyIsRed) {
  const auto ignores_case = [](const std::string& id) {
    return id == kExternalId || id == with_other_case(kExternalId);
  };
  EXPECT_EQ(run(ignores_case).status, StepStatus::kFailed);
  const auto prefix_only = [](const std::string& id) { return id.starts_with("sextant-AbCd"); };
  const auto step = run(prefix_only);
  EXPECT_EQ(step.status, StepStatus::kFailed);
  EXPECT_TRUE(std::ranges::any_of(
      step.details, [](const std::string& line) { return line == "with another suffix: LET IN"; }));
}

TEST_F(ConfusedDeputyTest, AFixThatIamAppliesMeanwhileIsSeen) {
  int calls = 0;
  const auto step = run([&](const std::string& id) { return id == kExternalId || ++calls <= 4; });
  EXPECT_EQ(step.status, StepStatus::kFine);
  EXPECT_EQ(waits_.size(), 1U);
}

TEST_F(ConfusedDeputyTest, AnyOtherFailureIsNotTestedNeverFine) {
  int calls = 0;
  api_.on("sts", "AssumeRole", [&](const boost::json::object&) {
    return ++calls == 1 ? FakeApi::answer("{}") : FakeApi::refusal("Throttling", "Rate exceeded");
  });
  const auto step = test_role_trust(
      {api_, clock_, random_, "prod", kRole, kExternalId, std::chrono::seconds(60), {}}, {});
  EXPECT_EQ(step.status, StepStatus::kNotTested);
  EXPECT_EQ(step.evidence, Evidence::kNotTested);
  EXPECT_TRUE(step.counts) << "a door that nobody has tried keeps the connection from being green";
}

TEST_F(ConfusedDeputyTest, NothingIsTriedBeforeTheRightExternalIdGotIn) {
  const auto step = run([](const std::string&) { return false; });
  EXPECT_EQ(step.status, StepStatus::kNotTested);
  EXPECT_EQ(inputs_.size(), 1U);
}

TEST_F(ConfusedDeputyTest, CancelledDuringTheWaitIsNotTested) {
  std::stop_source stop;
  stop.request_stop();
  const auto step =
      run([](const std::string&) { return true; }, {SteadyTime::max(), stop.get_token()});
  EXPECT_EQ(step.status, StepStatus::kNotTested);
  EXPECT_EQ(inputs_.size(), 5U);
  const auto late =
      run([](const std::string&) { return true; }, {clock_.steady() + std::chrono::seconds(5), {}});
  EXPECT_EQ(late.status, StepStatus::kNotTested)
      << "a wait that would pass the deadline is not begun";
}

}  // namespace
}  // namespace sextant::connect
