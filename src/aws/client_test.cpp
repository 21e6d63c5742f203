#include "aws/client.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <atomic>
#include <thread>

#include "aws/testing/fake_http.h"
#include "base/civil_time.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

class EvenRandom final : public Random {
 public:
  double uniform() override { return 1.0; }
  std::string bytes(std::size_t count) override { return std::string(count, 'r'); }
};

class FakeProvider final : public CredentialsProvider {
 public:
  Result<Credentials> get(const CallContext&) override {
    if (invalidations > 0 && renewal_error) return failure(*renewal_error);
    Credentials credentials;
    credentials.access_key_id = "AKIDEXAMPLE";
    credentials.secret_access_key = Secret("secret-of-the-tests");
    credentials.session_token =
        Secret("token-number-" + std::to_string(renews ? invalidations : 0));
    credentials.account_id = "123456789012";
    return credentials;
  }
  void invalidate() override { ++invalidations; }

  int invalidations = 0;
  bool renews = true;
  std::optional<Error> renewal_error;
};

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    options_.on_attempt = [this](const Attempt& attempt) {
      attempts_.push_back(attempt);
      attempts_.back().service = "";  // its text lives only as long as the call
      attempts_.back().operation = "";
    };
  }

  Client client() { return Client(http_, clock_, random_, provider_, options_); }
  Result<json::value> identity() { return client().call("sts", "GetCallerIdentity", {}, {}); }
  void answer_identity(http::Headers headers = {}) {
    http_.answer(
        200,
        "<GetCallerIdentityResponse "
        "xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
        "<Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>",
        std::move(headers));
  }
  void answer_fault(int status, const std::string& code, http::Headers headers = {},
                    const std::string& message = "no") {
    http_.answer(status,
                 "<ErrorResponse><Error><Code>" + code + "</Code><Message>" + message +
                     "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>",
                 std::move(headers));
  }
  milliseconds elapsed() const {
    return std::chrono::duration_cast<milliseconds>(clock_.steady() - SteadyTime{});
  }

  ManualClock clock_{*parse_rfc3339("2026-10-15T12:00:00Z")};
  EvenRandom random_;
  FakeHttp http_;
  std::shared_ptr<FakeProvider> provider_ = std::make_shared<FakeProvider>();
  ClientOptions options_;
  std::vector<Attempt> attempts_;
};

std::string authorization(const http::Request& request) {
  return request.headers.find("Authorization").value_or("");
}

TEST_F(ClientTest, SignsAndSendsToTheServicesEndpoint) {
  answer_identity({{"x-amzn-requestid", "id-7"}});
  const auto result = identity();
  ASSERT_TRUE(result.has_value()) << result.error().detail;
  EXPECT_EQ(result->at("Account"), json::value("123456789012"));
  const http::Request& request = http_.asked().at(0);
  EXPECT_EQ(request.url, "https://sts.us-east-1.amazonaws.com/");
  EXPECT_EQ(request.headers.find("Host"), "sts.us-east-1.amazonaws.com");
  EXPECT_NE(authorization(request).find("/20261015/us-east-1/sts/aws4_request"), std::string::npos);
  EXPECT_EQ(request.headers.find("X-Amz-Security-Token"), "token-number-0");
  ASSERT_EQ(attempts_.size(), 1U);
  EXPECT_EQ(attempts_[0].request_id, "id-7");
  EXPECT_EQ(attempts_[0].error_code, "");
  EXPECT_EQ(attempts_[0].http_status, 200);
}

TEST_F(ClientTest, ServicesOwnEndpointGoesBeforeTheOneForAll) {
  options_.endpoint_url = "http://127.0.0.1:5000";
  options_.service_endpoint_urls = {{"sts", "http://127.0.0.1:6000/base/"}};
  answer_identity();
  ASSERT_TRUE(identity().has_value());
  EXPECT_EQ(http_.asked().at(0).url, "http://127.0.0.1:6000/base/");
  EXPECT_EQ(client().endpoint_url("ce"), "http://127.0.0.1:5000");
  options_.endpoint_url.reset();
  EXPECT_EQ(client().endpoint_url("ce"), "https://ce.us-east-1.amazonaws.com");
  options_.region = "eu-west-1";
  EXPECT_EQ(client().endpoint_url("iam"), "https://iam.amazonaws.com");
  options_.use_fips = true;
  options_.use_dual_stack = true;
  options_.region = "us-west-2";
  EXPECT_EQ(client().endpoint_url("ec2"), "https://ec2-fips.us-west-2.api.aws");
}

TEST_F(ClientTest, PutsBucketsWhereTheEndpointHasThem) {
  for (int i = 0; i < 3; ++i) http_.answer(200, "<LocationConstraint/>");
  const json::object input{{"Bucket", "my-bucket"}};
  ASSERT_TRUE(client().call("s3", "GetBucketLocation", input, {}).has_value());
  EXPECT_EQ(http_.asked()[0].url, "https://my-bucket.s3.us-east-1.amazonaws.com/?location");
  EXPECT_EQ(http_.asked()[0].headers.find("x-amz-content-sha256"),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  ASSERT_TRUE(client()
                  .call("s3", "GetBucketLocation", json::object{{"Bucket", "with.dots"}}, {})
                  .has_value());
  EXPECT_EQ(http_.asked()[1].url, "https://s3.us-east-1.amazonaws.com/with.dots?location");
  options_.endpoint_url = "http://127.0.0.1:5000";
  ASSERT_TRUE(client().call("s3", "GetBucketLocation", input, {}).has_value());
  EXPECT_EQ(http_.asked()[2].url, "http://127.0.0.1:5000/my-bucket?location");
}

TEST_F(ClientTest, FollowsABucketToItsRegionOnce) {
  const http::Headers elsewhere{{"x-amz-bucket-region", "eu-central-1"}};
  http_.answer(301, "<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>", elsewhere);
  http_.answer(200, "<Tagging><TagSet/></Tagging>");
  http_.answer(200, "<Tagging><TagSet/></Tagging>");
  Client one = client();
  const json::object input{{"Bucket", "far"}};
  ASSERT_TRUE(one.call("s3", "GetBucketTagging", input, {}).has_value());
  EXPECT_EQ(http_.asked()[1].url, "https://far.s3.eu-central-1.amazonaws.com/?tagging");
  EXPECT_NE(authorization(http_.asked()[1]).find("/eu-central-1/s3/"), std::string::npos);
  ASSERT_TRUE(one.call("s3", "GetBucketTagging", input, {}).has_value());
  EXPECT_EQ(http_.asked()[2].url, http_.asked()[1].url) << "what was learned is kept";
  for (int i = 0; i < 2; ++i) {
    http_.answer(301, "<Error><Code>PermanentRedirect</Code><Message>m</Message></Error>",
                 {{"x-amz-bucket-region", i == 0 ? "ap-south-1" : "eu-west-3"}});
  }
  EXPECT_EQ(client().call("s3", "GetBucketTagging", input, {}).error().code, "aws.bad_request");
}

TEST_F(ClientTest, RefusesSignaturesThatItDoesNotMake) {
  for (const char* bucket :
       {"name--use1-az4--x-s3", "arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap"}) {
    const auto refused = client().call("s3", "HeadBucket", json::object{{"Bucket", bucket}}, {});
    EXPECT_EQ(refused.error().code, "aws.signature_unsupported") << bucket;
  }
  EXPECT_TRUE(http_.asked().empty());
}

TEST_F(ClientTest, SaysWhatIsMissingBeforeAskingAnyone) {
  EXPECT_EQ(client().call("stx", "GetCallerIdentity", {}, {}).error().code,
            "model.unknown_service");
  EXPECT_EQ(client().call("sts", "GetCaller", {}, {}).error().code, "model.unknown_operation");
  EXPECT_EQ(client().call("sts", "GetCallerIdentity", json::object{{"X", 1}}, {}).error().code,
            "model.bad_input");
  EXPECT_EQ(Client(http_, clock_, random_, nullptr, options_)
                .call("sts", "GetCallerIdentity", {}, {})
                .error()
                .code,
            "aws.unsigned");
  options_.region = "";
  EXPECT_EQ(client().call("ec2", "DescribeRegions", {}, {}).error().code, "aws.endpoint_refused");
  EXPECT_TRUE(http_.asked().empty());
}

TEST_F(ClientTest, RetriesWhatPassesAndWaitsBetween) {
  http_.fail("http.connect");
  answer_fault(503, "InternalError");
  answer_identity();
  ASSERT_TRUE(identity().has_value());
  EXPECT_EQ(elapsed(), milliseconds(50 + 100));
  ASSERT_EQ(attempts_.size(), 3U);
  EXPECT_EQ(attempts_[0].error_code, "http.connect");
  EXPECT_EQ(attempts_[1].error_code, "InternalError");
  EXPECT_EQ(attempts_[2].number, 3);
}

TEST_F(ClientTest, GivesUpAfterItsAttempts) {
  for (int i = 0; i < 5; ++i) answer_fault(400, "Throttling");
  const auto refused = identity();
  EXPECT_EQ(refused.error().code, "aws.throttled");
  EXPECT_EQ(refused.error().remote->request_id, "r-1");
  EXPECT_EQ(http_.asked().size(), 3U);
  options_.attempts_max = 1;
  EXPECT_EQ(identity().error().code, "aws.throttled");
  EXPECT_EQ(http_.asked().size(), 4U);
}

TEST_F(ClientTest, HonoursRetryAfter) {
  answer_fault(503, "InternalError", {{"x-amz-retry-after", "3000"}});
  answer_identity();
  ASSERT_TRUE(identity().has_value());
  EXPECT_EQ(elapsed(), milliseconds(3000));
}

TEST_F(ClientTest, StopsRetryingWhenTheQuotaIsSpent) {
  Client one = client();
  for (int i = 0; i < 300; ++i) http_.fail("http.timeout");
  for (int i = 0; i < 30; ++i)
    EXPECT_FALSE(one.call("sts", "GetCallerIdentity", {}, {}).has_value());
  EXPECT_EQ(http_.asked().size(), 30U + 35U) << "35 retries of 14 fit into 500";
}

TEST_F(ClientTest, DoesNotRetryWhatWillNotChange) {
  answer_fault(403, "AccessDenied");
  EXPECT_EQ(identity().error().code, "aws.access_denied");
  http_.fail("http.tls");
  EXPECT_EQ(identity().error().code, "http.tls");
  EXPECT_EQ(http_.asked().size(), 2U);
}

TEST_F(ClientTest, BeginsNoWaitPastItsDeadline) {
  answer_fault(400, "Throttling");
  const CallContext context{clock_.steady() + milliseconds(500)};
  EXPECT_EQ(client().call("sts", "GetCallerIdentity", {}, context).error().code, "aws.throttled");
  EXPECT_EQ(http_.asked().size(), 1U);
}

TEST_F(ClientTest, DoesNotQueuePastItsDeadline) {
  options_.paces = {{"sts", Pace{0.2, 1}}};
  Client slow = client();
  answer_identity();
  ASSERT_TRUE(slow.call("sts", "GetCallerIdentity", {}, {}).has_value());
  const CallContext hurried = CallContext{}.within(clock_, seconds(1));
  EXPECT_EQ(slow.call("sts", "GetCallerIdentity", {}, hurried).error().code, "http.timeout");
  EXPECT_EQ(http_.asked().size(), 1U);
  answer_identity();
  ASSERT_TRUE(slow.call("sts", "GetCallerIdentity", {}, {}).has_value());
  EXPECT_EQ(elapsed(), seconds(5)) << "the turn that was not taken was given back";
}

TEST_F(ClientTest, StopsWhenAskedTo) {
  std::stop_source stop;
  http_.answer_with([&](const http::Request&, const CallContext&) -> Result<http::Response> {
    stop.request_stop();
    return http::Response{503, {}, ""};
  });
  EXPECT_FALSE(client()
                   .call("sts", "GetCallerIdentity", {}, {SteadyTime::max(), stop.get_token()})
                   .has_value());
  EXPECT_EQ(client()
                .call("sts", "GetCallerIdentity", {}, {SteadyTime::max(), stop.get_token()})
                .error()
                .code,
            "http.cancelled");
  EXPECT_EQ(http_.asked().size(), 1U);
}

TEST_F(ClientTest, BoundsEachAttempt) {
  http_.answer_with(
      [&](const http::Request&, const CallContext& context) -> Result<http::Response> {
        EXPECT_EQ(context.deadline, clock_.steady() + options_.attempt_timeout);
        return http::Response{403, {}, ""};
      });
  EXPECT_FALSE(identity().has_value());
}

TEST_F(ClientTest, AsksBeforeEachAttempt) {
  std::vector<int> asked;
  options_.before_attempt = [&](std::string_view service, std::string_view operation,
                                int number) -> Result<void> {
    EXPECT_EQ(service, "sts");
    EXPECT_EQ(operation, "GetCallerIdentity");
    asked.push_back(number);
    if (number == 2) return failure("state.busy", "no budget");
    return {};
  };
  http_.fail("http.connect");
  EXPECT_EQ(identity().error().code, "state.busy");
  EXPECT_EQ(asked, (std::vector<int>{1, 2}));
  EXPECT_EQ(http_.asked().size(), 1U);
}

TEST_F(ClientTest, SignsWithTheServersTimeOnceItKnowsIt) {
  const http::Headers date{{"Date", "Thu, 15 Oct 2026 12:20:00 GMT"}};
  answer_fault(403, "SignatureDoesNotMatch", date, "Signature expired");
  answer_identity(date);
  answer_identity(date);
  Client one = client();
  ASSERT_TRUE(one.call("sts", "GetCallerIdentity", {}, {}).has_value());
  EXPECT_EQ(http_.asked()[0].headers.find("X-Amz-Date"), "20261015T120000Z");
  EXPECT_EQ(http_.asked()[1].headers.find("X-Amz-Date"), "20261015T122000Z");
  EXPECT_EQ(one.clock_skew(), std::chrono::minutes(20));
  ASSERT_TRUE(one.call("sts", "GetCallerIdentity", {}, {}).has_value());
  EXPECT_EQ(http_.asked()[2].headers.find("X-Amz-Date"), "20261015T122000Z");
}

TEST_F(ClientTest, SaysByHowMuchTheClockIsWrong) {
  answer_fault(403, "RequestTimeTooSkewed", {{"Date", "Thu, 15 Oct 2026 11:40:00 GMT"}});
  answer_fault(403, "RequestTimeTooSkewed", {{"Date", "Thu, 15 Oct 2026 09:00:00 GMT"}});
  const auto refused = identity();
  EXPECT_EQ(refused.error().code, "aws.clock_wrong");
  EXPECT_EQ(refused.error().facts.back(),
            (std::pair<std::string, std::string>("skew", "3 h ahead of AWS's")));
  EXPECT_EQ(http_.asked().size(), 2U);
  answer_fault(403, "RequestTimeTooSkewed");
  EXPECT_EQ(identity().error().code, "aws.clock_wrong") << "no Date header to learn from";
}

TEST_F(ClientTest, TellsAWrongKeyFromAWrongClock) {
  answer_fault(403, "SignatureDoesNotMatch", {{"Date", "Thu, 15 Oct 2026 12:00:30 GMT"}});
  EXPECT_EQ(identity().error().code, "aws.signature_refused");
  EXPECT_EQ(http_.asked().size(), 1U);
  for (int i = 0; i < 2; ++i)
    answer_fault(403, "SignatureDoesNotMatch", {{"Date", "Thu, 15 Oct 2026 12:20:00 GMT"}});
  const auto both = identity();
  EXPECT_EQ(both.error().code, "aws.signature_refused");
  EXPECT_NE(both.error().detail.find("20 min behind"), std::string::npos);
}

TEST_F(ClientTest, RenewsExpiredCredentialsOnce) {
  answer_fault(403, "ExpiredToken");
  answer_identity();
  ASSERT_TRUE(identity().has_value());
  EXPECT_EQ(http_.asked()[1].headers.find("X-Amz-Security-Token"), "token-number-1");
  answer_fault(403, "ExpiredToken");
  answer_fault(403, "ExpiredToken");
  EXPECT_EQ(identity().error().code, "aws.expired_token");
  EXPECT_EQ(http_.asked().size(), 4U);
}

TEST_F(ClientTest, DoesNotAskAgainWithTheSameCredentials) {
  provider_->renews = false;
  answer_fault(403, "InvalidClientTokenId");
  EXPECT_EQ(identity().error().code, "aws.invalid_token");
  EXPECT_EQ(http_.asked().size(), 1U);
}

TEST_F(ClientTest, SaysWhyCredentialsCannotBeRenewed) {
  provider_->renewal_error = Error{"sso.expired", "sign in again"};
  answer_fault(403, "ExpiredToken");
  const auto refused = identity();
  EXPECT_EQ(refused.error().code, "sso.expired");
  EXPECT_EQ(refused.error().remote->code, "ExpiredToken");
}

TEST_F(ClientTest, TakesHostileAnswersForErrors) {
  for (const std::string& body : {std::string("<"), std::string("<a>"), std::string("{}"),
                                  std::string(1000, '<'), std::string("\0\xff", 2)}) {
    http_.answer(200, body);
    EXPECT_FALSE(identity().has_value()) << body;
    http_.answer(400, body);
    const auto refused = identity();
    ASSERT_FALSE(refused.has_value()) << body;
    EXPECT_EQ(refused.error().code, "aws.bad_request") << body;
  }
  http_.answer(302, "", {{"Location", "http://evil.example/"}});
  EXPECT_EQ(identity().error().code, "aws.service_error") << "no redirect is followed";
  EXPECT_EQ(http_.asked().back().url, "https://sts.us-east-1.amazonaws.com/");
}

TEST_F(ClientTest, PacesByTheCatalog) {
  Client one = client();
  const json::object input =
      json::parse(R"({"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}})").as_object();
  for (int i = 0; i < 6; ++i) {
    http_.answer(200, R"({"DimensionValues": [], "ReturnSize": 0, "TotalSize": 0})");
    json::object each = input;
    each["Dimension"] = "SERVICE";
    ASSERT_TRUE(one.call("ce", "GetDimensionValues", each, {}).has_value());
  }
  EXPECT_EQ(elapsed(), milliseconds(2000)) << "two at once, then two a second";
}

json::object cost_input() {
  return json::
      parse(R"({"TimePeriod": {"Start": "2026-09-01", "End": "2026-10-01"}, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"]})")
          .as_object();
}
std::string cost_page(const std::string& start, const std::string& token) {
  return R"({"ResultsByTime": [{"TimePeriod": {"Start": ")" + start +
         R"(", "End": "2026-10-01"}}])" +
         (token.empty() ? "" : R"(, "NextPageToken": ")" + token + "\"") + "}";
}

TEST_F(ClientTest, ReadsPagesAndCanGoOnFromOne) {
  http_.answer(200, cost_page("2026-09-01", "t1"));
  http_.answer(200, cost_page("2026-09-02", "t2"));
  http_.answer(200, cost_page("2026-09-03", ""));
  std::vector<json::value> tokens;
  const auto collect = [&](Page&& page) -> Result<bool> {
    tokens.push_back(page.next_token);
    return true;
  };
  ASSERT_TRUE(client().pages("ce", "GetCostAndUsage", cost_input(), {}, collect));
  EXPECT_EQ(tokens, (std::vector<json::value>{"t1", "t2", nullptr}));
  EXPECT_EQ(http_.asked()[0].body.find("NextPageToken"), std::string::npos);
  EXPECT_NE(http_.asked()[2].body.find(R"("NextPageToken":"t2")"), std::string::npos);
  http_.answer(200, cost_page("2026-09-03", ""));
  ASSERT_TRUE(client().pages("ce", "GetCostAndUsage", cost_input(), {}, collect, tokens[1]));
  EXPECT_EQ(http_.asked()[3].body, http_.asked()[2].body);
}

TEST_F(ClientTest, StopsAtARepeatedToken) {
  for (const char* token : {"a", "b", "a", "b"}) http_.answer(200, cost_page("2026-09-01", token));
  int seen = 0;
  const auto circled =
      client().pages("ce", "GetCostAndUsage", cost_input(), {}, [&](Page&&) -> Result<bool> {
        ++seen;
        return true;
      });
  EXPECT_EQ(circled.error().code, "aws.repeated_token");
  EXPECT_EQ(seen, 3);
  http_.answer(200, cost_page("2026-09-01", "resumed"));
  EXPECT_EQ(client()
                .pages(
                    "ce", "GetCostAndUsage", cost_input(), {},
                    [](Page&&) -> Result<bool> { return true; }, "resumed")
                .error()
                .code,
            "aws.repeated_token")
      << "the token that it began with counts too";
}

TEST_F(ClientTest, LeavesPagesWhenItsCallerDoes) {
  http_.answer(200, cost_page("2026-09-01", "t1"));
  EXPECT_TRUE(client().pages("ce", "GetCostAndUsage", cost_input(), {},
                             [](Page&&) -> Result<bool> { return false; }));
  http_.answer(200, cost_page("2026-09-01", "t1"));
  EXPECT_EQ(client()
                .pages("ce", "GetCostAndUsage", cost_input(), {},
                       [](Page&&) -> Result<bool> { return failure("file.disk_full", ""); })
                .error()
                .code,
            "file.disk_full");
  EXPECT_EQ(http_.asked().size(), 2U);
}

TEST_F(ClientTest, RefusesTokensThatDoNotFit) {
  const auto nothing = [](Page&&) -> Result<bool> { return true; };
  EXPECT_EQ(client().pages("sts", "GetCallerIdentity", {}, {}, nothing, "t").error().code,
            "aws.invalid_page_token");
  EXPECT_EQ(client()
                .pages("ce", "GetCostAndUsage", cost_input(), {}, nothing, json::object{{"x", 1}})
                .error()
                .code,
            "aws.invalid_page_token");
}

TEST_F(ClientTest, MergesAllPages) {
  http_.answer(200, cost_page("2026-09-01", "t1"));
  http_.answer(200, cost_page("2026-09-02", ""));
  const auto whole = client().call_all_pages("ce", "GetCostAndUsage", cost_input(), {});
  ASSERT_TRUE(whole.has_value()) << whole.error().detail;
  EXPECT_EQ(whole->at("ResultsByTime").as_array().size(), 2U);
  EXPECT_FALSE(whole->as_object().contains("NextPageToken"));
  answer_identity();
  EXPECT_EQ(client().call_all_pages("sts", "GetCallerIdentity", {}, {})->at("Account"),
            json::value("123456789012"));
}

TEST_F(ClientTest, WaitsForWhatAModelDescribes) {
  const auto state = [&](const char* name) {
    http_.answer(200, std::string(R"({"Table": {"TableStatus": ")") + name + "\"}}");
  };
  http_.answer(
      400,
      R"({"__type": "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "message": "not yet"})");
  state("CREATING");
  state("ACTIVE");
  const json::object input{{"TableName", "t"}};
  EXPECT_TRUE(client().wait("dynamodb", "TableExists", input, {}).has_value());
  EXPECT_EQ(elapsed(), seconds(40));
  EXPECT_EQ(client().wait("dynamodb", "TableFlies", input, {}).error().code, "model.malformed");
  state("CREATING");
  EXPECT_EQ(
      client().wait("dynamodb", "TableExists", input, {clock_.steady() + seconds(10)}).error().code,
      "aws.waiter_timeout");
  for (int i = 0; i < 30; ++i) state("CREATING");
  EXPECT_EQ(client().wait("dynamodb", "TableExists", input, {}).error().code, "aws.waiter_timeout");
  EXPECT_EQ(http_.answers_left(), 5U) << "25 attempts";
}

// Run under ThreadSanitizer, too.
TEST_F(ClientTest, ServesManyThreadsAtOnce) {
  const SystemClock clock;
  options_.paces = {{"sts", Pace{10'000, 10'000}}};
  std::atomic<int> attempts = 0;
  options_.on_attempt = [&](const Attempt&) { ++attempts; };
  for (int i = 0; i < 160; ++i) answer_identity();
  Client one(http_, clock, random_, provider_, options_);
  std::atomic<int> succeeded = 0;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i)
          succeeded += one.call("sts", "GetCallerIdentity", {}, {}).has_value() ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(succeeded, 160);
  EXPECT_EQ(attempts, 160);
}

}  // namespace
}  // namespace sextant::aws
