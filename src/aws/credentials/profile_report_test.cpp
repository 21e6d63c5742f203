#include "aws/credentials/profile_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "aws/credentials/profile_writer.h"
#include "aws/testing/identity_world.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kCorp =
    "[sso-session corp]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=eu-west-1\n";

class ProfileReportTest : public ::testing::Test {
 protected:
  ProfileReport report(const std::string& name) {
    report_ = report_profiles(world_.outside());
    const auto found = std::ranges::find(report_.profiles, name, &ProfileReport::name);
    if (found == report_.profiles.end()) return {};
    return *found;
  }
  std::vector<std::string> codes(const std::string& name) {
    std::vector<std::string> out;
    for (const ProfileProblem& problem : report(name).problems) {
      if (!problem.code.empty()) out.push_back(problem.code);
    }
    return out;
  }
  testing::IdentityWorld world_;
  ProfilesReport report_;
};

TEST_F(ProfileReportTest, TellsMethodAccountRegionAndSession) {
  world_.config(
      std::string(kCorp) +
      "[profile "
      "sso]\nsso_session=corp\nsso_account_id=111111111111\nsso_role_name=R\nregion=eu-west-1\n"
      "[profile role]\nrole_arn=arn:aws:iam::222222222222:role/R\nsource_profile=keys\n"
      "[profile login]\nlogin_session=arn:aws:iam::333333333333:user/me\n"
      "[profile process]\ncredential_process=/bin/sh -c true\n"
      "[profile web]\nrole_arn=arn:aws:iam::444444444444:role/W\nweb_identity_token_file=/t\n");
  world_.credentials("[keys]\naws_access_key_id=AKIA\naws_secret_access_key=hunter2hunter2\n");
  world_.write(
      ".aws/sso/cache/" + to_hex(sha1("corp")) + ".json",
      R"({"accessToken":"x","expiresAt":"2026-10-15T20:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s","registrationExpiresAt":"2027-01-01T00:00:00Z"})");
  const ProfileReport sso = report("sso");
  EXPECT_EQ(sso.method, ProfileMethod::kSso);
  EXPECT_EQ(sso.account_id, "111111111111");
  EXPECT_EQ(sso.region, "eu-west-1");
  EXPECT_EQ(format_rfc3339(*sso.session_ends_at), "2026-10-15T20:00:00Z");
  EXPECT_TRUE(sso.can_renew);
  EXPECT_TRUE(sso.is_in_config);
  EXPECT_FALSE(sso.is_in_credentials);
  EXPECT_EQ(report("role").method, ProfileMethod::kRole);
  EXPECT_EQ(report("role").account_id, "222222222222");
  EXPECT_EQ(report("role").source, "keys");
  EXPECT_EQ(report("login").method, ProfileMethod::kLogin);
  EXPECT_EQ(report("login").account_id, "333333333333");
  EXPECT_EQ(report("process").method, ProfileMethod::kProcess);
  EXPECT_EQ(report("web").method, ProfileMethod::kWebIdentity);
  EXPECT_EQ(report("keys").method, ProfileMethod::kKeys);
  for (const ProfileReport& profile : report_.profiles)
    EXPECT_THAT(profile.problems, IsEmpty()) << profile.name;
  EXPECT_THAT(world_.processes.runs, IsEmpty());
  EXPECT_THAT(world_.http.requests, IsEmpty());
}

TEST_F(ProfileReportTest, FindsWhatIsWrong) {
  const std::string role = "role_arn=arn:aws:iam::222222222222:role/R\n";
  world_.config(
      "[profile session]\nsso_session=gone\nsso_account_id=111111111111\nsso_role_name=R\n"
      "[profile loop]\n" +
      role + "source_profile=loop2\n[profile loop2]\n" + role +
      "source_profile=loop\n"
      "[profile source]\n" +
      role +
      "source_profile=nowhere\n"
      "[profile half]\naws_access_key_id=AKIA\n"
      "[profile process]\ncredential_process=/nowhere/tool x\n"
      "[profile "
      "evil]\nendpoint_url=https://evil.example\naws_access_key_id=a\naws_secret_access_key=b\n"
      "[profile comment]\nregion=eu-west-1 # Ireland\n"
      "[profile twice]\nregion=a\nregion=b\n");
  EXPECT_THAT(codes("session"), Contains("sso.session_not_found"));
  EXPECT_THAT(codes("loop"), Contains("profile.loop"));
  EXPECT_THAT(codes("source"), Contains("profile.source_not_found"));
  EXPECT_THAT(codes("half"), Contains("profile.partial_keys"));
  EXPECT_THAT(codes("evil"), SizeIs(1));
  EXPECT_THAT(codes("evil"), Contains("profile.untrusted_endpoint"));
  ASSERT_THAT(report("evil").endpoints, SizeIs(1));
  EXPECT_FALSE(report("evil").endpoints[0].is_aws);
  EXPECT_FALSE(report("evil").endpoints[0].is_allowed);
  EXPECT_THAT(report("process").problems,
              Contains(Field(&ProfileProblem::text, HasSubstr("/nowhere/tool, does not exist"))));
  EXPECT_THAT(report("comment").problems,
              Contains(Field(&ProfileProblem::text, HasSubstr("comment behind region"))));
  const auto twice = report("twice").problems;
  EXPECT_THAT(twice, Contains(Field(&ProfileProblem::text, HasSubstr("two values"))));
  EXPECT_THAT(twice, Contains(Field(&ProfileProblem::line, 26)));
  EXPECT_THAT(codes("comment"), Contains("profile.malformed_value"));
}

TEST_F(ProfileReportTest, OldKeysBesideSsoAreTold) {
  world_.config(std::string(kCorp) +
                "[profile p]\nsso_session=corp\nsso_account_id=111111111111\nsso_role_name=R\n");
  world_.credentials("[p]\naws_access_key_id=AKIA\naws_secret_access_key=s\n");
  EXPECT_EQ(report("p").method, ProfileMethod::kSso);
  EXPECT_THAT(report("p").problems,
              Contains(Field(&ProfileProblem::text, HasSubstr("its access keys are not used"))));
}

TEST_F(ProfileReportTest, TellsVariablesButNoSecrets) {
  world_.variables["AWS_PROFILE"] = "gone";
  world_.variables["AWS_ACCESS_KEY_ID"] = "AKIAENV";
  world_.variables["AWS_SECRET_ACCESS_KEY"] = "hunter2";
  world_.variables["HTTPS_PROXY"] = "http://user:password@proxy";
  world_.variables["UNRELATED"] = "x";
  report("x");
  std::string all;
  for (const ReportedVariable& variable : report_.variables)
    all += variable.name + "=" + variable.value + ";";
  EXPECT_EQ(all, "AWS_ACCESS_KEY_ID=;AWS_PROFILE=gone;AWS_SECRET_ACCESS_KEY=;HOME=" +
                     world_.folder.path().string() + ";HTTPS_PROXY=;");
  EXPECT_THAT(report_.problems, Contains(Field(&ProfileProblem::code, "profile.not_found")));
  EXPECT_THAT(report_.problems,
              Contains(Field(&ProfileProblem::text, HasSubstr("AWS_ACCESS_KEY_ID is set"))));
}

class ProfileWriterTest : public ::testing::Test {
 protected:
  std::string add(const std::vector<NewSsoProfile>& profiles) {
    const Outside& outside = world_.outside();
    const auto lines =
        lines_to_add(ProfileFiles::load(outside.environment, outside.files), profiles);
    if (!lines) return lines.error().code;
    const auto added = add_profiles(outside, profiles, *lines);
    return added ? "fine" : added.error().code;
  }
  std::string add(const NewSsoProfile& profile) { return add(std::vector{profile}); }
  NewSsoProfile profile_{"dev",
                         {"corp", "https://corp.awsapps.com/start", "eu-west-1", {}},
                         "123456789012",
                         "Reader",
                         "eu-west-1"};
  testing::IdentityWorld world_;
};

TEST_F(ProfileWriterTest, MakesAFileWithProfileAndSession) {
  EXPECT_EQ(add(profile_), "fine");
  EXPECT_EQ(
      world_.read(".aws/config"),
      "[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = "
      "Reader\nregion = eu-west-1\n\n"
      "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
      "sso_registration_scopes = sso:account:access\n");
  EXPECT_EQ(world_.get_profile("dev").error().code, "sso.not_signed_in");
  EXPECT_EQ(add(profile_), "profile.exists");
  profile_.name = "dev2";
  EXPECT_EQ(add(profile_), "fine");
  EXPECT_EQ(world_.get_profile("dev2").error().code, "sso.not_signed_in");
}

TEST_F(ProfileWriterTest, SeveralProfilesShareOneSession) {
  NewSsoProfile second = profile_;
  second.name = "prod";
  second.account_id = "210987654321";
  second.region = std::nullopt;
  EXPECT_EQ(add(std::vector{profile_, second}), "fine");
  EXPECT_EQ(
      world_.read(".aws/config"),
      "[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = "
      "Reader\nregion = eu-west-1\n\n"
      "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n"
      "sso_registration_scopes = sso:account:access\n\n"
      "[profile prod]\nsso_session = corp\nsso_account_id = 210987654321\nsso_role_name = "
      "Reader\n");
  second.name = "new";
  EXPECT_EQ(add(std::vector{second, second}), "profile.exists") << "no name twice";
}

TEST_F(ProfileWriterTest, WritesOnlyWhatWasSeen) {
  const auto added = add_profiles(world_.outside(), {profile_}, "[profile other]\n");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, "profile.lines_changed");
  EXPECT_EQ(world_.read(".aws/config"), "");
}

TEST_F(ProfileWriterTest, KeepsEverythingElseByteForByte) {
  const std::string before = "# mine\r\n[default]\r\nregion=eu-west-1\r\n[profile x]\r\nregion=a";
  world_.config(before);
  const auto path = world_.folder.path() / ".aws" / "config";
  ASSERT_EQ(chmod(path.c_str(), 0640), 0);
  EXPECT_EQ(add(profile_), "fine");
  const std::string after = world_.read(".aws/config");
  EXPECT_EQ(after.substr(0, before.size()), before);
  EXPECT_THAT(after, HasSubstr("region=a\r\n\r\n[profile dev]\r\n"));
  struct stat status{};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0640U);
}

TEST_F(ProfileWriterTest, ALinkStaysALink) {
  world_.write("dotfiles/config", "[default]\n");
  std::filesystem::create_directories(world_.folder.path() / ".aws");
  std::filesystem::create_symlink(world_.folder.path() / "dotfiles/config",
                                  world_.folder.path() / ".aws/config");
  EXPECT_EQ(add(profile_), "fine");
  EXPECT_TRUE(std::filesystem::is_symlink(world_.folder.path() / ".aws/config"));
  EXPECT_THAT(world_.read("dotfiles/config"), HasSubstr("[profile dev]"));
}

TEST_F(ProfileWriterTest, RefusesWhatWouldWriteOtherLines) {
  const auto with = [&](auto change) {
    NewSsoProfile changed = profile_;
    change(changed);
    return add(changed);
  };
  EXPECT_EQ(with([](auto& p) { p.name = "a]\n[default"; }), "profile.malformed_name");
  EXPECT_EQ(with([](auto& p) { p.name = ""; }), "profile.malformed_name");
  EXPECT_EQ(with([](auto& p) { p.session.name = "x y"; }), "profile.malformed_name");
  EXPECT_EQ(with([](auto& p) { p.account_id = "12345678901"; }), "profile.malformed_value");
  EXPECT_EQ(with([](auto& p) { p.role = "R\nx=y"; }), "profile.malformed_value");
  EXPECT_EQ(with([](auto& p) { p.region = "a b"; }), "profile.malformed_value");
  EXPECT_EQ(world_.read(".aws/config"), "");
  world_.credentials("[dev]\n");
  EXPECT_EQ(add(profile_), "profile.exists");
}

}  // namespace
}  // namespace sextant::aws
