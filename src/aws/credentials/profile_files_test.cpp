#include "aws/credentials/profile_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"

namespace sextant::aws {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class ProfileFilesTest : public testing::Test {
 protected:
  ProfileFiles load(const std::string& config, const std::string& credentials,
                    std::map<std::string, std::string> variables = {}) {
    EXPECT_TRUE(files_.make_folders(folder_.path() / ".aws"));
    EXPECT_TRUE(files_.write_atomically(folder_.path() / ".aws" / "config", config, 0600));
    EXPECT_TRUE(
        files_.write_atomically(folder_.path() / ".aws" / "credentials", credentials, 0600));
    variables.try_emplace("HOME", folder_.path().string());
    return ProfileFiles::load(Environment(variables), files_);
  }

  TemporaryFolder folder_;
  SystemFiles files_;
};

TEST_F(ProfileFilesTest, CredentialsBeatConfigForTheSameKey) {
  const ProfileFiles files =
      load("[profile dev]\nregion=eu-west-1\naws_access_key_id=AKIACONFIG\n",
           "[dev]\naws_access_key_id=AKIACREDENTIALS\n[other]\naws_access_key_id=AKIAOTHER\n");
  EXPECT_THAT(files.names(), ElementsAre("dev", "other"));
  const ProfileSection& dev = *files.find("dev");
  EXPECT_EQ(dev.get("aws_access_key_id"), "AKIACREDENTIALS");
  EXPECT_EQ(dev.values.at("aws_access_key_id").file, ProfileFile::kCredentials);
  EXPECT_EQ(dev.get("region"), "eu-west-1");
  EXPECT_EQ(files.config_profiles.at("dev").get("aws_access_key_id"), "AKIACONFIG");
  EXPECT_FALSE(files.credentials_profiles.at("dev").has("region"));
}

TEST_F(ProfileFilesTest, ReadsQuotedNamesSessionsAndServices) {
  const ProfileFiles files = load(
      "[default]\n[profile \"with space\"]\nregion=a\n[profile 'x']\n[sso-session "
      "corp]\nsso_region=eu-west-1\n"
      "[services local]\nce =\n  endpoint_url=http://localhost:1\n[preview]\ncloudfront=true\n",
      "");
  EXPECT_THAT(files.names(), ElementsAre("default", "with space", "x"));
  EXPECT_EQ(files.sso_sessions.at("corp").get("sso_region"), "eu-west-1");
  EXPECT_EQ(files.services.at("local").values.at("ce").nested.at("endpoint_url"),
            "http://localhost:1");
  EXPECT_THAT(files.problems, SizeIs(0));
}

TEST_F(ProfileFilesTest, TellsHeadersThatAreNotProfilesWithTheirLines) {
  const ProfileFiles files =
      load("[dev]\nregion=a\n[profile my name]\n[profile]\n[profile x]\n[profile \"x\"]\n",
           "[profile y]\naws_access_key_id=a\n");
  EXPECT_EQ(files.find("dev"), nullptr);
  ASSERT_THAT(files.problems, SizeIs(5));
  EXPECT_THAT(files.problems[0].text, HasSubstr("[profile dev]"));
  EXPECT_EQ(files.problems[0].line, 1);
  EXPECT_THAT(files.problems[1].text, HasSubstr("in quotes"));
  EXPECT_EQ(files.problems[1].line, 3);
  EXPECT_EQ(files.problems[2].line, 4);
  EXPECT_THAT(files.problems[3].text, HasSubstr("two sections"));
  EXPECT_THAT(files.problems[4].text, HasSubstr("[y]"));
  EXPECT_EQ(files.problems[4].file.filename(), "credentials");
}

TEST_F(ProfileFilesTest, VariablesMoveTheFiles) {
  ASSERT_TRUE(files_.write_atomically(folder_.path() / "c", "[profile moved]\n", 0600));
  const ProfileFiles files =
      load("[default]\n", "",
           {{"AWS_CONFIG_FILE", "~/c"}, {"AWS_SHARED_CREDENTIALS_FILE", "${HOME}/$NOPE/d"}});
  EXPECT_THAT(files.names(), ElementsAre("moved"));
  EXPECT_EQ(files.config.variable, "AWS_CONFIG_FILE");
  EXPECT_EQ(files.credentials.path, folder_.path() / "$NOPE" / "d");
  EXPECT_FALSE(files.credentials.exists);
  EXPECT_THAT(files.describe_files(), HasSubstr("(from AWS_CONFIG_FILE)"));
  EXPECT_THAT(files.describe_files(), HasSubstr("(does not exist)"));
}

TEST_F(ProfileFilesTest, AFileThatIsTooLargeOrAFolderIsAProblemAndNoMore) {
  const ProfileFiles large = load(std::string(ProfileFiles::kFileBytesMax + 1, '#'), "[a]\n");
  EXPECT_THAT(large.names(), ElementsAre("a"));
  ASSERT_THAT(large.problems, SizeIs(1));
  EXPECT_TRUE(large.config.exists);
  EXPECT_FALSE(large.config.was_read);

  const ProfileFiles folder = load("", "", {{"AWS_CONFIG_FILE", folder_.path().string()}});
  EXPECT_THAT(folder.problems, SizeIs(1));
}

TEST_F(ProfileFilesTest, AnUnknownProfileNamesTheNearest) {
  const ProfileFiles files = load("[profile production]\n[profile dev]\n", "");
  const auto missing = files.get("prodution");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, "profile.not_found");
  EXPECT_THAT(missing.error().detail, HasSubstr("did you mean production?"));
  EXPECT_TRUE(files.get("dev"));
}

TEST(ProfileOfEnvironment, AsBotocoreHasIt) {
  using Variables = std::map<std::string, std::string>;
  const auto asked = [](const Variables& variables) {
    return profile_of_environment(Environment(variables));
  };
  EXPECT_EQ(asked({}), std::nullopt);
  EXPECT_EQ(asked({{"AWS_PROFILE", ""}}), std::nullopt);
  EXPECT_EQ(asked({{"AWS_PROFILE", "a"}}), "a");
  EXPECT_EQ(asked({{"AWS_PROFILE", "a"}, {"AWS_DEFAULT_PROFILE", "b"}}), "b");
}

}  // namespace
}  // namespace sextant::aws
