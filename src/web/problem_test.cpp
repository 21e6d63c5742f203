#include "web/problem.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/error_catalog.h"

namespace sextant::web {
namespace {

TEST(Problem, TellsTheCatalogsWords) {
  Failure failure(Error{"cost.not_answerable", "no stored face has account, region together"}.with(
      "take", "Ask for one pair at a time."));
  const auto problem = problem_json(failure);
  EXPECT_EQ(problem.at("status").to_number<int>(), 409);
  EXPECT_EQ(problem.at("code").as_string(), "cost.not_answerable");
  EXPECT_EQ(problem.at("title").as_string(), "No stored costs answer this question exactly");
  EXPECT_EQ(problem.at("take").as_string(), "Ask for one pair at a time.");
  EXPECT_TRUE(problem.at("causes").as_array().empty()) << "what happened says it all";
  EXPECT_FALSE(problem.contains("consents"));
}

TEST(Problem, NamesTheFieldAndTheConsents) {
  const auto wrong = wrong_field("web.invalid", "picks[3].role", "picks[3].role is missing");
  EXPECT_EQ(problem_json(wrong.error()).at("field").as_string(), "picks[3].role");
  const Failure needed(Error{"web.consent_needed", ""},
                       {{"id1", "run_program", "aws-vault", "why"}});
  const auto problem = problem_json(needed);
  EXPECT_EQ(problem.at("consents").as_array().at(0).at("what").as_string(), "aws-vault");
}

TEST(Problem, IsFitForATerminalWhateverItHolds) {
  const auto problem = problem_json(Error{"profile.not_found", "a\x1b[2Jb\n\xe2\x80\xae"});
  EXPECT_EQ(problem.at("detail").as_string().find('\x1b'), boost::json::string::npos);
  EXPECT_EQ(problem.at("status").to_number<int>(), 404);
}

TEST(Problem, GivesEachCodeAStatus) {
  for (const auto& [code, status] :
       std::vector<std::pair<std::string, int>>{{"connection.not_found", 404},
                                                {"connection.exists", 409},
                                                {"sync.locked", 409},
                                                {"state.busy", 409},
                                                {"usage.cost", 400},
                                                {"cost.bad_window", 400},
                                                {"aws.access_denied", 502},
                                                {"http.timeout", 504},
                                                {"file.disk_full", 507},
                                                {"state.corrupt", 500},
                                                {"sso.expired", 409},
                                                {"query.not_allowed", 400},
                                                {"web.not_signed_in", 401},
                                                {"web.scope", 403},
                                                {"lake.failed", 500}})
    EXPECT_EQ(status_of(code), status) << code;
  for (const ErrorEntry& entry : all_errors()) {
    EXPECT_GE(status_of(entry.code), 400) << entry.code;
    EXPECT_LT(status_of(entry.code), 600) << entry.code;
  }
}

}  // namespace
}  // namespace sextant::web
