#include "aws/credentials/profile_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"

namespace sextant::aws {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using Variables = std::map<std::string, std::string>;

class ProfileSettingsTest : public testing::Test {
 protected:
  Result<ClientOptions> options(const std::string& config, Variables variables = {},
                                const std::optional<std::string>& profile = "p") {
    EXPECT_TRUE(system_.write_atomically(folder_.path() / "config", config, 0600));
    variables["AWS_CONFIG_FILE"] = (folder_.path() / "config").string();
    variables["HOME"] = folder_.path().string();
    const Environment environment(variables);
    files_ = ProfileFiles::load(environment, system_);
    SEXTANT_TRY(const ChosenProfile chosen, choose_profile(files_, environment, profile));
    return read_client_options(files_, chosen, environment);
  }
  std::string code(const std::string& config, const Variables& variables = {}) {
    const auto got = options(config, variables);
    return got ? "fine" : got.error().code;
  }

  TemporaryFolder folder_;
  SystemFiles system_;
  ProfileFiles files_;
};

TEST_F(ProfileSettingsTest, RegionComesFromVariablesThenTheProfileThenThePartition) {
  EXPECT_EQ(options("[profile p]\nregion=eu-west-1\n")->region, "eu-west-1");
  EXPECT_EQ(
      options("[profile p]\nregion=eu-west-1\n", {{"AWS_DEFAULT_REGION", "us-west-2"}})->region,
      "us-west-2");
  EXPECT_EQ(
      options("[profile p]\n", {{"AWS_DEFAULT_REGION", "us-west-2"}, {"AWS_REGION", "us-east-2"}})
          ->region,
      "us-east-2");
  EXPECT_EQ(options("[profile p]\n")->region, "us-east-1");
  EXPECT_EQ(options("[profile p]\nrole_arn=arn:aws-cn:iam::123456789012:role/x\n")->region,
            "cn-north-1");
  EXPECT_EQ(code("[profile p]\nregion=evil.example/\n"), "profile.malformed_value");
}

TEST_F(ProfileSettingsTest, ProfileIsNamedElseTheEnvironmentsElseDefault) {
  EXPECT_EQ(options("[default]\nregion=eu-west-1\n", {}, std::nullopt)->region, "eu-west-1");
  EXPECT_EQ(options("", {}, std::nullopt)->region, "us-east-1");
  EXPECT_EQ(
      options("[profile q]\nregion=eu-west-3\n", {{"AWS_PROFILE", "q"}}, std::nullopt)->region,
      "eu-west-3");
  EXPECT_EQ(options("[default]\n", {{"AWS_PROFILE", "gone"}}, std::nullopt).error().code,
            "profile.not_found");
  EXPECT_EQ(options("[profile q]\n", {}, "default").error().code, "profile.not_found");
}

TEST_F(ProfileSettingsTest, EndpointsFollowBotocoresOrder) {
  const std::string config =
      "[profile p]\nservices=local\nendpoint_url=http://localhost:4\n[services "
      "local]\ncost_explorer =\n  "
      "endpoint_url=http://localhost:3\n";
  auto got = options(config);
  EXPECT_EQ(got->endpoint_url, "http://localhost:4");
  EXPECT_EQ(got->service_endpoint_urls.at("ce"), "http://localhost:3");

  got = options(config, {{"AWS_ENDPOINT_URL", "http://localhost:2"}});
  EXPECT_EQ(got->endpoint_url, "http://localhost:2");
  EXPECT_THAT(got->service_endpoint_urls, IsEmpty());

  got = options(config, {{"AWS_ENDPOINT_URL_COST_EXPLORER", "http://localhost:1"},
                         {"AWS_ENDPOINT_URL_SSO_OIDC", "http://localhost:9"}});
  EXPECT_EQ(got->service_endpoint_urls.at("ce"), "http://localhost:1");
  EXPECT_EQ(got->service_endpoint_urls.at("sso-oidc"), "http://localhost:9");
  EXPECT_EQ(got->endpoint_url, "http://localhost:4");

  got = options(config, {{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "True"}});
  EXPECT_EQ(got->endpoint_url, std::nullopt);
  EXPECT_THAT(got->service_endpoint_urls, IsEmpty());
  EXPECT_EQ(options(config + "ignored=1\n[profile p2]\n", {}, "p2")->endpoint_url, std::nullopt);
}

TEST_F(ProfileSettingsTest, AFilesStrangeEndpointStopsEverything) {
  EXPECT_EQ(code("[profile p]\nendpoint_url=https://evil.example\n"), "profile.untrusted_endpoint");
  EXPECT_EQ(
      code("[profile p]\nservices=s\n[services s]\nsts =\n  endpoint_url=https://evil.example\n"),
      "profile.untrusted_endpoint");
  EXPECT_EQ(code("[profile p]\nservices=gone\n"), "profile.services_not_found");
  EXPECT_EQ(code("[profile p]\nendpoint_url=https://mine.example\n",
                 {{"SEXTANT_TRUST_ENDPOINTS", "mine.example"}}),
            "fine");
  const auto got = options("[profile p]\nendpoint_url=https://evil.example\n");
  EXPECT_THAT(got.error().detail, HasSubstr("config line 2"));
}

TEST_F(ProfileSettingsTest, FlagsAndAttempts) {
  auto got = options(
      "[profile p]\nuse_fips_endpoint=true\nuse_dualstack_endpoint = True\nmax_attempts=7\n");
  EXPECT_TRUE(got->use_fips);
  EXPECT_TRUE(got->use_dual_stack);
  EXPECT_EQ(got->attempts_max, 7);
  got = options("[profile p]\nuse_fips_endpoint=true\n",
                {{"AWS_USE_FIPS_ENDPOINT", "false"}, {"AWS_MAX_ATTEMPTS", "900"}});
  EXPECT_FALSE(got->use_fips);
  EXPECT_EQ(got->attempts_max, 20);
  EXPECT_EQ(code("[profile p]\nmax_attempts=0\n"), "profile.malformed_value");
  EXPECT_EQ(code("[profile p]\nmax_attempts=3x\n"), "profile.malformed_value");
}

TEST(ServiceOfId, KnowsBotocoresNames) {
  EXPECT_EQ(service_of_id("cost_explorer"), "ce");
  EXPECT_EQ(service_of_id("cloudwatch_logs"), "logs");
  EXPECT_EQ(service_of_id("sts"), "sts");
  EXPECT_EQ(service_of_id("s3"), "s3");
}

}  // namespace
}  // namespace sextant::aws
