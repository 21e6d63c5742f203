#include "aws/sso/portal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "aws/sso/profile_sso.h"
#include "aws/testing/identity_world.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace std::chrono_literals;

constexpr const char* kConfig =
    "[profile p]\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=Reader\n"
    "[profile "
    "old]\nsso_start_url=https://corp.awsapps.com/"
    "start\nsso_region=eu-west-1\nsso_account_id=123456789012\nsso_role_name=Reader\n"
    "[sso-session "
    "corp]\nsso_start_url=https://corp.awsapps.com/"
    "start\nsso_region=eu-west-1\nsso_registration_scopes=sso:account:access\n";

class SsoTest : public ::testing::Test {
 protected:
  SsoTest() {
    world_.config(kConfig);
    world_.caller->answers["sso:GetRoleCredentials"] =
        [](const boost::json::object& input) -> Result<boost::json::value> {
      return {{{"roleCredentials",
                {{"accessKeyId", "ASIA-" + std::string(input.at("accessToken").as_string())},
                 {"secretAccessKey", "secret-of-portal"},
                 {"sessionToken", "t"},
                 {"expiration", 1'792'080'000'000}}}}};
    };
    world_.caller->answers["sso-oidc:CreateToken"] = [](const auto&) -> Result<boost::json::value> {
      return {{{"accessToken", "token-2"}, {"expiresIn", 3600}, {"refreshToken", "refresh-2"}}};
    };
  }
  static std::string path(const std::string& name) {
    return ".aws/sso/cache/" + to_hex(sha1(name)) + ".json";
  }
  void sign_in(const std::string& name, const std::string& expires_at, bool can_renew = true) {
    boost::json::object token = {{"startUrl", "https://corp.awsapps.com/start"},
                                 {"region", "eu-west-1"},
                                 {"accessToken", "token-1"},
                                 {"expiresAt", expires_at}};
    if (can_renew) {
      token["clientId"] = "client-1";
      token["clientSecret"] = "client-secret-1";
      token["registrationExpiresAt"] = "2027-01-01T00:00:00Z";
      token["refreshToken"] = "refresh-1";
    }
    world_.write(path(name), boost::json::serialize(token));
  }
  std::string key(const std::string& profile) {
    const auto got = world_.get_profile(profile);
    return got ? got->access_key_id : got.error().code;
  }
  SsoPortal portal() {
    const SsoSession session{"corp", "https://corp.awsapps.com/start", "eu-west-1", {}};
    const CredentialTools tools = world_.tools();
    return {tools, std::make_shared<SsoTokenSource>(tools, session)};
  }

  testing::IdentityWorld world_;
};

TEST_F(SsoTest, GivesARolesCredentials) {
  sign_in("corp", "2026-10-15T20:00:00Z");
  const auto got = world_.get_profile("p");
  ASSERT_TRUE(got);
  EXPECT_EQ(got->access_key_id, "ASIA-token-1");
  EXPECT_EQ(got->account_id, "123456789012");
  EXPECT_EQ(got->source, "sso (session corp, role Reader)");
  EXPECT_EQ(format_rfc3339(*got->expires_at), "2026-10-15T16:00:00Z");
  const auto& call = world_.caller->calls.back();
  EXPECT_EQ(call.region, "eu-west-1");
  EXPECT_EQ(call.input.at("roleName"), "Reader");
  EXPECT_EQ(world_.caller->count("sso-oidc:CreateToken"), 0);
}

TEST_F(SsoTest, AcceptsTheDateFormsOfOtherTools) {
  for (const char* date :
       {"2026-10-15T20:00:00UTC", "2026-10-15T20:00:00+00:00", "2026-10-15T20:00:00.123Z"}) {
    sign_in("corp", date);
    EXPECT_EQ(key("p"), "ASIA-token-1") << date;
  }
}

TEST_F(SsoTest, RenewsATokenThatEndsSoonAndKeepsIt) {
  sign_in("corp", "2026-10-15T12:14:59Z");
  EXPECT_EQ(key("p"), "ASIA-token-2");
  const auto kept = boost::json::parse(world_.read(path("corp")));
  EXPECT_EQ(kept.at("accessToken"), "token-2");
  EXPECT_EQ(kept.at("refreshToken"), "refresh-2");
  EXPECT_EQ(kept.at("expiresAt"), "2026-10-15T13:00:00Z");
  EXPECT_EQ(kept.at("registrationExpiresAt"), "2027-01-01T00:00:00Z");
  sign_in("corp", "2026-10-15T11:00:00Z");
  EXPECT_EQ(key("p"), "ASIA-token-2");
}

TEST_F(SsoTest, AFailedRenewalIsNoErrorWhileTheTokenLives) {
  world_.caller->answers["sso-oidc:CreateToken"] = [](const auto&) {
    return testing::remote_error("InvalidGrantException");
  };
  sign_in("corp", "2026-10-15T12:10:00Z");
  EXPECT_EQ(key("p"), "ASIA-token-1");
  sign_in("corp", "2026-10-15T11:59:00Z");
  EXPECT_EQ(key("p"), "sso.expired");
}

TEST_F(SsoTest, RenewalIsTriedAtMostOnceAMinute) {
  world_.caller->answers["sso-oidc:CreateToken"] = [](const auto&) {
    return testing::remote_error("InternalServerException", 500);
  };
  sign_in("corp", "2026-10-15T12:10:00Z");
  SsoTokenSource tokens(world_.tools(),
                        {"corp", "https://corp.awsapps.com/start", "eu-west-1", {}});
  EXPECT_TRUE(tokens.get({}));
  EXPECT_TRUE(tokens.get({}));
  EXPECT_EQ(world_.caller->count("sso-oidc:CreateToken"), 1);
  world_.clock.advance(60s);
  EXPECT_TRUE(tokens.get({}));
  EXPECT_EQ(world_.caller->count("sso-oidc:CreateToken"), 2);
}

TEST_F(SsoTest, AnotherProgramsRenewalIsTaken) {
  sign_in("corp", "2026-10-15T11:59:00Z");
  world_.caller->answers["sso-oidc:CreateToken"] = [this](const auto&) {
    sign_in("corp", "2026-10-15T20:00:00Z");
    return testing::remote_error("InvalidGrantException");
  };
  EXPECT_EQ(key("p"), "ASIA-token-1");
}

TEST_F(SsoTest, OnlyNamedSessionsWithAllTheirMeansAreRenewed) {
  sign_in("https://corp.awsapps.com/start", "2026-10-15T12:10:00Z");
  EXPECT_EQ(key("old"), "ASIA-token-1");
  sign_in("https://corp.awsapps.com/start", "2026-10-15T11:10:00Z");
  EXPECT_EQ(key("old"), "sso.expired");
  sign_in("corp", "2026-10-15T12:10:00Z", false);
  EXPECT_EQ(key("p"), "ASIA-token-1");
  EXPECT_EQ(world_.caller->count("sso-oidc:CreateToken"), 0);
}

TEST_F(SsoTest, TellsWhatIsWrongWithTheToken) {
  EXPECT_EQ(key("p"), "sso.not_signed_in");
  world_.write(path("corp"), "{\"accessToken\":\"x\"}");
  EXPECT_EQ(key("p"), "sso.token_malformed");
  world_.write(path("corp"), "not json");
  EXPECT_EQ(key("p"), "sso.token_malformed");
}

TEST_F(SsoTest, ThePortalsRefusalsSayWhatTheyMean) {
  sign_in("corp", "2026-10-15T20:00:00Z");
  const auto refused_with = [&](const std::string& code) {
    world_.caller->answers["sso:GetRoleCredentials"] = [=](const auto&) {
      return testing::remote_error(code);
    };
    return key("p");
  };
  EXPECT_EQ(refused_with("UnauthorizedException"), "sso.expired");
  EXPECT_EQ(refused_with("ForbiddenException"), "sso.no_assignment");
  EXPECT_EQ(refused_with("ResourceNotFoundException"), "sso.no_assignment");
  EXPECT_EQ(refused_with("TooManyRequestsException"), "sso.throttled");
  EXPECT_EQ(refused_with("InternalFailure"), "aws.refused");
  world_.caller->answers["sso:GetRoleCredentials"] = [](const auto&) -> Result<boost::json::value> {
    return {{{"roleCredentials", {{"accessKeyId", "a"}, {"expiration", -1}}}}};
  };
  EXPECT_EQ(key("p"), "sso.malformed_answer");
}

TEST_F(SsoTest, ListsAccountsAndRolesOverPages) {
  sign_in("corp", "2026-10-15T20:00:00Z");
  world_.caller->answers["sso:ListAccounts"] =
      [](const boost::json::object& input) -> Result<boost::json::value> {
    if (!input.contains("nextToken")) {
      return {{{"nextToken", "n1"},
               {"accountList",
                {{{"accountId", "111111111111"}, {"accountName", "One"}, {"emailAddress", "a@b"}},
                 7}}}};
    }
    return {{{"accountList", boost::json::array{{{"accountId", "222222222222"}}}}}};
  };
  world_.caller->answers["sso:ListAccountRoles"] =
      [](const boost::json::object& input) -> Result<boost::json::value> {
    EXPECT_EQ(input.at("accountId"), "111111111111");
    return {{{"roleList", boost::json::array{{{"roleName", "A"}}, {{"roleName", "B"}}}}}};
  };
  SsoPortal made = portal();
  const auto accounts = made.accounts({});
  ASSERT_TRUE(accounts);
  ASSERT_THAT(*accounts, SizeIs(2));
  EXPECT_EQ((*accounts)[0].name, "One");
  EXPECT_EQ((*accounts)[1].id, "222222222222");
  EXPECT_THAT(*made.roles("111111111111", {}), ElementsAre("A", "B"));
}

TEST_F(SsoTest, ListsEveryAssignmentByName) {
  sign_in("corp", "2026-10-15T20:00:00Z");
  world_.caller->answers["sso:ListAccounts"] = [](const auto&) -> Result<boost::json::value> {
    boost::json::array accounts;
    for (int i = 0; i < 30; ++i) {
      accounts.push_back({{"accountId", std::to_string(100'000'000'000 + i)},
                          {"accountName", "a" + std::to_string(99 - i)}});
    }
    return boost::json::object{{"accountList", accounts}};
  };
  world_.caller->answers["sso:ListAccountRoles"] =
      [](const boost::json::object& input) -> Result<boost::json::value> {
    return boost::json::object{
        {"roleList",
         boost::json::array{{{"roleName", "R" + std::string(input.at("accountId").as_string())}}}}};
  };
  const auto all = portal().assignments({});
  ASSERT_TRUE(all);
  ASSERT_THAT(*all, SizeIs(30));
  EXPECT_EQ((*all)[0].account.name, "a70");
  for (const SsoAssignment& one : *all) EXPECT_THAT(one.roles, ElementsAre("R" + one.account.id));

  world_.caller->answers["sso:ListAccountRoles"] = [](const auto&) {
    return testing::remote_error("TooManyRequestsException", 429);
  };
  EXPECT_EQ(portal().assignments({}).error().code, "sso.throttled");
  world_.caller->answers["sso:ListAccounts"] = [](const auto&) -> Result<boost::json::value> {
    return boost::json::object{};
  };
  EXPECT_EQ(portal().assignments({}).error().code, "sso.no_accounts");
}

TEST_F(SsoTest, APageThatRepeatsIsAnError) {
  sign_in("corp", "2026-10-15T20:00:00Z");
  world_.caller->answers["sso:ListAccounts"] = [](const auto&) -> Result<boost::json::value> {
    return {{{"nextToken", "same"}, {"accountList", boost::json::array{}}}};
  };
  EXPECT_EQ(portal().accounts({}).error().code, "sso.malformed_answer");
  EXPECT_EQ(world_.caller->count("sso:ListAccounts"), 2);
}

TEST_F(SsoTest, ProfilesThatContradictThemselvesAreErrors) {
  const auto with = [&](const std::string& config) {
    world_.config(config);
    return key("p");
  };
  const std::string session =
      "[sso-session corp]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=eu-west-1\n";
  const std::string profile =
      "[profile p]\nsso_session=corp\nsso_account_id=123456789012\nsso_role_name=Reader\n";
  EXPECT_EQ(with(profile), "sso.session_not_found");
  EXPECT_EQ(with(profile + "sso_region=us-east-1\n" + session), "sso.inconsistent");
  EXPECT_EQ(with(profile + "sso_region=eu-west-1\n" + session), "sso.not_signed_in");
  EXPECT_EQ(with("[profile p]\nsso_session=corp\nsso_account_id=123456789012\n" + session),
            "sso.incomplete");
  EXPECT_EQ(with("[profile p]\nsso_account_id=123456789012\nsso_role_name=x\n"), "sso.incomplete");
  EXPECT_EQ(with(profile + "[sso-session corp]\nsso_region=eu-west-1\n"), "sso.incomplete");
  EXPECT_EQ(
      with(profile +
           "[sso-session corp]\nsso_start_url=http://corp.awsapps.com\nsso_region=eu-west-1\n"),
      "sso.malformed_start_url");
  EXPECT_EQ(
      with(
          profile +
          "[sso-session corp]\nsso_start_url=https://corp.awsapps.com\nsso_region=evil.example/\n"),
      "sso.malformed_region");
}

}  // namespace
}  // namespace sextant::aws
