#include "operations/side_effects.h"

#include <gmock/gmock.h>

#include "operations/testing/operations_world.h"

namespace sextant::operations {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::chrono::minutes kSoon{10};

class SideEffectsTest : public ::testing::Test {
 protected:
  // "run_program ./get --x", one for each.
  static std::vector<std::string> lines(const std::vector<Consent>& consents) {
    std::vector<std::string> out;
    for (const Consent& consent : consents) {
      EXPECT_NE(consent.why, "");
      out.push_back(std::string(name_of(consent.kind)) + " " + consent.what);
    }
    return out;
  }
  std::vector<std::string> of_profile(const std::optional<std::string>& profile) {
    return lines(effects_of_profile(world_.context(), profile, kSoon));
  }
  std::string cache_file(const aws::SsoSession& session) {
    return aws::SsoTokenCache(Environment(world_.variables), world_.files)
        .token_path(session)
        .string();
  }

  const aws::SsoSession corp_{"corp", "https://corp.awsapps.com/start", "eu-west-1", {}};
  const std::string corp_lines_ =
      "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = "
      "eu-west-1\nsso_registration_scopes = sso:account:access\n";
  testing::OperationsWorld world_;
};

TEST_F(SideEffectsTest, NamesTheProgramOfAProfile) {
  world_.config("[profile p]\ncredential_process = \"~/bin/get it\" --role x\n");
  const auto found = effects_of_profile(world_.context(), "p", kSoon);
  EXPECT_THAT(lines(found), ElementsAre("run_program \"~/bin/get it\" --role x"));
  EXPECT_THAT(found.front().why, AllOf(HasSubstr("profile p"), HasSubstr("config line 2")));
}

TEST_F(SideEffectsTest, FollowsSourceProfiles) {
  world_.config(
      "[profile a]\nrole_arn = arn:aws:iam::111111111111:role/A\nsource_profile = b\n"
      "[profile b]\nrole_arn = arn:aws:iam::111111111111:role/B\nsource_profile = c\n"
      "[profile c]\ncredential_process = get-keys\n"
      "[profile d]\nrole_arn = arn:aws:iam::111111111111:role/D\ncredential_source = Environment\n"
      "credential_process = never-run\n");
  EXPECT_THAT(of_profile("a"), ElementsAre("run_program get-keys"));
  EXPECT_THAT(of_profile("d"), IsEmpty()) << "the role comes first";
}

TEST_F(SideEffectsTest, WhatIsNotReachedIsNotAsked) {
  world_.config("[profile p]\ncredential_process = get-keys\n");
  world_.credentials("[p]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n");
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "the keys come first";
  EXPECT_THAT(of_profile("gone"), IsEmpty());
  world_.config("[default]\ncredential_process = get-keys\n");
  EXPECT_THAT(of_profile(std::nullopt), ElementsAre("run_program get-keys"));
  world_.variables["AWS_ACCESS_KEY_ID"] = "AKIA2";
  world_.variables["AWS_SECRET_ACCESS_KEY"] = "s";
  EXPECT_THAT(of_profile(std::nullopt), IsEmpty()) << "the environment comes first";
}

TEST_F(SideEffectsTest, NamesTheTokenThatWillBeRenewed) {
  world_.config(
      "[profile p]\nsso_session = corp\nsso_account_id = 111111111111\nsso_role_name = R\n" +
      corp_lines_);
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "nobody is signed in";
  world_.sign_in(corp_, std::chrono::hours(5));
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "it lives longer than the work";
  world_.sign_in(corp_, std::chrono::minutes(20));
  EXPECT_THAT(of_profile("p"), ElementsAre("write_file " + cache_file(corp_)));
  world_.sign_in(corp_, std::chrono::minutes(-20));
  EXPECT_THAT(of_profile("p"), ElementsAre("write_file " + cache_file(corp_)));
  world_.sign_in(corp_, std::chrono::minutes(20), false);
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "it cannot be renewed";
}

TEST_F(SideEffectsTest, HostsThatAreNotAwssAreNamed) {
  world_.config(
      "[profile p]\naws_access_key_id = AKIA1\naws_secret_access_key = s\nservices = mine\n"
      "endpoint_url = https://ce.eu-west-1.amazonaws.com\n"
      "[services mine]\nce =\n  endpoint_url = https://Costs.example.com:8443\n"
      "dynamodb =\n  endpoint_url = https://other.example.com\n");
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "an untrusted host of a file is never called";
  world_.variables["SEXTANT_TRUST_ENDPOINTS"] = "costs.example.com,other.example.com";
  EXPECT_THAT(of_profile("p"), ElementsAre("foreign_host costs.example.com:8443"))
      << "only of services that are called";
  world_.variables["AWS_ENDPOINT_URL"] = "http://127.0.0.1:4566";
  EXPECT_THAT(of_profile("p"), IsEmpty()) << "a variable that names this machine is a choice";
  world_.variables["AWS_ENDPOINT_URL"] = "https://gateway.example.com";
  EXPECT_THAT(of_profile("p"), ElementsAre("foreign_host gateway.example.com"));
}

TEST_F(SideEffectsTest, ThisMachineIsNamedWhereAFileSaysSo) {
  world_.config(
      "[profile p]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n"
      "endpoint_url = http://localhost:4566\n");
  EXPECT_THAT(of_profile("p"), ElementsAre("foreign_host localhost:4566"));
  world_.variables["AWS_ENDPOINT_URL_STS"] = "http://localhost:4567";
  EXPECT_THAT(of_profile("p"), ElementsAre("foreign_host localhost:4566"));
}

TEST_F(SideEffectsTest, ConnectionsShareTheirs) {
  world_.config(
      "[profile a]\ncredential_process = get a\n[profile b]\ncredential_process = get b\n");
  const auto one = world_.connect("one", "a");
  const auto two = world_.connect("two", "b");
  auto role = world_.connect("three", "a");
  role.method = connect::Method::kRole;
  role.role_arn = "arn:aws:iam::222222222222:role/R";
  EXPECT_THAT(lines(effects_of_connections(world_.context(), {one, two, role}, kSoon)),
              ElementsAre("run_program get a", "run_program get b"));
}

TEST_F(SideEffectsTest, SigningInWritesTokenAndRegistration) {
  world_.config(corp_lines_);
  const aws::SsoTokenCache cache(Environment(world_.variables), world_.files);
  aws::SsoSession session = corp_;
  session.scopes = {"sso:account:access"};
  aws::SsoChoice choice;
  choice.session = "corp";
  EXPECT_THAT(lines(effects_of_sign_in(world_.context(), choice)),
              ElementsAre("write_file " + cache.token_path(session).string(),
                          "write_file " + cache.registration_path(session).string()));
  EXPECT_THAT(lines(effects_of_portal(world_.context(), choice)), IsEmpty());
  world_.sign_in(corp_, std::chrono::minutes(5));
  EXPECT_THAT(lines(effects_of_portal(world_.context(), choice)),
              ElementsAre("write_file " + cache.token_path(session).string()));
}

}  // namespace
}  // namespace sextant::operations
