#include "aws/protocol/service_habits.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/model/packed_models.h"
#include "aws/protocol/protocol.h"

// By the packed models, since it is real services whose habits these are.
namespace sextant::aws {
namespace {

struct Call {
  std::shared_ptr<const ServiceModel> model;
  const Operation* operation = nullptr;
};

Call call(std::string_view service, std::string_view operation) {
  auto model = packed_model(service).value();
  const Operation* found = model->operation(operation).value();
  return {std::move(model), found};
}

Result<WireRequest> write(const Call& to, const boost::json::object& input) {
  return serialize(*to.model, *to.operation, input, [] { return std::string("token"); });
}

TEST(ServiceHabits, TheBucketIsLeftToTheEndpoint) {
  EXPECT_EQ(write(call("s3", "ListObjectsV2"), {{"Bucket", "b"}, {"Prefix", "p/"}})->uri,
            "/?list-type=2&prefix=p%2F");
  EXPECT_EQ(write(call("s3", "GetBucketPolicy"), {{"Bucket", "b"}})->uri, "/?policy");
  EXPECT_EQ(write(call("s3", "HeadObject"), {{"Bucket", "b"}, {"Key", "k/l m"}})->uri, "/k/l%20m");
  EXPECT_EQ(write(call("s3", "ListBuckets"), {})->uri, "/");
}

TEST(ServiceHabits, S3ChecksumsThatAreRequiredAreSent) {
  const auto request =
      write(call("s3", "DeleteObjects"),
            boost::json::object{
                {"Bucket", "b"},
                {"Delete", {{"Objects", boost::json::array{boost::json::object{{"Key", "k"}}}}}}});
  ASSERT_TRUE(request.has_value()) << request.error().detail;
  EXPECT_TRUE(request->headers.has("Content-MD5"));
}

TEST(ServiceHabits, S3SaysErrorsWithStatus200) {
  const Call to = call("s3", "CopyObject");
  const http::Response disguised{
      200,
      {},
      "<?xml version=\"1.0\"?>\n<Error><Code>InternalError</Code><Message>m</Message></Error>"};
  ASSERT_TRUE(is_fault(*to.model, *to.operation, disguised));
  const Fault fault = parse_fault(*to.model, *to.operation, disguised);
  EXPECT_EQ(fault.code, "InternalError");
  EXPECT_EQ(fault.http_status, 500);
  EXPECT_FALSE(is_fault(*to.model, *to.operation,
                        {200, {}, "<CopyObjectResult><ETag>Error</ETag></CopyObjectResult>"}));
  const Call streaming = call("s3", "GetObject");
  EXPECT_FALSE(is_fault(*streaming.model, *streaming.operation, disguised));
  const Call other = call("sts", "GetCallerIdentity");
  EXPECT_FALSE(is_fault(*other.model, *other.operation, disguised));
}

TEST(ServiceHabits, TheBucketsLocationIsTheRootsText) {
  const Call to = call("s3", "GetBucketLocation");
  const auto read = [&](const std::string& body) {
    return boost::json::serialize(parse_result(*to.model, *to.operation, {200, {}, body}).value());
  };
  EXPECT_EQ(
      read("<LocationConstraint "
           "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">eu-west-1</LocationConstraint>"),
      R"({"LocationConstraint":"eu-west-1"})");
  EXPECT_EQ(read("<LocationConstraint/>"), "{}");
}

TEST(ServiceHabits, Route53TakesIdsAsItGivesThem) {
  EXPECT_EQ(write(call("route53", "GetHostedZone"), {{"Id", "/hostedzone/Z1"}})->uri,
            "/2013-04-01/hostedzone/Z1");
  EXPECT_EQ(write(call("route53", "GetHostedZone"), {{"Id", "Z1"}})->uri,
            "/2013-04-01/hostedzone/Z1");
  EXPECT_FALSE(write(call("route53", "GetHostedZone"), {{"Id", "/hostedzone/"}}).has_value());
}

TEST(ServiceHabits, SomeServicesNeedAHeader) {
  EXPECT_EQ(write(call("apigateway", "GetRestApis"), {})->headers.find("Accept"),
            "application/json");
  EXPECT_EQ(write(call("glacier", "ListVaults"), {{"accountId", "-"}})
                ->headers.find("x-amz-glacier-version"),
            "2012-06-01");
  EXPECT_EQ(write(call("sqs", "ListQueues"), {})->headers.find("x-amzn-query-mode"), "true");
}

TEST(ServiceHabits, PoliciesOfIamAreOpened) {
  const Call to = call("iam", "GetRole");
  const auto read = [&](const std::string& policy) {
    const auto result =
        parse_result(*to.model, *to.operation,
                     {200,
                      {},
                      "<GetRoleResponse><GetRoleResult><Role><AssumeRolePolicyDocument>" + policy +
                          "</AssumeRolePolicyDocument></Role></GetRoleResult></GetRoleResponse>"});
    return boost::json::serialize(result.value().at("Role").at("AssumeRolePolicyDocument"));
  };
  EXPECT_EQ(read("%7B%22Version%22%3A%222012-10-17%22%7D"), R"({"Version":"2012-10-17"})");
  EXPECT_EQ(read("no%20policy"), R"("no%20policy")");
}

}  // namespace
}  // namespace sextant::aws
