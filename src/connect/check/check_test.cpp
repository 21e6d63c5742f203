#include "connect/check/check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/testing/temporary_folder.h"
#include "base/text.h"
#include "connect/testing/fake_api.h"

namespace sextant::connect {
namespace {

const std::string kExternalId = "sextant-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeF01";
const std::string kRole = "arn:aws:iam::111122223333:role/SextantReadOnly";
const std::string kUser = "arn:aws:iam::999988887777:user/sextant";

std::string identity_json(const std::string& account, const std::string& arn) {
  return R"({"Account":")" + account + R"(","Arn":")" + arn + R"("})";
}

// A payer that is read through a strict role by a user of another account; tests then spoil single
// parts of it.
class CheckTest : public ::testing::Test {
 protected:
  CheckTest() {
    FakeApi& base = cloud_.at("");
    base.on("sts", "GetCallerIdentity", identity_json("999988887777", kUser));
    base.on("sts", "AssumeRole", [](const boost::json::object& input) {
      const auto* id = input.if_contains("ExternalId");
      return id != nullptr && id->get_string() == kExternalId
                 ? FakeApi::answer("{}")
                 : FakeApi::refusal("AccessDenied", "not authorized");
    });
    FakeApi& reader = cloud_.at(kRole);
    reader.on("sts", "GetCallerIdentity",
              identity_json("111122223333",
                            "arn:aws:sts::111122223333:assumed-role/SextantReadOnly/sextant"));
    reader.on("iam", "ListAccountAliases", R"({"AccountAliases":["acme"]})");
    reader.on("organizations", "DescribeOrganization",
              R"({"Organization":{"Id":"o-1","MasterAccountId":"111122223333"}})");
    reader.on("organizations", "ListAccounts", R"({"Accounts":[]})");
    reader.on(
        "ce", "GetCostAndUsage",
        R"({"ResultsByTime":[{"TimePeriod":{"Start":"2026-10-13"},"Total":{"UnblendedCost":{"Amount":"1.2E-7"}}},
                                   {"TimePeriod":{"Start":"2026-10-14"},"Total":{"UnblendedCost":{"Amount":"0"}}}]})");
    reader.on("iam", "GetRole", R"({"Role":{"Arn":")" + kRole + R"("}})");
    reader.on("iam", "ListAttachedRolePolicies", R"({"AttachedPolicies":[]})");
    reader.on("iam", "ListRolePolicies", R"({"PolicyNames":["SextantRead"]})");
    reader.on(
        "iam", "GetRolePolicy",
        R"({"PolicyDocument":"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22ce%3AGet%2A%22%7D%7D"})");
    reader.on("iam", "SimulatePrincipalPolicy", [](const boost::json::object& input) {
      boost::json::array results;
      for (const auto& action : input.at("ActionNames").as_array()) {
        const bool writes =
            action == "ec2:RunInstances" || action.as_string().starts_with("s3:Delete");
        results.push_back(boost::json::object{
            {"EvalActionName", action}, {"EvalDecision", writes ? "implicitDeny" : "allowed"}});
      }
      return FakeApi::Answer(boost::json::object{{"EvaluationResults", results}});
    });
    request_.connection.name = "prod";
    request_.connection.method = Method::kRole;
    request_.connection.role_arn = kRole;
    request_.connection.external_id = kExternalId;
  }

  static Result<std::vector<std::string>> actions(std::string_view service,
                                                  std::string_view operation) {
    return std::vector<std::string>{std::string(service) + ":" + std::string(operation)};
  }

  CheckReport run(const CallContext& context = {}) {
    const CheckSetting setting{
        cloud_,
        environment_,
        files_,
        clock_,
        random_,
        actions,
        [this](const std::string& account, std::string_view, std::string_view) -> Result<void> {
          paid_for_.push_back(account);
          return {};
        },
        std::chrono::seconds(60)};
    told_.clear();
    return run_check(setting, request_,
                     {[this](const CheckStep& step) { told_.push_back(step.id); }, {}}, context);
  }
  static StepStatus status(const CheckReport& report, const std::string& id) {
    const CheckStep* step = report.find(id);
    EXPECT_NE(step, nullptr) << id;
    return step == nullptr ? StepStatus::kSkipped : step->status;
  }

  TemporaryFolder folder_;
  Environment environment_{{{"HOME", folder_.path().string()}}};
  SystemFiles files_;
  ManualClock clock_{*parse_rfc3339("2026-10-15T12:00:00Z")};
  SystemRandom random_;
  FakeCloud cloud_;
  CheckRequest request_;
  std::vector<std::string> told_;
  std::vector<std::string> paid_for_;
};

TEST_F(CheckTest, AStrictRoleOfAPayerIsGreenStepByStep) {
  const auto report = run();
  EXPECT_EQ(report.status(), ReportStatus::kGreen) << boost::json::serialize(to_json(report));
  EXPECT_EQ(told_, (std::vector<std::string>{
                       "form", "credentials", "own_identity", "assume_role", "identity", "trust",
                       "account_kind", "permission.identity", "permission.costs",
                       "permission.forecast", "permission.organization", "permission.own_policies",
                       "permission.policy_texts", "cost_explorer", "write"}));
  EXPECT_EQ(report.account_id, "111122223333");
  EXPECT_EQ(report.account_alias, "acme");
  EXPECT_EQ(report.account_kind, "payer");
  EXPECT_EQ(report.write_access, WriteAccess::kNoneFound);
  EXPECT_EQ(format_date(*report.costs_until), "2026-10-13");
  EXPECT_EQ(report.find("permission.costs")->evidence, Evidence::kProved);
  EXPECT_EQ(report.find("permission.forecast")->evidence, Evidence::kSimulated);
}

TEST_F(CheckTest, PaysOnceAndEntersItBefore) {
  const auto report = run();
  EXPECT_EQ(report.paid_calls, 1);
  EXPECT_EQ(paid_for_, std::vector<std::string>{"111122223333"});
  const auto calls = cloud_.at(kRole).calls();
  EXPECT_EQ(
      std::ranges::count_if(calls, [](const std::string& call) { return call.starts_with("ce."); }),
      1);
}

TEST_F(CheckTest, PaysNothingWhereItMayNot) {
  request_.may_pay = false;
  const auto report = run();
  EXPECT_TRUE(paid_for_.empty());
  EXPECT_EQ(report.paid_calls, 0);
  EXPECT_EQ(status(report, "cost_explorer"), StepStatus::kSkipped);
  EXPECT_EQ(report.find("permission.costs")->evidence, Evidence::kSimulated)
      << "the simulator says it instead";
  EXPECT_EQ(report.status(), ReportStatus::kGreen);
}

TEST_F(CheckTest, WhatTheLastSyncProvedBeatsTheSimulator) {
  request_.past["ce.GetCostForecast"] = {
      Outcome::kDenied, Evidence::kProved, "no right to forecast", {}};
  const auto report = run();
  EXPECT_EQ(status(report, "permission.forecast"), StepStatus::kWarning);
  EXPECT_EQ(report.find("permission.forecast")->evidence, Evidence::kProved);
  EXPECT_NE(report.find("permission.forecast")->fix.find("\"ce:GetCostForecast\""),
            std::string::npos);
  EXPECT_EQ(report.status(), ReportStatus::kAmber);
}

TEST_F(CheckTest, PoliciesAsReadStandInForTheSimulator) {
  cloud_.at(kRole).on("iam", "SimulatePrincipalPolicy", [](const auto&) {
    return FakeApi::refusal("AccessDenied", "not authorized");
  });
  cloud_.at(kRole).on(
      "iam", "GetRolePolicy",
      R"({"PolicyDocument":{"Statement":{"Effect":"Allow","Action":"ce:Get*","Resource":"*"}}})");
  const auto report = run();
  EXPECT_EQ(status(report, "permission.forecast"), StepStatus::kFine);
  EXPECT_EQ(report.find("permission.forecast")->evidence, Evidence::kSimulated);
}

TEST_F(CheckTest, DeniedCostsAreRedWithTheStatementToAdd) {
  cloud_.at(kRole).on("ce", "GetCostAndUsage", [](const auto&) {
    return FakeApi::refusal("AccessDeniedException",
                            "not authorized to perform: ce:GetCostAndUsage");
  });
  const auto report = run();
  EXPECT_EQ(report.status(), ReportStatus::kRed);
  EXPECT_EQ(status(report, "permission.costs"), StepStatus::kFailed);
  EXPECT_EQ(report.find("cost_explorer")->code, "check.costs_denied");
  EXPECT_NE(report.find("permission.costs")->fix.find("\"Effect\": \"Allow\""), std::string::npos);
}

TEST_F(CheckTest, CostExplorerOffDiffersForPayerAndMember) {
  cloud_.at(kRole).on("ce", "GetCostAndUsage", [](const auto&) {
    return FakeApi::refusal("AccessDeniedException", "User not enabled for cost explorer access");
  });
  EXPECT_EQ(run().find("cost_explorer")->code, "check.cost_explorer_off");
  cloud_.at(kRole).on("organizations", "DescribeOrganization",
                      R"({"Organization":{"Id":"o-1","MasterAccountId":"444455556666"}})");
  const auto report = run();
  EXPECT_EQ(report.account_kind, "member");
  EXPECT_EQ(report.find("cost_explorer")->code, "check.cost_explorer_off_for_member");
  EXPECT_NE(report.find("cost_explorer")->causes[0].find("444455556666"), std::string::npos);
}

TEST_F(CheckTest, AYoungCostExplorerIsNotZero) {
  cloud_.at(kRole).on("ce", "GetCostAndUsage", [](const auto&) {
    return FakeApi::refusal("DataUnavailableException", "Data is not available.");
  });
  const auto report = run();
  EXPECT_EQ(report.find("cost_explorer")->code, "check.cost_explorer_new");
  EXPECT_EQ(report.status(), ReportStatus::kAmber);
  EXPECT_EQ(status(report, "permission.costs"), StepStatus::kFine)
      << "the answer came from behind authorization";
}

TEST_F(CheckTest, AnAccountWithoutAnOrganizationStandsAlone) {
  cloud_.at(kRole).on("organizations", "DescribeOrganization", [](const auto&) {
    return FakeApi::refusal("AWSOrganizationsNotInUseException",
                            "Your account is not a member of an organization.");
  });
  const auto report = run();
  EXPECT_EQ(report.account_kind, "standalone");
  EXPECT_EQ(status(report, "permission.organization"), StepStatus::kFine);
  EXPECT_EQ(report.status(), ReportStatus::kGreen);
}

TEST_F(CheckTest, WarnsOfAnAdministrator) {
  cloud_.at(kRole).on("iam", "ListAttachedRolePolicies",
                      R"({"AttachedPolicies":[{"PolicyName":"AdministratorAccess",
                          "PolicyArn":"arn:aws:iam::aws:policy/AdministratorAccess"}]})");
  const auto report = run();
  EXPECT_EQ(report.write_access, WriteAccess::kYes);
  EXPECT_EQ(status(report, "write"), StepStatus::kWarning);
  EXPECT_EQ(report.status(), ReportStatus::kAmber);
}

TEST_F(CheckTest, WhatItMayNotLookAtIsNotCalledClean) {
  for (const char* operation :
       {"GetRole", "ListAttachedRolePolicies", "ListRolePolicies", "SimulatePrincipalPolicy"}) {
    cloud_.at(kRole).on("iam", operation, [](const auto&) {
      return FakeApi::refusal("AccessDenied", "not authorized");
    });
  }
  const auto report = run();
  EXPECT_EQ(report.write_access, WriteAccess::kNotAllowedToLook);
  EXPECT_EQ(status(report, "permission.forecast"), StepStatus::kNotTested);
  EXPECT_FALSE(report.find("permission.forecast")->counts);
  EXPECT_EQ(status(report, "permission.own_policies"), StepStatus::kWarning);
  EXPECT_EQ(report.status(), ReportStatus::kGreen) << "advice does not color the connection";
}

TEST_F(CheckTest, ARefusedRoleGetsRankedCausesAndNoneIsCertain) {
  Error refused =
      FakeApi::refusal("AccessDenied", "User: x is not authorized to perform: sts:AssumeRole")
          .error();
  cloud_.at(kRole).credentials_error = refused;
  const auto report = run();
  const CheckStep* step = report.find("assume_role");
  ASSERT_NE(step, nullptr);
  EXPECT_EQ(step->code, "check.role_refused");
  EXPECT_FALSE(step->cause_is_proven);
  EXPECT_GE(step->causes.size(), 5U);
  EXPECT_NE(step->causes[0].find("external ID"), std::string::npos);
  EXPECT_NE(step->fix.find("\"sts:ExternalId\": \"" + kExternalId), std::string::npos) << step->fix;
  EXPECT_EQ(report.find("identity"), nullptr) << "nothing depends on luck after that";
}

TEST_F(CheckTest, OurOwnMissingRightIsProvenBySimulation) {
  cloud_.at(kRole).credentials_error = FakeApi::refusal("AccessDenied", "not authorized").error();
  cloud_.at("").on(
      "iam", "SimulatePrincipalPolicy",
      R"({"EvaluationResults":[{"EvalActionName":"sts:AssumeRole","EvalDecision":"implicitDeny"}]})");
  const auto report = run();
  const CheckStep* step = report.find("assume_role");
  EXPECT_EQ(step->code, "check.we_may_not_assume");
  EXPECT_TRUE(step->cause_is_proven);
  EXPECT_EQ(step->evidence, Evidence::kSimulated);
  EXPECT_NE(step->fix.find(kRole), std::string::npos);
}

TEST_F(CheckTest, AnotherConnectionOfTheAccountShowsTheTrustPolicy) {
  cloud_.at(kRole).credentials_error = FakeApi::refusal("AccessDenied", "not authorized").error();
  Connection other;
  other.name = "admin";
  other.profile = "admin";
  other.account_id = "111122223333";
  request_.others = {other};
  cloud_.at("admin").on("iam", "GetRole",
                        R"({"Role":{"Arn":")" + kRole + R"(","AssumeRolePolicyDocument":
      {"Statement":{"Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"sts:AssumeRole",
                    "Condition":{"StringEquals":{"sts:ExternalId":"old-one"}}}}}})");
  auto report = run();
  EXPECT_EQ(report.find("assume_role")->code, "check.role_refuses");
  EXPECT_TRUE(report.find("assume_role")->cause_is_proven);
  EXPECT_NE(join(report.find("assume_role")->details, " ").find("old-one"), std::string::npos);

  cloud_.at("admin").on("iam", "GetRole", [](const auto&) {
    return FakeApi::refusal("NoSuchEntity", "The role with name SextantReadOnly cannot be found.");
  });
  report = run();
  EXPECT_EQ(report.find("assume_role")->code, "check.role_missing");

  cloud_.at("admin").on("iam", "GetRole",
                        [](const auto&) { return FakeApi::refusal("AccessDenied", "no"); });
  report = run();
  EXPECT_EQ(report.find("assume_role")->code, "check.role_refused")
      << "who may not look proves nothing";
}

TEST_F(CheckTest, APastedRoleIsEvidenceToo) {
  cloud_.at(kRole).credentials_error = FakeApi::refusal("AccessDenied", "not authorized").error();
  request_.pasted_role = *read_role_text(
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":"123"},"Action":"sts:AssumeRole"}})");
  request_.pasted_from = "role.json";
  const auto report = run();
  EXPECT_EQ(report.find("assume_role")->code, "check.role_refuses");
  EXPECT_NE(join(report.find("assume_role")->details, " ").find("role.json"), std::string::npos);
}

TEST_F(CheckTest, AMalformedArnIsSaidBeforeAnythingIsAsked) {
  request_.connection.role_arn = "arn:aws:sts::111122223333:assumed-role/SextantReadOnly/x";
  const auto report = run();
  ASSERT_EQ(report.steps.size(), 1U);
  EXPECT_EQ(report.steps[0].code, "connection.bad_role_arn");
  EXPECT_TRUE(cloud_.at("").calls().empty());
}

TEST_F(CheckTest, RootCannotAssumeRoles) {
  cloud_.at("").on("sts", "GetCallerIdentity",
                   identity_json("999988887777", "arn:aws:iam::999988887777:root"));
  const auto report = run();
  EXPECT_EQ(report.steps.back().code, "connection.identity_cannot_assume");
}

TEST_F(CheckTest, AMissingProfileIsAnsweredWithWhatIsThere) {
  ASSERT_TRUE(files_.make_folders(folder_.path() / ".aws"));
  ASSERT_TRUE(files_.write_atomically(folder_.path() / ".aws/config",
                                      "[profile production]\nregion = eu-west-1\n", 0600));
  request_.connection.method = Method::kProfile;
  request_.connection.profile = "prodution";
  const auto report = run();
  ASSERT_EQ(report.steps.size(), 1U);
  const std::string all =
      report.steps[0].said + join(report.steps[0].details, " ") + report.steps[0].fix;
  EXPECT_NE(all.find("production"), std::string::npos) << all;
  EXPECT_NE(all.find("HOME is " + folder_.path().string()), std::string::npos) << all;
}

TEST_F(CheckTest, ExpiredSessionsAreRenewedByTheirMethod) {
  ASSERT_TRUE(files_.make_folders(folder_.path() / ".aws"));
  ASSERT_TRUE(files_.write_atomically(
      folder_.path() / ".aws/config",
      "[profile corp]\nsso_session = s\n[sso-session s]\nsso_region = eu-west-1\n"
      "[profile keys]\naws_access_key_id = AKIA\n",
      0600));
  request_.connection.method = Method::kProfile;
  const auto failing = [&](const std::string& profile, const char* code) {
    request_.connection.profile = profile;
    cloud_.at(profile).on("sts", "GetCallerIdentity", [code](const auto&) {
      return FakeApi::refusal(code, "The security token is invalid");
    });
    return run().steps.back();
  };
  EXPECT_EQ(failing("corp", "ExpiredToken").code, "check.sso_expired");
  EXPECT_NE(failing("corp", "ExpiredToken").fix.find("sextant sso login --profile corp"),
            std::string::npos);
  EXPECT_EQ(failing("keys", "InvalidClientTokenId").code, "check.keys_refused");
  EXPECT_EQ(failing("keys", "ExpiredTokenException").code, "check.keys_expired");
  cloud_.at("keys").skew = std::chrono::minutes(20);
  const auto clock = failing("keys", "SignatureDoesNotMatch");
  EXPECT_EQ(clock.code, "check.clock_wrong");
  EXPECT_NE(clock.said.find("20 min"), std::string::npos) << clock.said;
  EXPECT_NE(clock.said.find("behind"), std::string::npos) << clock.said;
}

TEST_F(CheckTest, LongLivedKeysAreSaidAndDoNotColorTheConnection) {
  cloud_.at("").is_temporary = false;
  const auto report = run();
  EXPECT_EQ(report.find("credentials")->code, "check.long_lived_keys");
  EXPECT_EQ(report.status(), ReportStatus::kGreen);
}

TEST_F(CheckTest, AThrottledCheckIsNotTestedRatherThanFailed) {
  cloud_.at(kRole).on("ce", "GetCostAndUsage", [](const auto&) {
    return FakeApi::refusal("LimitExceededException", "Rate exceeded");
  });
  const auto report = run();
  EXPECT_EQ(report.find("cost_explorer")->code, "check.throttled");
  EXPECT_EQ(status(report, "cost_explorer"), StepStatus::kNotTested);
  EXPECT_NE(report.status(), ReportStatus::kRed);
}

TEST_F(CheckTest, NoStepIsRedSinceAwsThrottles) {
  const auto slow = [](const auto&) { return FakeApi::refusal("Throttling", "Rate exceeded"); };
  cloud_.at(kRole).on("sts", "GetCallerIdentity", slow);
  auto report = run();
  EXPECT_EQ(report.find("identity")->code, "check.throttled");
  EXPECT_EQ(status(report, "identity"), StepStatus::kNotTested);
  EXPECT_EQ(report.find("cost_explorer"), nullptr) << "what depends on it is left out";
  EXPECT_EQ(report.status(), ReportStatus::kAmber);
  cloud_.at(kRole).credentials_error = FakeApi::refusal("Throttling", "Rate exceeded").error();
  report = run();
  EXPECT_EQ(status(report, "assume_role"), StepStatus::kNotTested);
  EXPECT_EQ(report.status(), ReportStatus::kAmber);
}

TEST_F(CheckTest, AReportComesBackAsItsSummary) {
  cloud_.at(kRole).on("ce", "GetCostAndUsage",
                      [](const auto&) { return FakeApi::refusal("AccessDeniedException", "no"); });
  const auto summary = *read_summary(boost::json::serialize(to_json(run())));
  EXPECT_EQ(summary.status, ReportStatus::kRed);
  EXPECT_EQ(summary.account_kind, "payer");
  ASSERT_FALSE(summary.problems.empty());
  EXPECT_NE(summary.problems[0].find("Denied"), std::string::npos);
  EXPECT_EQ(read_summary("nonsense").error().code, "connection.unreadable_report");
  EXPECT_EQ(read_summary("[]").error().code, "connection.unreadable_report");
}

}  // namespace
}  // namespace sextant::connect
