#include <gmock/gmock.h>

#include "operations/testing/operations_world.h"
#include "web/handlers/testing/handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

using ::testing::HasSubstr;

class SsoHandlers : public ::testing::Test {
 protected:
  SsoHandlers() {
    world_.config(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = "
        "eu-west-1\n[profile prod-reader]\nregion = eu-west-1\n");
  }
  testing::Handlers& handlers() {
    if (!handlers_)
      handlers_ = std::make_unique<testing::Handlers>(world_.outside(), world_.home());
    return *handlers_;
  }
  static json::object body(json::object more = {}) {
    more["session"] = "corp";
    more["picks"] = json::array{
        json::object{{"account_id", "222222222222"}, {"role", "Reader"}, {"account_name", "Prod"}},
        json::object{{"account_id", "333333333333"}, {"role", "Reader"}, {"account_name", "Prod"}},
        json::object{{"account_id", "444444444444"},
                     {"role", "Admin"},
                     {"name", "mine"},
                     {"region", "us-east-1"}}};
    return more;
  }

  operations::testing::OperationsWorld world_;
  std::unique_ptr<testing::Handlers> handlers_;
};

TEST_F(SsoHandlers, KnowsWhereOneIsSignedIn) {
  json::value sessions = handlers().get("/sso/sessions").at("sessions");
  EXPECT_EQ(sessions.at(0).at("status").as_string(), "not_signed_in");
  EXPECT_TRUE(sessions.at(0).at("is_configured").as_bool());
  world_.sign_in({"corp", "https://corp.awsapps.com/start", "eu-west-1", {}},
                 std::chrono::hours(2));
  world_.sign_in({"", "https://other.awsapps.com/start", "us-east-1", {}}, -std::chrono::hours(2),
                 false);
  sessions = handlers().get("/sso/sessions").at("sessions");
  ASSERT_EQ(sessions.as_array().size(), 2U);
  EXPECT_EQ(sessions.at(0).at("status").as_string(), "signed_in");
  EXPECT_EQ(sessions.at(0).at("ends_at").as_string(), "2026-10-15T14:00:00Z");
  EXPECT_EQ(sessions.at(1).at("start_url").as_string(), "https://other.awsapps.com/start");
}

TEST_F(SsoHandlers, SigningInAsksBeforeItWrites) {
  const json::object refused = handlers().problem("POST", "/sso/login", {{"session", "corp"}});
  EXPECT_EQ(refused.at("code").as_string(), "web.consent_needed");
  EXPECT_EQ(refused.at("consents").as_array().size(), 2U);
  EXPECT_THAT(std::string(refused.at("consents").at(0).at("what").as_string()),
              HasSubstr(".aws/sso/cache/"));
  EXPECT_EQ(handlers().code("POST", "/sso/login", {{"session", "gone"}}), "sso.unknown_session");
  EXPECT_EQ(handlers().code("GET", "/sso/assignments?session=corp"), "sso.not_signed_in");
}

TEST_F(SsoHandlers, ShowsTheLinesAndWritesThemOnAYes) {
  const std::string before = world_.read(".aws/config");
  const json::value shown = handlers().post("/sso/profiles", body());
  EXPECT_FALSE(shown.at("written").as_bool());
  EXPECT_EQ(json::serialize(shown.at("profiles")),
            R"(["prod-reader-222222222222","prod-reader-333333333333","mine"])")
      << "names are made that nobody has";
  EXPECT_EQ(world_.read(".aws/config"), before);
  EXPECT_EQ(handlers().code("POST", "/sso/profiles", body({{"digest", "0"}})),
            "profile.lines_changed");
  const json::string digest = shown.at("digest").as_string();
  const json::value written = handlers().post("/sso/profiles", body({{"digest", digest}}));
  EXPECT_TRUE(written.at("written").as_bool());
  EXPECT_THAT(world_.read(".aws/config"),
              ::testing::EndsWith("\n\n" + std::string(shown.at("lines").as_string())));
  EXPECT_EQ(handlers().code("POST", "/sso/profiles", body({{"digest", digest}})), "profile.exists")
      << "nothing is written twice";
}

TEST_F(SsoHandlers, NoTextBecomesALineOfTheFile) {
  for (const char* start_url :
       {"https://x.awsapps.com/start\n[profile evil]\ncredential_process = x",
        "https://x.awsapps.com/start\rcredential_process = x"}) {
    json::object wrong = body();
    wrong.erase("session");
    wrong["start_url"] = start_url;
    wrong["region"] = "eu-west-1";
    const auto reply = handlers().call("POST", "/sso/profiles", wrong);
    EXPECT_FALSE(reply) << reply->json;
  }
  json::object wrong = body();
  wrong["picks"].as_array()[0].as_object()["name"] = "a]\ncredential_process = x\n[b";
  EXPECT_EQ(handlers().code("POST", "/sso/profiles", wrong), "profile.malformed_name");
}

}  // namespace
}  // namespace sextant::web
