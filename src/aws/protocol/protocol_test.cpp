#include "aws/protocol/protocol.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <set>
#include <string>

#include "aws/model/packed_models.h"
#include "aws/testing/test_model.h"
#include "base/random.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

TEST(Protocol, JsonRequestsNameTheirTarget) {
  const auto ce = packed_model("ce").value();
  const json::value input =
      parse_json_text(
          R"({"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]})")
          .value();
  const auto request =
      serialize(*ce, *ce->find_operation("GetCostAndUsage"), input.as_object(), {});
  ASSERT_TRUE(request.has_value()) << request.error().detail;
  EXPECT_EQ(request->method, "POST");
  EXPECT_EQ(request->uri, "/");
  EXPECT_EQ(request->headers.find("X-Amz-Target"), "AWSInsightsIndexService.GetCostAndUsage");
  EXPECT_EQ(request->headers.find("Content-Type"), "application/x-amz-json-1.1");
  EXPECT_EQ(parse_json_text(request->body).value(), input);
}

TEST(Protocol, AmountsStayTheTextThatTheyAre) {
  const auto ce = packed_model("ce").value();
  const std::string body =
      R"({"ResultsByTime": [{"Total": {"UnblendedCost": {"Amount": "0.00000012345678901234567890", "Unit": "USD"}}, "Estimated": true}]})";
  const auto result = parse_result(*ce, *ce->find_operation("GetCostAndUsage"), {200, {}, body});
  ASSERT_TRUE(result.has_value()) << result.error().detail;
  EXPECT_EQ(*result, parse_json_text(body).value());
}

TEST(Protocol, HostLabelsMustBePlain) {
  const auto model = test_model(
      R"("protocol": "json", "targetPrefix": "T")",
      R"("In": {"type": "structure", "members": {"Account": {"shape": "Text", "hostLabel": true}}}, "Text": {"type": "string"})",
      R"("method": "POST", "requestUri": "/")", R"("endpoint": {"hostPrefix": "{Account}.data-"})");
  const auto prefix = [&](const json::object& input) -> std::string {
    const auto request = serialize(*model, test_operation(*model), input, {});
    return request ? request->host_prefix : request.error().code;
  };
  EXPECT_EQ(prefix({{"Account", "123456789012"}}), "123456789012.data-");
  for (const char* bad : {"", "evil.example.com/", "a.b", "a@b", "a b", "a:1"}) {
    EXPECT_EQ(prefix({{"Account", bad}}), "model.bad_input") << bad;
  }
  EXPECT_EQ(prefix({}), "model.bad_input");
  EXPECT_EQ(prefix({{"Account", std::string(64, 'a')}}), "model.bad_input");
}

TEST(Protocol, TokensAreRandomUuids) {
  SystemRandom random;
  const TokenGenerator token = random_tokens(random);
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string text = token();
    ASSERT_EQ(text.size(), 36U);
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
    seen.insert(text);
  }
  EXPECT_EQ(seen.size(), 100U);
}

// Whatever a server sends, the parsers answer with a value or an error.
TEST(Protocol, NothingThatIsSentBreaksTheParsers) {
  const std::vector<std::pair<std::string, std::string>> calls = {{"ce", "GetCostAndUsage"},
                                                                  {"ec2", "DescribeInstances"},
                                                                  {"iam", "GetRole"},
                                                                  {"s3", "ListObjectsV2"},
                                                                  {"lambda", "ListFunctions"}};
  rc::check("mutated answers", [&] {
    const auto& [service, name] = *rc::gen::elementOf(calls);
    const auto model = packed_model(service).value();
    const Operation& operation = *model->find_operation(name);
    std::string body = *rc::gen::elementOf(std::vector<std::string>{
        "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><launchTime>2026-10-"
        "01T00:00:00Z</launchTime></item></instancesSet></item></reservationSet></"
        "DescribeInstancesResponse>",
        R"({"Functions": [{"FunctionName": "f", "Timeout": 3, "Environment": {"Variables": {"A": "b"}}}], "NextMarker": null})",
        "<ListBucketResult><Contents><Key>k</Key><Size>1</Size></Contents><IsTruncated>false</"
        "IsTruncated></ListBucketResult>"});
    const auto cuts = *rc::gen::container<std::vector<std::pair<std::size_t, char>>>(
        rc::gen::arbitrary<std::pair<std::size_t, char>>());
    for (const auto& [at, byte] : cuts) {
      if (!body.empty()) body[at % body.size()] = byte;
    }
    body.resize(*rc::gen::inRange<std::size_t>(0, body.size() + 1));
    const auto status = *rc::gen::element(200, 400, 503);
    const http::Response response{status, {}, body};
    if (is_fault(*model, operation, response)) {
      RC_ASSERT(parse_fault(*model, operation, response).http_status >= 300);
    } else {
      const auto result = parse_result(*model, operation, response);
      const bool is_answered = result.has_value() || result.error().code == "aws.unreadable_answer";
      RC_ASSERT(is_answered);
    }
  });
}

}  // namespace
}  // namespace sextant::aws
