#include <gmock/gmock.h>

#include "operations/testing/operations_world.h"
#include "state/cells.h"
#include "state/runs.h"
#include "web/handlers/testing/handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

using ::testing::HasSubstr;

constexpr const char* kIdentity =
    "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
    "<GetCallerIdentityResult><Arn>arn:aws:iam::111111111111:user/ana</Arn>"
    "<UserId>AIDA</UserId><Account>111111111111</Account></GetCallerIdentityResult>"
    "</GetCallerIdentityResponse>";
constexpr const char* kRefused =
    "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";

// Requests about connections in a home of a test's own, with an AWS that says who we are and
// refuses all else.
class ConnectHandlers : public ::testing::Test {
 protected:
  ConnectHandlers() {
    world_.variables["SEXTANT_TRUST_RETEST_S"] = "0";
    world_.credentials(
        "[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = dev-secret-of-the-test\n");
    world_.http.answer = [](const http::Request& request) -> Result<http::Response> {
      if (request.body.find("GetCallerIdentity") != std::string::npos)
        return http::Response{200, {{"Content-Type", "text/xml"}}, kIdentity};
      if (request.headers.has("X-Amz-Target")) {
        return http::Response{400,
                              {{"Content-Type", "application/x-amz-json-1.1"}},
                              R"({"__type": "AccessDeniedException", "Message": "no"})"};
      }
      return http::Response{403, {{"Content-Type", "text/xml"}}, kRefused};
    };
  }

  testing::Handlers& handlers() {
    if (!handlers_)
      handlers_ = std::make_unique<testing::Handlers>(world_.outside(), world_.home());
    return *handlers_;
  }
  // Connects the profile though its check is red.
  void connect(const std::string& profile) {
    const json::value task =
        handlers().post("/connect/profile", {{"profile", profile}, {"accept_red", true}});
    const json::value ended = handlers().ended(task);
    ASSERT_EQ(ended.at("state").as_string(), "done") << json::serialize(ended);
    ASSERT_TRUE(ended.at("result").at("connected").as_bool());
  }

  operations::testing::OperationsWorld world_;
  std::unique_ptr<testing::Handlers> handlers_;
};

TEST_F(ConnectHandlers, ChecksBeforeOnesEyesAndKeepsWhatIsAccepted) {
  const json::value task = handlers().post("/connect/profile", {{"profile", "dev"}});
  const auto events = handlers().events(task);
  ASSERT_GT(events.size(), 3U);
  for (const auto& [name, data] : events) {
    if (name == "step") testing::Handlers::hold_to_schema(data, "CheckStep");
  }
  EXPECT_EQ(events.front().first, "step");
  EXPECT_EQ(events.front().second.at("id").as_string(), "form");
  EXPECT_EQ(events.back().first, "done");
  const json::value& result = events.back().second.at("result");
  testing::Handlers::hold_to_schema(result, "ConnectResult");
  EXPECT_FALSE(result.at("connected").as_bool()) << "it is red, and nobody wants it all the same";
  EXPECT_EQ(result.at("report").at("account_id").as_string(), "111111111111");
  EXPECT_TRUE(handlers().get("/connections").at("connections").as_array().empty());
  connect("dev");
  const json::value connection = handlers().get("/connections/dev");
  EXPECT_EQ(connection.at("account_id").as_string(), "111111111111");
  EXPECT_EQ(connection.at("last_check_status").as_string(), "red");
  EXPECT_FALSE(connection.at("last_check").at("steps").as_array().empty());
}

TEST_F(ConnectHandlers, AsksBeforeAProgramRuns) {
  world_.config(
      "[profile base]\ncredential_process = get-keys --secret x\n"
      "[profile far]\nrole_arn = arn:aws:iam::111111111111:role/R\nsource_profile = base\n");
  const json::object refused = handlers().problem("POST", "/connect/profile", {{"profile", "far"}});
  EXPECT_EQ(refused.at("code").as_string(), "web.consent_needed");
  EXPECT_EQ(refused.at("status").as_int64(), 409);
  const json::value& consent = refused.at("consents").at(0);
  EXPECT_EQ(consent.at("kind").as_string(), "run_program");
  EXPECT_EQ(consent.at("what").as_string(), "get-keys --secret x");
  EXPECT_EQ(handlers().code("POST", "/connect/profile",
                            {{"profile", "far"}, {"consents", {"get-keys --secret x", "0"}}}),
            "web.consent_needed")
      << "an id cannot be made up";
  EXPECT_TRUE(world_.processes.runs.empty());
  const json::value task = handlers().post(
      "/connect/profile", {{"profile", "far"}, {"consents", {consent.at("id").as_string()}}});
  handlers().ended(task);
  ASSERT_FALSE(world_.processes.runs.empty());
  EXPECT_THAT(world_.processes.runs.front(), ::testing::ElementsAre("get-keys", "--secret", "x"));
}

TEST_F(ConnectHandlers, SetsUpARoleAndValidatesItsArn) {
  const json::value setup =
      handlers().post("/connect/role/setup", {{"name", "member"}, {"base_profile", "dev"}});
  EXPECT_EQ(setup.at("our_account_id").as_string(), "111111111111");
  EXPECT_THAT(std::string(setup.at("forms").at("cloudformation").as_string()),
              HasSubstr(std::string(setup.at("external_id").as_string())));
  const auto validate = [&](const char* name, const char* arn) {
    return handlers().post("/connect/role/validate", {{"name", name}, {"role_arn", arn}});
  };
  const json::value fine = validate("member", "arn:aws:iam::222222222222:role/team/Reader");
  EXPECT_TRUE(fine.at("valid").as_bool());
  EXPECT_EQ(fine.at("role_name").as_string(), "Reader");
  EXPECT_EQ(fine.at("connection").as_string(), "member");
  const json::value half = validate("member", "arn:aws:iam::2222");
  EXPECT_FALSE(half.at("valid").as_bool());
  EXPECT_EQ(half.at("problem").at("code").as_string(), "connection.bad_role_arn");
  EXPECT_EQ(
      validate("other", "arn:aws:iam::222222222222:role/R").at("problem").at("code").as_string(),
      "connection.no_setup");
  EXPECT_EQ(handlers().get("/accounts").at("pending").at(0).at("name").as_string(), "member");
}

TEST_F(ConnectHandlers, ChangesAndRemoves) {
  connect("dev");
  json::value changed =
      handlers().answer("PATCH", "/connections/dev",
                        {{"on", false}, {"note", "the \"old\" one"}, {"regions", {"eu-west-1"}}});
  EXPECT_FALSE(changed.at("on").as_bool());
  EXPECT_EQ(changed.at("note").as_string(), "the \"old\" one");
  changed = handlers().answer("PATCH", "/connections/dev", {{"regions", json::array()}});
  EXPECT_TRUE(changed.at("regions").as_array().empty());
  EXPECT_FALSE(changed.at("on").as_bool()) << "what is absent stays";
  EXPECT_EQ(handlers().code("PATCH", "/connections/dev", {{"regions", {"mars"}}}),
            "connection.bad_region");
  const json::value profiles = handlers().get("/profiles");
  EXPECT_EQ(profiles.at("home").as_string(), world_.folder.path().string());
  EXPECT_EQ(profiles.at("profiles").at(0).at("connection").as_string(), "dev");
  EXPECT_FALSE(profiles.at("profiles").at(0).at("connection_on").as_bool());
  const json::value plan = handlers().get("/connections/dev/removal");
  EXPECT_THAT(std::string(plan.at("words").as_string()), HasSubstr("removes the connection dev"));
  EXPECT_EQ(json::serialize(handlers().answer("DELETE", "/connections/dev")),
            json::serialize(plan));
  EXPECT_EQ(handlers().code("DELETE", "/connections/dev"), "connection.none");
}

TEST_F(ConnectHandlers, AccountsSayWhenTheServerSyncsThem) {
  connect("dev");
  json::value accounts = handlers().get("/accounts");
  EXPECT_TRUE(accounts.at("rows").at(0).at("next_sync_at").is_null()) << "there is no schedule";
  EXPECT_EQ(accounts.at("rows").at(0).at("next_sync").as_string(), "by hand, due now");
  handlers().next_sync_at = world_.clock.wall() + std::chrono::hours(3);
  accounts = handlers().get("/accounts");
  EXPECT_EQ(accounts.at("rows").at(0).at("next_sync_at").as_string(), "2026-10-15T15:00:00Z");
  EXPECT_EQ(accounts.at("rows").at(0).at("next_sync").as_string(), "by the server at 15:00 UTC");
}

TEST_F(ConnectHandlers, DiagnosesWithTheStatementToAdd) {
  connect("dev");
  state::Cell cell;
  cell.key = "k";
  cell.connection = "dev";
  cell.account_id = "111111111111";
  cell.face = "forecast";
  cell.grain = "monthly";
  cell.window = {*parse_date("2026-10-15"), *parse_date("2027-10-01")};
  cell.status = state::CellStatus::kDenied;
  cell.error_code = "sync.denied";
  cell.error_detail = "User is not authorized to perform: ce:GetCostForecast";
  cell.updated_at = world_.clock.wall();
  cell.run_id = *state::RunStore(handlers().database()).begin(world_.clock.wall(), 1);
  const auto saved = state::CellStore(handlers().database()).save(cell);
  ASSERT_TRUE(saved) << saved.error().detail;
  const json::value found = handlers().get("/connections/dev/diagnostics");
  EXPECT_EQ(found.at("check").at("connection").as_string(), "dev");
  const json::value& error = found.at("cells").at(0).at("error");
  EXPECT_EQ(error.at("detail").as_string(), cell.error_detail);
  EXPECT_THAT(std::string(error.at("fix").as_string()), HasSubstr("ce:GetCostForecast"));
  EXPECT_EQ(std::string(error.at("fix").as_string()).find("<"), std::string::npos)
      << "each placeholder is filled";
}

TEST_F(ConnectHandlers, SyncsAreSpokenOfBeforeTheyRun) {
  EXPECT_EQ(handlers().code("POST", "/sync/plan"), "connection.none");
  connect("dev");
  const json::value plan = handlers().post("/sync/plan");
  EXPECT_EQ(plan.at("accounts").at(0).at("connection").as_string(), "dev");
  EXPECT_EQ(handlers().code("POST", "/sync", {{"connections", {"gone"}}}), "connection.not_found");
  const json::object wrong = handlers().problem("POST", "/sync", {{"max_cost_usd", "-1"}});
  EXPECT_EQ(wrong.at("field").as_string(), "max_cost_usd");
  const json::value task = handlers().post("/sync", {{"max_cost_usd", "0"}});
  const auto events = handlers().events(task);
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.front().first, "plan");
  EXPECT_EQ(events.back().second.at("problem").at("code").as_string(), "sync.over_budget");
}

TEST_F(ConnectHandlers, PolicyIsGivenInEachForm) {
  const json::value policy = handlers().get("/policy");
  for (const char* form : {"json", "text", "cloudformation", "terraform"})
    EXPECT_THAT(std::string(policy.at("forms").at(form).as_string()),
                HasSubstr("ce:GetCostAndUsage"));
}

}  // namespace
}  // namespace sextant::web
