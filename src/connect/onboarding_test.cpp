#include "connect/onboarding.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "base/testing/temporary_folder.h"
#include "connect/testing/fake_api.h"

namespace sextant::connect {
namespace {

const std::string kRole = "arn:aws:iam::111122223333:role/SextantReadOnly";

class OnboardingTest : public ::testing::Test {
 protected:
  OnboardingTest() { identify("arn:aws:iam::999988887777:user/sextant"); }

  void identify(const std::string& arn) {
    cloud_.at("base").on("sts", "GetCallerIdentity", R"({"Arn":")" + arn + R"("})");
  }
  Result<RoleSetup> set_up(const std::string& name, bool organization = false) {
    return onboarding_.set_up_role({name, organization, "base"}, {});
  }
  static CheckReport report_of(const std::string& account) {
    CheckReport out;
    out.account_id = account;
    out.account_alias = "acme";
    out.account_kind = "payer";
    out.organization_id = "o-1";
    out.started_at = *parse_rfc3339("2026-10-15T12:00:00Z");
    out.steps.push_back({});
    return out;
  }
  Connection connect(const std::string& name, const std::string& arn, const std::string& account) {
    const auto connection = onboarding_.connection_for_role(name, arn, "");
    EXPECT_TRUE(connection);
    return *onboarding_.keep(*connection, report_of(account));
  }
  std::string error_of(const std::string& name, const std::string& arn) {
    const auto connection = onboarding_.connection_for_role(name, arn, "");
    return connection ? "fine" : connection.error().code;
  }

  TemporaryFolder folder_;
  std::unique_ptr<state::Database> database_ = *state::Database::open(folder_.path() / "state.db");
  ConnectionStore store_{*database_};
  FakeCloud cloud_;
  ManualClock clock_{*parse_rfc3339("2026-10-15T12:00:00.5Z")};
  SystemRandom random_;
  Onboarding onboarding_{store_, cloud_, clock_, random_,
                         [](std::string_view service, std::string_view operation) {
                           return Result<std::vector<std::string>>(
                               {std::string(service) + ":" + std::string(operation)});
                         }};
};

TEST_F(OnboardingTest, ASetupHasAnExternalIdOfItsOwnAndIsShownAgainUnchanged) {
  const auto one = *set_up("prod");
  const auto again = *set_up("prod");
  const auto other = *set_up("dev");
  EXPECT_EQ(one.external_id, again.external_id);
  EXPECT_NE(one.external_id, other.external_id);
  EXPECT_EQ(format_rfc3339(*one.expires_at), "2026-10-22T12:00:00Z");
  EXPECT_EQ(store_.get("prod")->state, ConnectionState::kPending);
  EXPECT_EQ(one.policy.statements.size(), 6U);
}

TEST_F(OnboardingTest, ASetupKeepsTheNameOfItsRole) {
  const auto name = [&](const std::string& setup, const std::string& role) {
    return onboarding_.set_up_role({setup, false, "base", role}, {})->role_name;
  };
  EXPECT_EQ(name("plain", ""), "SextantReadOnly");
  EXPECT_EQ(name("prod", "Other"), "Other");
  EXPECT_EQ(name("prod", ""), "Other") << "as when somebody goes on with it later";
  EXPECT_EQ(onboarding_.set_up_role({"prod", false, "", ""}, {})->role_arn_pattern(),
            "arn:aws:iam::ACCOUNT_ID:role/Other");
  EXPECT_EQ(name("prod", "Third"), "Third");
  EXPECT_EQ(name("prod", ""), "Third");
  connect("prod", "arn:aws:iam::111122223333:role/path/Made", "111122223333");
  EXPECT_EQ(name("prod", ""), "Made") << "the role that there is";
}

TEST_F(OnboardingTest, AnExpiredSetupGetsANewExternalIdAndCannotBeBound) {
  const auto old = *set_up("prod");
  clock_.advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(error_of("prod", kRole), "connection.setup_expired");
  EXPECT_NE(set_up("prod")->external_id, old.external_id);
  EXPECT_EQ(error_of("prod", kRole), "fine");
}

TEST_F(OnboardingTest, AnArnIsBoundOnceAndByItsOwnSetup) {
  EXPECT_EQ(error_of("prod", kRole), "connection.no_setup");
  ASSERT_TRUE(set_up("prod"));
  EXPECT_EQ(error_of("prod", "arn:aws:iam::111122223333:user/x"), "connection.bad_role_arn");
  const auto kept = connect("prod", kRole, "111122223333");
  EXPECT_EQ(kept.state, ConnectionState::kConnected);
  EXPECT_EQ(kept.expires_at, std::nullopt);
  EXPECT_EQ(kept.account_kind, "payer");
  EXPECT_EQ(error_of("prod", kRole), "fine") << "the same role may be given again";
  EXPECT_EQ(error_of("prod", "arn:aws:iam::444455556666:role/SextantReadOnly"),
            "connection.already_bound");
  clock_.advance(std::chrono::hours(24 * 30));
  EXPECT_EQ(set_up("prod")->external_id, kept.external_id) << "a connected one never gets another";
  EXPECT_EQ(store_.get("prod")->state, ConnectionState::kConnected);
}

TEST_F(OnboardingTest, TheRolesOfAnOrganizationShareOneExternalId) {
  ASSERT_TRUE(set_up("acme", true));
  const auto payer = connect("acme", kRole, "111122223333");
  const auto member =
      connect("acme", "arn:aws:iam::444455556666:role/SextantReadOnly", "444455556666");
  EXPECT_EQ(member.name, "acme-444455556666");
  EXPECT_EQ(member.external_id, payer.external_id);
  EXPECT_EQ(member.profile, "base");
  EXPECT_FALSE(member.is_organization_setup);
  EXPECT_EQ(store_.get("acme")->role_arn, kRole);
  EXPECT_EQ(error_of("acme", "arn:aws:iam::444455556666:role/Other"), "connection.other_role_name");
  EXPECT_EQ(connect("acme", "arn:aws:iam::444455556666:role/SextantReadOnly", "444455556666").name,
            member.name);
  EXPECT_EQ(store_.list()->size(), 2U);
}

TEST_F(OnboardingTest, RefusesWhoCannotAssumeRolesAndBadNames) {
  identify("arn:aws:iam::999988887777:root");
  EXPECT_EQ(set_up("prod").error().code, "connection.identity_cannot_assume");
  EXPECT_EQ(set_up("a/b").error().code, "connection.bad_name");
  EXPECT_EQ(onboarding_.set_up_role({"prod", false, "base", "a b"}, {}).error().code,
            "connection.bad_role_name");
  EXPECT_TRUE(store_.list()->empty()) << "nothing is stored of a set-up that failed";
}

TEST_F(OnboardingTest, AProfileIsConnectedOnceUnderAName) {
  const auto made = *onboarding_.connection_for_profile("", "my profile");
  EXPECT_EQ(made.name, "my-profile");
  EXPECT_EQ(made.profile, "my profile");
  ASSERT_TRUE(onboarding_.keep(made, report_of("111122223333")));
  EXPECT_TRUE(onboarding_.connection_for_profile("", "my profile"));
  EXPECT_EQ(onboarding_.connection_for_profile("my-profile", "other").error().code,
            "connection.exists");
  ASSERT_TRUE(set_up("prod"));
  EXPECT_EQ(onboarding_.connection_for_profile("prod", "x").error().code, "connection.exists");
  EXPECT_EQ(set_up("my-profile").error().code, "connection.exists");
}

TEST_F(OnboardingTest, WhatASyncProvedIsKnownForAMonth) {
  const auto cell = [&](const std::string& face, state::CellStatus status, int days_ago) {
    state::Cell out;
    out.connection = "prod";
    out.face = face;
    out.status = status;
    out.error_detail = "why";
    out.updated_at = clock_.wall() - std::chrono::days(days_ago);
    return out;
  };
  using state::CellStatus;
  const auto past = past_observations(
      {cell("total", CellStatus::kDone, 2), cell("forecast", CellStatus::kDenied, 1),
       cell("accounts", CellStatus::kDone, 40), cell("total", CellStatus::kFailed, 0)},
      "prod", clock_.wall());
  EXPECT_EQ(past.size(), 2U);
  EXPECT_EQ(past.at("ce.GetCostAndUsage").outcome, Outcome::kAllowed);
  EXPECT_EQ(past.at("ce.GetCostForecast").outcome, Outcome::kDenied);
  EXPECT_TRUE(
      past_observations({cell("total", CellStatus::kDone, 2)}, "other", clock_.wall()).empty());
}

TEST_F(OnboardingTest, AnEmptyStateSaysSo) {
  EXPECT_EQ(find_connection(store_, "x").error().code, "connection.none");
  ASSERT_TRUE(set_up("prod"));
  EXPECT_EQ(find_connection(store_, "x").error().code, "connection.not_found");
}

}  // namespace
}  // namespace sextant::connect
