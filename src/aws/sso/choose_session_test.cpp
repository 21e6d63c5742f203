#include "aws/sso/choose_session.h"

#include <gtest/gtest.h>

#include "aws/testing/identity_world.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

class ChooseSessionTest : public ::testing::Test {
 protected:
  // "name start-url region", or the error's code.
  std::string choose(const SsoChoice& choice) {
    const Outside& outside = world_.outside();
    const ProfileFiles files = ProfileFiles::load(outside.environment, outside.files);
    const auto got = choose_session(files, outside.environment, outside.files, choice);
    return got ? got->name + " " + got->start_url + " " + got->region : got.error().code;
  }
  testing::IdentityWorld world_;
};

constexpr const char* kCorp =
    "[sso-session corp]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=eu-west-1\n";

TEST_F(ChooseSessionTest, ByProfileByNameAndWithoutAWord) {
  world_.config(std::string(kCorp) + "[profile p]\nsso_session=corp\n[profile keys]\nregion=a\n");
  const std::string corp = "corp https://corp.awsapps.com/start eu-west-1";
  EXPECT_EQ(choose({.profile = "p"}), corp);
  EXPECT_EQ(choose({.session = "corp"}), corp);
  EXPECT_EQ(choose({}), corp);
  EXPECT_EQ(choose({.profile = "keys"}), "sso.which_session");
  EXPECT_EQ(choose({.profile = "gone"}), "profile.not_found");
  EXPECT_EQ(choose({.session = "gone"}), "sso.unknown_session");
  world_.config(std::string(kCorp) +
                "[sso-session "
                "two]\nsso_start_url=https://two.awsapps.com/start\nsso_region=us-east-1\n[profile "
                "q]\nsso_session=two\n");
  EXPECT_EQ(choose({}), "sso.which_session");
  world_.variables["AWS_PROFILE"] = "q";
  EXPECT_EQ(choose({}), "two https://two.awsapps.com/start us-east-1");
}

TEST_F(ChooseSessionTest, ByStartUrl) {
  world_.config(kCorp);
  EXPECT_EQ(choose({.start_url = "https://corp.awsapps.com/start/#", .region = "eu-west-1"}),
            "corp https://corp.awsapps.com/start eu-west-1");
  EXPECT_EQ(choose({.start_url = "https://corp.awsapps.com/start"}),
            "corp https://corp.awsapps.com/start eu-west-1");
  EXPECT_EQ(choose({.start_url = "https://corp.awsapps.com/start", .region = "us-east-1"}),
            "corp-2 https://corp.awsapps.com/start us-east-1");
  EXPECT_EQ(
      choose(
          {.session = "corp", .start_url = "https://x.awsapps.com/start", .region = "us-east-1"}),
      "sso.session_conflict");
  EXPECT_EQ(
      choose(
          {.session = "mine", .start_url = "https://x.awsapps.com/start", .region = "us-east-1"}),
      "mine https://x.awsapps.com/start us-east-1");
  EXPECT_EQ(choose({.start_url = "https://x.awsapps.com/start"}), "sso.which_session");
  EXPECT_EQ(choose({.start_url = "http://x.awsapps.com/start", .region = "us-east-1"}),
            "sso.malformed_start_url");
  EXPECT_EQ(choose({.start_url = "https://x.awsapps.com/start", .region = "US East"}),
            "sso.malformed_region");
  EXPECT_EQ(choose({.start_url = "https://identitycenter.amazonaws.com/ssoins-12ab/",
                    .region = "us-east-1"}),
            "ssoins-12ab https://identitycenter.amazonaws.com/ssoins-12ab/ us-east-1");
  EXPECT_EQ(choose({.start_url = "http://127.0.0.1:5000/start", .region = "us-east-1"}),
            "sextant http://127.0.0.1:5000/start us-east-1");
}

TEST_F(ChooseSessionTest, AProfileOfTheOlderFormKeepsItsTokenUnderTheUrl) {
  world_.config(
      "[profile old]\nsso_start_url=https://old.awsapps.com/start\nsso_region=us-east-1\n");
  EXPECT_EQ(choose({.start_url = "https://old.awsapps.com/start", .region = "us-east-1"}),
            " https://old.awsapps.com/start us-east-1");
  EXPECT_EQ(choose({.profile = "old"}), " https://old.awsapps.com/start us-east-1");
}

TEST_F(ChooseSessionTest, ASessionThatIsNotConfiguredIsKnownByItsToken) {
  const auto sign_in = [&](const std::string& name, const std::string& start_url) {
    world_.write(
        ".aws/sso/cache/" + to_hex(sha1(name)) + ".json",
        R"({"accessToken":"x","expiresAt":"2026-10-15T11:00:00Z","region":"us-east-1","startUrl":")" +
            start_url + "\"}");
  };
  EXPECT_EQ(choose({}), "sso.which_session");
  sign_in("corp", "https://corp.awsapps.com/start");
  EXPECT_EQ(choose({}), "corp https://corp.awsapps.com/start us-east-1");
  EXPECT_EQ(choose({.session = "corp"}), "corp https://corp.awsapps.com/start us-east-1");
  EXPECT_EQ(choose({.session = "other"}), "sso.unknown_session");
  sign_in("two", "https://two.awsapps.com/start");
  EXPECT_EQ(choose({}), "sso.which_session");
  sign_in("evil", "http://evil.example/start");
  EXPECT_EQ(choose({.session = "evil"}), "sso.unknown_session");
}

TEST(UsualStartUrl, KnowsItsForms) {
  EXPECT_TRUE(is_usual_start_url("https://corp.awsapps.com/start"));
  EXPECT_TRUE(is_usual_start_url("https://d-1234567890.awsapps.com/start/#/"));
  EXPECT_TRUE(is_usual_start_url("https://identitycenter.amazonaws.com/ssoins-722367b7f0e38ea7"));
  EXPECT_TRUE(is_usual_start_url("https://start.us-gov-home.awsapps.com/directory/d-1"));
  EXPECT_FALSE(is_usual_start_url("https://corp.awsapps.com/"));
  EXPECT_FALSE(is_usual_start_url("https://console.aws.amazon.com/"));
}

}  // namespace
}  // namespace sextant::aws
