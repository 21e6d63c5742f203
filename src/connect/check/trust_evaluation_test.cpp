#include "connect/check/trust_evaluation.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/text.h"
#include "connect/trust_policy.h"

namespace sextant::connect {
namespace {

namespace json = boost::json;

const Principal kUser = *parse_principal("arn:aws:iam::999988887777:user/ops/sextant");
const Principal kRole = *parse_principal("arn:aws:sts::999988887777:assumed-role/Server/i-1");
const Principal kSso = *parse_principal(
    "arn:aws:sts::999988887777:assumed-role/AWSReservedSSO_Reader_0123456789abcdef/ann");

TrustJudgement judge(const std::string& text, const Principal& principal = kUser) {
  return judge_trust(json::parse(text).as_object(), principal, "right-id");
}
std::string allow(const std::string& principal, const std::string& condition) {
  return R"({"Statement":[{"Effect":"Allow","Principal":)" + principal +
         R"(,"Action":"sts:AssumeRole","Condition":)" + condition + "}]}";
}

TEST(TrustEvaluation, OurOwnPolicyLetsUsInByEveryKindOfIdentity) {
  for (const Principal& principal : {kUser, kRole, kSso}) {
    for (const char* path : {"", "/team/"}) {
      const auto policy = trust_policy(principal, principal_patterns(principal, path), "right-id");
      EXPECT_EQ(judge_trust(policy, principal, "right-id").verdict, TrustVerdict::kAllows)
          << json::serialize(policy);
      EXPECT_EQ(judge_trust(policy, principal, "wrong").verdict, TrustVerdict::kRefuses);
    }
  }
}

TEST(TrustEvaluation, PatternsFollowARoleThatIsMadeAnew) {
  EXPECT_EQ(principal_patterns(kUser, ""), std::vector<std::string>{kUser.arn});
  EXPECT_EQ(principal_patterns(kRole, "/team/"),
            std::vector<std::string>{"arn:aws:iam::999988887777:role/team/Server"});
  const auto any_path = principal_patterns(kRole, "");
  EXPECT_TRUE(matches_pattern("arn:aws:iam::999988887777:role/a/b/Server", any_path[1]));
  EXPECT_FALSE(matches_pattern("arn:aws:iam::999988887777:role/EvilServer", any_path[1]));
  const auto sso = principal_patterns(kSso, "");
  const std::string renewed = "AWSReservedSSO_Reader_fedcba9876543210";
  EXPECT_TRUE(matches_pattern(
      "arn:aws:iam::999988887777:role/aws-reserved/sso.amazonaws.com/" + renewed, sso[0]));
  EXPECT_TRUE(matches_pattern(
      "arn:aws:iam::999988887777:role/aws-reserved/sso.amazonaws.com/eu-west-1/" + renewed,
      sso[1]));
  EXPECT_FALSE(
      matches_pattern("arn:aws:iam::999988887777:role/aws-reserved/sso.amazonaws.com/"
                      "AWSReservedSSO_Admin_0123456789abcdef",
                      sso[0]));
}

TEST(TrustEvaluation, NamesWhatRefuses) {
  const auto other = judge(allow(R"({"AWS":"arn:aws:iam::111122223333:root"})", "{}"));
  EXPECT_EQ(other.verdict, TrustVerdict::kRefuses);
  EXPECT_NE(other.reasons[0].find("111122223333"), std::string::npos);
  const auto id =
      judge(allow(R"({"AWS":"999988887777"})", R"({"StringEquals":{"sts:ExternalId":["a","b"]}})"));
  EXPECT_EQ(id.verdict, TrustVerdict::kRefuses);
  EXPECT_NE(id.reasons[0].find("a or b"), std::string::npos) << id.reasons[0];
  EXPECT_EQ(judge(R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:TagSession"}})")
                .verdict,
            TrustVerdict::kRefuses);
  EXPECT_EQ(judge("{}").reasons[0], "no statement of it allows sts:AssumeRole");
}

TEST(TrustEvaluation, OneStatementThatAllowsIsEnoughUnlessOneDenies) {
  const std::string open = R"({"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:*"})";
  const std::string deny = R"({"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"})";
  const std::string other =
      R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},"Action":"sts:AssumeRole"})";
  EXPECT_EQ(judge(R"({"Statement":[)" + other + "," + open + "]}").verdict, TrustVerdict::kAllows);
  EXPECT_EQ(judge(R"({"Statement":[)" + open + "," + deny + "]}").verdict, TrustVerdict::kRefuses);
}

TEST(TrustEvaluation, DoesNotGuessAtConditionsItCannotSee) {
  const auto mfa = judge(
      allow(R"({"AWS":"999988887777"})", R"({"Bool":{"aws:MultiFactorAuthPresent":"true"}})"));
  EXPECT_EQ(mfa.verdict, TrustVerdict::kCannotTell);
  EXPECT_NE(mfa.reasons[0].find("MultiFactorAuthPresent"), std::string::npos);
  EXPECT_EQ(
      judge(allow(R"({"AWS":"999988887777"})", R"({"StringEquals":{"aws:PrincipalOrgID":"o-1"}})"))
          .verdict,
      TrustVerdict::kCannotTell);
  EXPECT_EQ(
      judge(
          R"({"Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"1"},"Action":"sts:AssumeRole"}})")
          .verdict,
      TrustVerdict::kCannotTell);
}

TEST(TrustEvaluation, ReadsEveryFormInWhichARoleIsGiven) {
  const std::string policy = R"({"Statement":[]})";
  EXPECT_TRUE(read_role_text(policy));
  EXPECT_EQ(
      read_role_text(R"({"Role":{"Arn":"a","AssumeRolePolicyDocument":)" + policy + "}}")->arn,
      "a");
  const std::string encoded =
      R"({"Role":{"Arn":"a","AssumeRolePolicyDocument":")" + percent_encode(policy) + R"("}})";
  EXPECT_TRUE(read_role_text(encoded)->trust.contains("Statement"));
  for (const char* bad : {"", "[]", "{}", R"({"Role":{"AssumeRolePolicyDocument":5}})",
                          R"({"Role":{"AssumeRolePolicyDocument":"%5B%5D"}})"}) {
    EXPECT_EQ(read_role_text(bad).error().code, "check.role_json") << bad;
  }
  EXPECT_EQ(read_role_text(std::string(2U << 20U, ' ')).error().code, "check.role_json");
}

TEST(TrustEvaluation, MatchesWildcardsAsIamDoes) {
  EXPECT_TRUE(matches_pattern("", "*"));
  EXPECT_TRUE(matches_pattern("abcabc", "*abc"));
  EXPECT_TRUE(matches_pattern("a-b", "a?b"));
  EXPECT_FALSE(matches_pattern("ab", "a?b"));
  EXPECT_FALSE(matches_pattern("abc", "ab"));
  EXPECT_FALSE(matches_pattern(std::string(2000, 'a'), std::string(50, '*') + "b"))
      << "and in bounded time";
}

}  // namespace
}  // namespace sextant::connect
