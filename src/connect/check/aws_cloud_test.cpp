#include <gtest/gtest.h>

#include "aws/testing/fake_http.h"
#include "base/process.h"
#include "base/testing/temporary_folder.h"
#include "connect/check/api.h"
#include "connect/json_access.h"

namespace sextant::connect {
namespace {

constexpr const char* kSlowDown =
    "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code><Message>Rate "
    "exceeded</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
constexpr const char* kWho =
    "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>";

// The real cloud over an HTTP client that throttles, with a clock that sleeping moves.
class AwsCloudTest : public ::testing::Test {
 protected:
  Result<boost::json::value> ask(int refusals, const ApiOptions& options = {}) {
    for (int i = 0; i < refusals; ++i) http_.answer(400, kSlowDown);
    http_.answer(200, kWho);
    AwsCloud cloud(aws::Outside{environment_, files_, processes_, http_, clock_, random_});
    const auto api = cloud.open({}, options);
    EXPECT_TRUE(api) << (api ? "" : api.error().detail);
    return (*api)->call("sts", "GetCallerIdentity", {}, {});
  }

  const TemporaryFolder folder_;
  Environment environment_{{{"HOME", folder_.path().string()},
                            {"AWS_REGION", "us-east-1"},
                            {"AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"},
                            {"AWS_SECRET_ACCESS_KEY", "secret-key-of-the-test"}}};
  SystemFiles files_;
  SystemProcesses processes_;
  aws::FakeHttp http_;
  ManualClock clock_{WallTime{std::chrono::hours(24 * 20'000)}};
  SystemRandom random_;
};

TEST_F(AwsCloudTest, ThrottledCallsGoOnBeingTried) {
  const auto answer = ask(7);
  ASSERT_TRUE(answer) << answer.error().detail;
  EXPECT_EQ(text_at(*answer, {"Account"}), "111122223333");
  EXPECT_EQ(http_.asked().size(), 8U);
}

TEST_F(AwsCloudTest, ButNotForEver) {
  const SteadyTime start = clock_.steady();
  const auto answer = ask(1'000);
  ASSERT_FALSE(answer);
  EXPECT_TRUE(is_throttled(answer.error()));
  EXPECT_LE(clock_.steady() - start, std::chrono::seconds(40));
  EXPECT_GE(clock_.steady() - start, std::chrono::seconds(20));
}

TEST_F(AwsCloudTest, APaidCallIsTriedOnce) {
  ApiOptions options;
  options.attempts_max = 1;
  EXPECT_FALSE(ask(1, options));
  EXPECT_EQ(http_.asked().size(), 1U);
}

}  // namespace
}  // namespace sextant::connect
