#include "operations/guarded_world.h"

#include <gtest/gtest.h>

#include "operations/testing/operations_world.h"

namespace sextant::operations {
namespace {

class GuardedWorldTest : public ::testing::Test {
 protected:
  GuardedWorldTest() {
    world_.processes.answer = [](const auto&) { return ProcessOutput{0, "out", ""}; };
    world_.http.answer = [](const auto&) { return http::Response{200, {}, "fine"}; };
  }
  // The code of the error; "" where it was done.
  std::string run(const std::vector<Consent>& agreed, const std::vector<std::string>& arguments) {
    const GuardedWorld guarded(world_.outside(), agreed);
    const auto done = guarded.outside().processes.run(arguments, {}, {});
    return done ? "" : done.error().code;
  }
  std::string send(const std::vector<Consent>& agreed, const std::string& url) {
    const GuardedWorld guarded(world_.outside(), agreed);
    http::Request request;
    request.url = url;
    const auto sent = guarded.outside().http.send(request, {});
    return sent ? "" : sent.error().code;
  }

  testing::OperationsWorld world_;
};

constexpr const char* kRefused = "web.consent_needed";

TEST_F(GuardedWorldTest, RunsExactlyWhatWasAgreedTo) {
  const std::vector<Consent> agreed{{ConsentKind::kRunProgram, "~/get 'a b' c", ""}};
  const std::string program = world_.folder.path().string() + "/get";
  EXPECT_EQ(run(agreed, {program, "a b", "c"}), "");
  EXPECT_EQ(run(agreed, {program, "a b"}), kRefused);
  EXPECT_EQ(run(agreed, {program, "a b", "c", "d"}), kRefused);
  EXPECT_EQ(run(agreed, {"sh", "-c", "~/get 'a b' c"}), kRefused);
  EXPECT_EQ(run({{ConsentKind::kWriteFile, "~/get 'a b' c", ""}}, {program, "a b", "c"}), kRefused);
  EXPECT_EQ(world_.processes.runs.size(), 1U);
}

TEST_F(GuardedWorldTest, CallsAwsAndWhatWasAgreedTo) {
  EXPECT_EQ(send({}, "https://ce.us-east-1.amazonaws.com/"), "");
  EXPECT_EQ(send({}, "https://sts.amazonaws.com/"), "");
  EXPECT_EQ(send({}, "http://169.254.169.254/latest/meta-data/"), "");
  EXPECT_EQ(send({}, "http://[fd00:ec2::254]/latest/meta-data/"), "");
  EXPECT_EQ(send({}, "https://evil.example/"), kRefused);
  EXPECT_EQ(send({}, "https://bucket.s3.amazonaws.com.evil.example/"), kRefused);
  EXPECT_EQ(send({}, "http://127.0.0.1:4566/"), kRefused);
  const std::vector<Consent> agreed{{ConsentKind::kForeignHost, "costs.example:8443", ""}};
  EXPECT_EQ(send(agreed, "https://Costs.example:8443/x"), "");
  EXPECT_EQ(send(agreed, "https://costs.example/x"), kRefused) << "another port";
}

TEST_F(GuardedWorldTest, AVariableThatNamesThisMachineIsAChoice) {
  world_.variables["AWS_ENDPOINT_URL_CE"] = "http://localhost:4566";
  EXPECT_EQ(send({}, "http://localhost:4566/x"), "");
  EXPECT_EQ(send({}, "http://localhost:4567/x"), kRefused);
  world_.variables["AWS_ENDPOINT_URL"] = "https://gateway.example";
  EXPECT_EQ(send({}, "https://gateway.example/x"), kRefused) << "not this machine";
}

}  // namespace
}  // namespace sextant::operations
