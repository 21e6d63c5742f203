#include "aws/credentials/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/json_fields.h"
#include "aws/testing/identity_world.h"

namespace sextant::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/Reader";

class ChainTest : public ::testing::Test {
 protected:
  ChainTest() {
    world_.caller->answers["sts:AssumeRole"] =
        [](const boost::json::object& input) -> Result<boost::json::value> {
      return sts_answer("ASIA-" + std::string(input.at("RoleArn").as_string()));
    };
  }
  static boost::json::value sts_answer(const std::string& key) {
    return {{"Credentials",
             {{"AccessKeyId", key},
              {"SecretAccessKey", "secret-of-sts"},
              {"SessionToken", "token-of-sts"},
              {"Expiration", "2026-10-15T13:00:00Z"}}},
            {"AssumedRoleUser", {{"Arn", "arn:aws:sts::123456789012:assumed-role/Reader/x"}}}};
  }
  static std::string key(const Result<Credentials>& got) {
    return got ? got->access_key_id : got.error().code;
  }
  void set_environment_keys() {
    world_.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
    world_.variables["AWS_SECRET_ACCESS_KEY"] = "secret-of-environment";
  }
  const boost::json::object& last_input() { return world_.caller->calls.back().input; }

  testing::IdentityWorld world_;
};

TEST_F(ChainTest, EnvironmentComesFirstUnlessAProfileIsNamed) {
  set_environment_keys();
  world_.variables["AWS_SESSION_TOKEN"] = "t2";
  world_.credentials(
      "[default]\naws_access_key_id=AKIADEFAULT\naws_secret_access_key=s\n[dev]\naws_access_key_id="
      "AKIADEV\naws_secret_access_key=s\n");
  auto got = world_.get();
  EXPECT_EQ(key(got), "AKIAENV");
  EXPECT_EQ(got->session_token.reveal(), "t2");
  EXPECT_EQ(got->source, "environment");
  world_.variables["AWS_PROFILE"] = "dev";
  EXPECT_EQ(key(world_.get()), "AKIAENV");
  EXPECT_EQ(key(world_.get_profile("dev")), "AKIADEV");
  world_.variables["AWS_PROFILE"] = "gone";
  EXPECT_EQ(key(world_.get()), "profile.not_found");
}

TEST_F(ChainTest, EnvironmentNeedsBothHalvesAndWatchesItsEnd) {
  world_.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  EXPECT_EQ(key(world_.get()), "credentials.partial_environment");
  set_environment_keys();
  world_.variables["AWS_CREDENTIAL_EXPIRATION"] = "2026-10-15T11:59:59Z";
  EXPECT_EQ(key(world_.get()), "credentials.expired");
}

TEST_F(ChainTest, SharedCredentialsBeatLoginProcessAndConfig) {
  world_.config(
      "[profile "
      "p]\naws_access_key_id=AKIACONFIG\naws_secret_access_key=s\ncredential_process=/bin/tool\n");
  world_.processes.answer = [](const auto&) -> Result<ProcessOutput> {
    return ProcessOutput{0, R"({"Version":1,"AccessKeyId":"AKIAPROCESS","SecretAccessKey":"s"})",
                         ""};
  };
  EXPECT_EQ(key(world_.get_profile("p")), "AKIAPROCESS");
  world_.credentials("[p]\naws_access_key_id=AKIASHARED\naws_secret_access_key=s\n");
  const auto got = world_.get_profile("p");
  EXPECT_EQ(key(got), "AKIASHARED");
  EXPECT_THAT(got->source, HasSubstr("credentials"));
  EXPECT_THAT(world_.processes.runs, SizeIs(1));
}

TEST_F(ChainTest, ConfigFileKeysAreFoundLast) {
  world_.config(
      "[profile "
      "p]\naws_access_key_id=AKIACONFIG\naws_secret_access_key=s\naws_account_id=123456789012\n");
  const auto got = world_.get_profile("p");
  EXPECT_EQ(key(got), "AKIACONFIG");
  EXPECT_EQ(got->account_id, "123456789012");
}

TEST_F(ChainTest, HalfAKeyPairInAFileIsAnError) {
  world_.credentials("[p]\naws_access_key_id=AKIA\n");
  EXPECT_EQ(key(world_.get_profile("p")), "profile.partial_keys");
}

TEST_F(ChainTest, AssumesARoleFromASourceProfile) {
  world_.config("[profile p]\nrole_arn=" + std::string(kRole) +
                "\nsource_profile=base\nexternal_id=abc\nrole_session_name=me\nduration_seconds="
                "7200\nregion=eu-west-1\n");
  world_.credentials("[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n");
  const auto got = world_.get_profile("p");
  EXPECT_EQ(key(got), std::string("ASIA-") + kRole);
  EXPECT_EQ(got->source, std::string("assume-role (") + kRole + ") from profile base");
  EXPECT_EQ(got->account_id, "123456789012");
  EXPECT_EQ(world_.caller->calls[0].access_key_id, "AKIABASE");
  EXPECT_EQ(world_.caller->calls[0].region, "eu-west-1");
  EXPECT_EQ(last_input().at("ExternalId"), "abc");
  EXPECT_EQ(last_input().at("RoleSessionName"), "me");
  EXPECT_EQ(last_input().at("DurationSeconds"), 7200);
}

TEST_F(ChainTest, ChainsOfRolesAreCappedAtAnHour) {
  world_.config(
      "[profile "
      "a]\nrole_arn=arn:aws:iam::111111111111:role/A\nsource_profile=b\nduration_seconds=7200\n"
      "[profile b]\nrole_arn=arn:aws:iam::222222222222:role/B\nsource_profile=c\n");
  world_.credentials("[c]\naws_access_key_id=AKIAC\naws_secret_access_key=s\n");
  EXPECT_EQ(key(world_.get_profile("a")), "ASIA-arn:aws:iam::111111111111:role/A");
  ASSERT_THAT(world_.caller->calls, SizeIs(2));
  // The call that is signed is written down after its signer's own.
  EXPECT_EQ(world_.caller->calls[0].input.at("RoleArn"), "arn:aws:iam::222222222222:role/B");
  EXPECT_EQ(world_.caller->calls[1].access_key_id, "ASIA-arn:aws:iam::222222222222:role/B");
  EXPECT_EQ(world_.caller->calls[1].input.at("DurationSeconds"), 3600);
}

TEST_F(ChainTest, AProfileMayNameItselfOnlyWithKeysOfItsOwn) {
  world_.config("[profile p]\nrole_arn=" + std::string(kRole) + "\nsource_profile=p\n");
  EXPECT_EQ(key(world_.get_profile("p")), "profile.loop");
  world_.credentials("[p]\naws_access_key_id=AKIAP\naws_secret_access_key=s\n");
  EXPECT_EQ(key(world_.get_profile("p")), std::string("ASIA-") + kRole);
}

TEST_F(ChainTest, LoopsAreErrorsThatShowTheChain) {
  const std::string role = std::string("role_arn=") + kRole + "\n";
  world_.config("[profile a]\n" + role + "source_profile=b\n[profile b]\n" + role +
                "source_profile=c\n[profile c]\n" + role + "source_profile=a\n");
  const auto got = world_.get_profile("a");
  EXPECT_EQ(key(got), "profile.loop");
  EXPECT_EQ(got.error().detail, "a -> b -> c -> a");
}

TEST_F(ChainTest, RolesNeedExactlyOneSource) {
  const std::string role = std::string("role_arn=") + kRole + "\n";
  world_.config("[profile none]\n" + role + "[profile two]\n" + role +
                "source_profile=x\ncredential_source=Environment\n[profile gone]\n" + role +
                "source_profile=nowhere\n[profile bad]\n" + role +
                "credential_source=environment\n[profile empty]\n" + role +
                "source_profile=bare\n[profile bare]\nregion=a\n");
  EXPECT_EQ(key(world_.get_profile("none")), "profile.no_source");
  EXPECT_EQ(key(world_.get_profile("two")), "profile.two_sources");
  EXPECT_EQ(key(world_.get_profile("gone")), "profile.source_not_found");
  EXPECT_EQ(key(world_.get_profile("bad")), "profile.bad_credential_source");
  EXPECT_EQ(key(world_.get_profile("empty")), "credentials.source_empty");
}

TEST_F(ChainTest, CredentialSourceEnvironmentCountsEvenForANamedProfile) {
  world_.config("[profile p]\nrole_arn=" + std::string(kRole) +
                "\ncredential_source=Environment\n");
  EXPECT_EQ(key(world_.get_profile("p")), "credentials.source_empty");
  set_environment_keys();
  EXPECT_EQ(key(world_.get_profile("p")), std::string("ASIA-") + kRole);
  EXPECT_EQ(world_.caller->calls.back().access_key_id, "AKIAENV");
}

TEST_F(ChainTest, AMalformedRoleIsRefusedBeforeAnythingIsSent) {
  world_.credentials("[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n");
  const auto with = [&](const std::string& lines) {
    world_.config("[profile p]\nsource_profile=base\n" + lines);
    return key(world_.get_profile("p"));
  };
  EXPECT_EQ(with("role_arn=arn:aws:sts::123456789012:assumed-role/x/y\n"),
            "credentials.malformed_role_arn");
  EXPECT_EQ(with("role_arn=arn:aws:iam::1234:role/x\n"), "credentials.malformed_role_arn");
  const std::string role = std::string("role_arn=") + kRole + "\n";
  EXPECT_EQ(with(role + "external_id=a\n"), "credentials.malformed_external_id");
  EXPECT_EQ(with(role + "external_id=a b\n"), "credentials.malformed_external_id");
  EXPECT_EQ(with(role + "role_session_name=a/b\n"), "credentials.malformed_session_name");
  EXPECT_EQ(with(role + "duration_seconds=899\n"), "credentials.malformed_duration");
  EXPECT_EQ(with(role + "duration_seconds=1h\n"), "profile.malformed_value");
  EXPECT_THAT(world_.caller->calls, SizeIs(0));
}

TEST_F(ChainTest, ARefusedRoleKeepsAwsOwnWords) {
  world_.config("[profile p]\nrole_arn=" + std::string(kRole) + "\nsource_profile=base\n");
  world_.credentials("[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n");
  world_.caller->answers["sts:AssumeRole"] = [](const auto&) {
    return testing::remote_error("AccessDenied", 403);
  };
  auto got = world_.get_profile("p");
  EXPECT_EQ(key(got), "credentials.role_refused");
  EXPECT_EQ(got.error().remote->message, "the service's own words");
  world_.caller->answers["sts:AssumeRole"] = [](const auto&) {
    return testing::remote_error("ExpiredToken", 403);
  };
  EXPECT_EQ(key(world_.get_profile("p")), "aws.refused");
  world_.caller->answers["sts:AssumeRole"] = [](const auto&) -> Result<boost::json::value> {
    return boost::json::object();
  };
  EXPECT_EQ(key(world_.get_profile("p")), "credentials.malformed_answer");
}

TEST_F(ChainTest, MfaIsAskedForOnceOnATerminal) {
  world_.config("[profile p]\nrole_arn=" + std::string(kRole) +
                "\nsource_profile=base\nmfa_serial=arn:aws:iam::1:mfa/me\n");
  world_.credentials("[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n");
  EXPECT_EQ(key(world_.get_profile("p")), "credentials.mfa_needed");
  std::string asked;
  world_.ask_secret = [&](const std::string& question) -> std::optional<Secret> {
    asked = question;
    return Secret(" 123456\n");
  };
  Identity identity;
  identity.profile = "p";
  const auto provider = *world_.provider(identity);
  EXPECT_EQ(key(provider->get({})), std::string("ASIA-") + kRole);
  EXPECT_THAT(asked, HasSubstr("mfa/me"));
  EXPECT_EQ(last_input().at("TokenCode"), "123456");
  EXPECT_EQ(last_input().at("SerialNumber"), "arn:aws:iam::1:mfa/me");
  provider->invalidate();
  EXPECT_EQ(key(provider->get({})), "credentials.mfa_again");
}

TEST_F(ChainTest, AnIdentitysRoleIsAssumedOnTop) {
  world_.credentials("[base]\naws_access_key_id=AKIABASE\naws_secret_access_key=s\n");
  Identity identity;
  identity.profile = "base";
  identity.role_arn = kRole;
  identity.external_id = "id-1";
  identity.session_name = "sextant-check";
  identity.session_policy = R"({"Version":"2012-10-17"})";
  identity.duration_seconds = 900;
  EXPECT_EQ(key(world_.get(identity)), std::string("ASIA-") + kRole);
  EXPECT_EQ(last_input().at("ExternalId"), "id-1");
  EXPECT_EQ(text_field(&last_input(), "Policy"), identity.session_policy);
  EXPECT_EQ(last_input().at("DurationSeconds"), 900);
  identity.external_id = "";
  identity.session_policy = "";
  EXPECT_TRUE(world_.get(identity));
  EXPECT_FALSE(last_input().contains("ExternalId"));
  EXPECT_FALSE(last_input().contains("Policy"));
}

TEST_F(ChainTest, WebIdentityFromVariablesOrTheProfile) {
  world_.caller->answers["sts:AssumeRoleWithWebIdentity"] =
      [](const auto&) -> Result<boost::json::value> { return sts_answer("ASIAWEB"); };
  world_.write("token", "jwt-text\n");
  world_.variables["AWS_WEB_IDENTITY_TOKEN_FILE"] = (world_.folder.path() / "token").string();
  EXPECT_EQ(key(world_.get()), "credentials.no_role_arn");
  world_.variables["AWS_ROLE_ARN"] = kRole;
  EXPECT_EQ(key(world_.get()), "ASIAWEB");
  EXPECT_EQ(last_input().at("WebIdentityToken"), "jwt-text");
  EXPECT_EQ(world_.caller->calls.back().access_key_id, "");
  // A named profile takes the variables out.
  world_.config("[profile bare]\nregion=us-east-1\n[profile web]\nrole_arn=" + std::string(kRole) +
                "\nweb_identity_token_file=~/token\n");
  world_.variables["AWS_EC2_METADATA_DISABLED"] = "true";
  EXPECT_EQ(key(world_.get_profile("bare")), "credentials.none");
  EXPECT_EQ(key(world_.get_profile("web")), "ASIAWEB");
  world_.write("token", "\n");
  EXPECT_EQ(key(world_.get_profile("web")), "credentials.web_identity_token");
}

TEST_F(ChainTest, NothingFoundSaysWhatWasRead) {
  world_.variables["AWS_EC2_METADATA_DISABLED"] = "TRUE";
  const auto got = world_.get();
  EXPECT_EQ(key(got), "credentials.none");
  EXPECT_THAT(world_.http.requests, SizeIs(0));
  world_.variables.erase("AWS_EC2_METADATA_DISABLED");
  const auto asked = world_.get();
  EXPECT_EQ(key(asked), "credentials.none");
  EXPECT_THAT(asked.error().detail, HasSubstr("metadata"));
  EXPECT_THAT(world_.http.requests, SizeIs(1));
}

}  // namespace
}  // namespace sextant::aws
