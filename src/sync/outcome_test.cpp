#include "sync/outcome.h"

#include <gtest/gtest.h>

#include "base/error_catalog.h"
#include "sync/testing/fake_cloud.h"

namespace sextant::sync {
namespace {

using state::CellStatus;
using testing::refusal;

Outcome read(const Error& error, Subject subject = Subject::kCosts) {
  CellSpec spec;
  spec.stream.account_id = "123456789012";
  spec.stream.subject = subject;
  spec.window = monthly_window(*parse_date("2026-10-15"));
  return classify(error, spec, "prod");
}

TEST(Classify, ThrottlingWaits) {
  for (const char* code : {"LimitExceededException", "ThrottlingException", "Throttling",
                           "TooManyRequestsException"}) {
    EXPECT_EQ(read(refusal(code)).reaction, Reaction::kWaitThrottled) << code;
    EXPECT_EQ(read(refusal(code)).status, CellStatus::kThrottled) << code;
  }
  EXPECT_EQ(read(refusal("Strange", 429)).reaction, Reaction::kWaitThrottled);
}

TEST(Classify, TroubleOnTheWayIsTriedAgain) {
  EXPECT_EQ(read(refusal("InternalFailure", 500)).reaction, Reaction::kWaitTransient);
  for (const char* code : {"http.timeout", "http.cut_body", "http.connect"}) {
    EXPECT_EQ(read(Error{code, ""}).reaction, Reaction::kWaitTransient) << code;
  }
}

TEST(Classify, ARefusedTokenStartsOver) {
  EXPECT_EQ(read(refusal("InvalidNextTokenException")).reaction, Reaction::kStartOver);
  EXPECT_EQ(read(refusal("RequestChangedException")).reaction, Reaction::kStartOver);
}

TEST(Classify, DeniedNamesTheStatementToAdd) {
  const Outcome outcome = read(refusal("AccessDeniedException"));
  EXPECT_EQ(outcome.reaction, Reaction::kEndCell);
  EXPECT_EQ(outcome.status, CellStatus::kDenied);
  EXPECT_NE(
      explain(outcome.error)
          .fix.find(R"({"Effect": "Allow", "Action": "ce:GetCostAndUsage", "Resource": "*"})"),
      std::string::npos);
  const Outcome accounts = read(refusal("AccessDeniedException"), Subject::kAccounts);
  EXPECT_NE(explain(accounts.error).title.find("organizations:ListAccounts"), std::string::npos);
}

TEST(Classify, CostExplorerOffIsNoDeniedPermission) {
  const auto outcome =
      read(refusal("AccessDeniedException", 400, "User not enabled for cost explorer access"));
  EXPECT_EQ(outcome.status, CellStatus::kNotEnabled);
  EXPECT_EQ(outcome.error.code, "sync.not_enabled");
}

TEST(Classify, DataThatIsNotThereYetIsNoFailure) {
  EXPECT_EQ(read(refusal("DataUnavailableException")).error.code, "sync.no_data");
  EXPECT_EQ(read(refusal("DataUnavailableException"), Subject::kForecast).error.code,
            "sync.no_forecast");
  EXPECT_EQ(read(refusal("DataUnavailableException")).status, CellStatus::kNoData);
}

TEST(Classify, AnEndedSessionEndsTheAccountAndSaysHowToRenewIt) {
  for (const char* code : {"ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId",
                           "UnrecognizedClientException"}) {
    const Outcome outcome = read(refusal(code, 403));
    EXPECT_EQ(outcome.reaction, Reaction::kEndAccount) << code;
    EXPECT_NE(explain(outcome.error).fix.find("sextant sso login --profile prod"),
              std::string::npos)
        << code;
  }
  for (const char* code : {"sso.expired", "credentials.none", "profile.not_found"}) {
    EXPECT_EQ(read(Error{code, ""}).reaction, Reaction::kEndAccount) << code;
    EXPECT_EQ(read(Error{code, ""}).error.code, code) << "whose words are better than ours";
  }
}

TEST(Classify, ARoleThatIsRefusedIsNoDeniedCell) {
  Error error = refusal("AccessDenied", 403);
  error.code = "credentials.role_refused";
  EXPECT_EQ(read(error).reaction, Reaction::kEndAccount);
}

TEST(Classify, NoSpaceAndNoMoneyEndEverything) {
  for (const char* code : {"state.disk_full", "file.disk_full", "lake.disk_full", "sync.budget"}) {
    EXPECT_EQ(read(Error{code, ""}).reaction, Reaction::kEndRun) << code;
  }
}

TEST(Classify, AnythingElseEndsTheCellInAwssOwnWords) {
  const Outcome outcome = read(refusal("ValidationException", 400, "Start date is wrong"));
  EXPECT_EQ(outcome.reaction, Reaction::kEndCell);
  EXPECT_EQ(outcome.status, CellStatus::kFailed);
  EXPECT_EQ(outcome.error.detail, "Start date is wrong");
  EXPECT_EQ(read(Error{"aws.repeated_token", ""}).reaction, Reaction::kEndCell);
}

}  // namespace
}  // namespace sextant::sync
