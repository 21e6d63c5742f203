// Sources that answer over HTTP or by a program: containers, EC2 instances and credential_process.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/credentials/metadata_source.h"
#include "aws/credentials/process_source.h"
#include "aws/testing/identity_world.h"

namespace sextant::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr const char* kAnswer =
    R"({"Code":"Success","AccessKeyId":"ASIAM","SecretAccessKey":"secret-of-machine","Token":"t","Expiration":"2026-10-15T18:00:00Z"})";

class SourcesTest : public ::testing::Test {
 protected:
  static std::string key(const Result<Credentials>& got) {
    return got ? got->access_key_id : got.error().code;
  }
  std::string container() {
    auto provider = container_provider(world_.tools());
    if (!provider) return provider.error().code;
    return *provider ? key((*provider)->get({})) : "not here";
  }
  std::string instance(const ProfileSection* profile = nullptr) {
    auto provider = instance_provider(world_.tools(), profile);
    if (!provider) return provider.error().code;
    return *provider ? key((*provider)->get({})) : "not here";
  }
  void answer(const std::string& body, int status = 200) {
    world_.http.answer = [=](const http::Request&) -> Result<http::Response> {
      return http::Response{status, {}, body};
    };
  }

  testing::IdentityWorld world_;
};

TEST_F(SourcesTest, ContainerByRelativeAndFullUri) {
  answer(kAnswer);
  EXPECT_EQ(container(), "not here");
  world_.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://169.254.170.23/v1/credentials";
  EXPECT_EQ(container(), "ASIAM");
  EXPECT_EQ(world_.http.requests.back().url, "http://169.254.170.23/v1/credentials");
  EXPECT_FALSE(world_.http.requests.back().allow_proxy);
  world_.variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] = "/v2/x?id=1";
  EXPECT_EQ(container(), "ASIAM");
  EXPECT_EQ(world_.http.requests.back().url, "http://169.254.170.2/v2/x?id=1");
}

TEST_F(SourcesTest, ContainerHostsAreAFixedListOverHttp) {
  answer(kAnswer);
  for (const char* url : {"http://evil.example/", "http://169.254.170.2.evil.example/",
                          "http://[::2]/", "gopher://x/", "nonsense"}) {
    world_.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;
    EXPECT_EQ(container(), "credentials.container_host") << url;
  }
  EXPECT_THAT(world_.http.requests, SizeIs(0));
  for (const char* url : {"http://localhost:8080/x", "http://127.0.0.1/x", "http://[::1]:1/",
                          "http://[fd00:ec2::23]/", "https://agent.example/"}) {
    world_.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = url;
    EXPECT_EQ(container(), "ASIAM") << url;
  }
}

TEST_F(SourcesTest, ContainerTokenComesFromTheFileBeforeTheVariable) {
  answer(kAnswer);
  world_.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/x";
  world_.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "from-variable";
  EXPECT_EQ(container(), "ASIAM");
  EXPECT_EQ(world_.http.requests.back().headers.find("Authorization"), "from-variable");
  world_.write("token", "from-file\n");
  world_.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] =
      (world_.folder.path() / "token").string();
  EXPECT_EQ(container(), "ASIAM");
  EXPECT_EQ(world_.http.requests.back().headers.find("Authorization"), "from-file");
  world_.write("token", "a\r\nX-Evil: b");
  EXPECT_EQ(container(), "credentials.container_token");
  world_.variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = "/nowhere";
  EXPECT_EQ(container(), "credentials.container_token");
}

TEST_F(SourcesTest, ContainerIsTriedThreeTimesASecondApart) {
  world_.variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1/x";
  answer("no", 500);
  const auto begun = world_.clock.steady();
  EXPECT_EQ(container(), "credentials.container_failed");
  EXPECT_THAT(world_.http.requests, SizeIs(3));
  EXPECT_EQ(world_.clock.steady() - begun, std::chrono::seconds(2));
  answer("{}");
  EXPECT_EQ(container(), "credentials.container_failed");
  answer("[1]");
  EXPECT_EQ(container(), "credentials.container_failed");
}

// Answers as the instance metadata service does.
class InstanceTest : public SourcesTest {
 protected:
  InstanceTest() {
    world_.http.answer = [this](const http::Request& request) -> Result<http::Response> {
      if (request.method == "PUT") {
        if (token_error_) return failure(*token_error_, "");
        return http::Response{token_status_, {}, "v2-token"};
      }
      const bool has_token = request.headers.find("x-aws-ec2-metadata-token") == "v2-token";
      if (!has_token && !knows_version_1_) return http::Response{401, {}, ""};
      if (request.url.ends_with("/security-credentials/")) return http::Response{200, {}, role_};
      return http::Response{200, {}, body_};
    };
  }
  std::string role_ = "web-role\n";
  std::string body_ = kAnswer;
  int token_status_ = 200;
  std::optional<std::string> token_error_;
  bool knows_version_1_ = false;
};

TEST_F(InstanceTest, UsesVersion2) {
  auto provider = instance_provider(world_.tools(), nullptr);
  const auto got = (*provider)->get({});
  EXPECT_EQ(key(got), "ASIAM");
  EXPECT_EQ(got->source, "EC2 instance metadata (role web-role)");
  ASSERT_THAT(world_.http.requests, SizeIs(3));
  EXPECT_EQ(world_.http.requests[0].url, "http://169.254.169.254/latest/api/token");
  EXPECT_EQ(world_.http.requests[0].headers.find("x-aws-ec2-metadata-token-ttl-seconds"), "21600");
  EXPECT_EQ(world_.http.requests[2].url,
            "http://169.254.169.254/latest/meta-data/iam/security-credentials/web-role");
  for (const auto& request : world_.http.requests) EXPECT_FALSE(request.allow_proxy);
}

TEST_F(InstanceTest, FallsBackToVersion1OnlyWhereAllowed) {
  knows_version_1_ = true;
  for (const int status : {403, 404, 405}) {
    token_status_ = status;
    EXPECT_EQ(instance(), "ASIAM") << status;
  }
  token_status_ = 400;
  EXPECT_EQ(instance(), "credentials.instance_failed");
  token_error_ = "http.timeout";
  EXPECT_EQ(instance(), "ASIAM");
  token_error_ = "http.connect";
  EXPECT_EQ(instance(), "credentials.instance_failed");
  token_error_ = "http.timeout";
  world_.variables["AWS_EC2_METADATA_V1_DISABLED"] = "true";
  EXPECT_EQ(instance(), "credentials.instance_failed");
  world_.variables.erase("AWS_EC2_METADATA_V1_DISABLED");
  ProfileSection profile;
  profile.values["ec2_metadata_v1_disabled"].text = "true";
  EXPECT_EQ(instance(&profile), "credentials.instance_failed");
}

TEST_F(InstanceTest, EndpointIsAFixedList) {
  world_.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"] = "IPv6";
  EXPECT_EQ(instance(), "ASIAM");
  EXPECT_EQ(world_.http.requests.back().url.substr(0, 22), "http://[fd00:ec2::254]");
  world_.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://127.0.0.1:1338/";
  EXPECT_EQ(instance(), "ASIAM");
  EXPECT_THAT(world_.http.requests.back().url, HasSubstr("http://127.0.0.1:1338/latest"));
  world_.variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = "http://evil.example";
  EXPECT_EQ(instance(), "credentials.metadata_host");
  world_.variables["AWS_EC2_METADATA_DISABLED"] = "true";
  EXPECT_EQ(instance(), "not here");
}

TEST_F(InstanceTest, HostileAnswers) {
  role_ = "../../user-data?x";
  EXPECT_EQ(instance(), "credentials.instance_failed");
  role_ = "";
  EXPECT_EQ(instance(), "credentials.instance_failed");
  role_ = "r";
  body_ = R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"})";
  auto provider = instance_provider(world_.tools(), nullptr);
  EXPECT_THAT((*provider)->get({}).error().detail, HasSubstr("AssumeRoleUnauthorizedAccess"));
  body_ = "<html>";
  EXPECT_EQ(instance(), "credentials.instance_failed");
}

TEST_F(InstanceTest, EndedCredentialsAreKeptAWhile) {
  world_.clock.advance(std::chrono::hours(7));
  auto provider = instance_provider(world_.tools(), nullptr);
  const auto got = (*provider)->get({});
  EXPECT_EQ(key(got), "ASIAM");
  EXPECT_EQ(*got->expires_at, world_.clock.wall() + std::chrono::minutes(10));
}

TEST_F(InstanceTest, AttemptsAreBounded) {
  world_.variables["AWS_METADATA_SERVICE_NUM_ATTEMPTS"] = "9999";
  world_.http.answer = [](const http::Request&) -> Result<http::Response> {
    return http::Response{500, {}, ""};
  };
  EXPECT_EQ(instance(), "credentials.instance_failed");
  EXPECT_THAT(world_.http.requests, SizeIs(10));
}

class ProcessTest : public SourcesTest {
 protected:
  Result<Credentials> run(const std::string& command, const ProcessOutput& output) {
    world_.processes.answer = [=](const auto&) -> Result<ProcessOutput> { return output; };
    return process_provider(world_.tools(), command, "config line 3", "123456789012")->get({});
  }
};

TEST_F(ProcessTest, ReadsWhatTheProgramPrints) {
  const auto got = run(
      "'/opt/my tool' --arg \"a b\"",
      {0,
       R"({"Version":1,"AccessKeyId":"ASIAP","SecretAccessKey":"s","SessionToken":"t","Expiration":"2026-10-15T14:00:00Z"})",
       "noise"});
  EXPECT_EQ(key(got), "ASIAP");
  EXPECT_EQ(got->account_id, "123456789012");
  EXPECT_THAT(got->source, HasSubstr("config line 3"));
  EXPECT_EQ(world_.processes.runs[0], (std::vector<std::string>{"/opt/my tool", "--arg", "a b"}));
}

TEST_F(ProcessTest, FailuresShowWhatItSaidAndNeverWhatItPrinted) {
  auto got = run("tool --password=hunter2", {3, "AKIASECRETOUT", "please sign in\n"});
  EXPECT_EQ(key(got), "credentials.process_failed");
  EXPECT_THAT(got.error().detail, HasSubstr("status 3: please sign in"));
  EXPECT_THAT(got.error().detail, Not(HasSubstr("AKIASECRETOUT")));
  for (const auto& [name, value] : got.error().facts) EXPECT_THAT(value, Not(HasSubstr("hunter2")));
  got = run("tool", {1, "", std::string(5000, 'x')});
  EXPECT_LT(got.error().detail.size(), 600U);
  for (const char* out :
       {"", "[]", "{}", R"({"Version":2})", R"({"Version":1,"AccessKeyId":"a"})",
        R"({"Version":"1","AccessKeyId":"a","SecretAccessKey":"b"})",
        R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"soon"})"}) {
    EXPECT_EQ(key(run("tool", {0, out, ""})), "credentials.process_malformed") << out;
  }
  EXPECT_EQ(key(run("'open", {0, "", ""})), "credentials.process_failed");
  world_.processes.answer = nullptr;
  EXPECT_EQ(key(process_provider(world_.tools(), "gone", "x", "")->get({})),
            "credentials.process_failed");
}

}  // namespace
}  // namespace sextant::aws
