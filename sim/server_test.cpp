#include "sim/server.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "base/civil_time.h"
#include "sim/identities.h"

namespace sextant::sim {
namespace {

// A simulated cloud without a network: requests are signed here and handed over.
class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() : simulation_(make_simulation(options())), gateway_(*simulation_) {}

  static Options options() {
    Options out;
    out.world.now = *parse_rfc3339("2026-10-15T12:00:00Z");
    out.world.members = 4;
    return out;
  }

  ProfileKeys keys(const std::string& profile) const {
    for (const ProfileKeys& one : profile_keys(*simulation_)) {
      if (one.profile == profile) return one;
    }
    ADD_FAILURE() << profile;
    return {};
  }

  http::ServerRequest organizations(const std::string& operation, const std::string& body = "{}") {
    http::ServerRequest out;
    out.method = "POST";
    out.target = "/";
    out.body = body;
    out.headers.add("Host", "127.0.0.1");
    out.headers.add("X-Amz-Target", "AWSOrganizationsV20161128." + operation);
    return out;
  }

  // Signs as of `age` before the simulated now.
  http::ServerRequest sign(http::ServerRequest request, const ProfileKeys& with,
                           const std::string& service, std::chrono::seconds age = {}) {
    Signature signature;
    signature.amz_date = format_basic(simulation_->clock.true_now() - age);
    signature.access_key_id = with.key_id;
    signature.date = signature.amz_date.substr(0, 8);
    signature.region = "us-east-1";
    signature.service = service;
    signature.signed_headers = {"host", "x-amz-date"};
    request.headers.set("X-Amz-Date", signature.amz_date);
    const std::string value =
        expected_signature(signature, request, parse_target(request.target), with.secret);
    request.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=" + with.key_id + "/" +
                                             signature.date + "/us-east-1/" + service +
                                             "/aws4_request, SignedHeaders=host;x-amz-date, " +
                                             "Signature=" + value);
    return request;
  }

  json::object call(const http::ServerRequest& request, int wanted_status) {
    const http::ServerResponse response = gateway_.handle(request);
    EXPECT_EQ(response.status, wanted_status) << response.body;
    return json::parse(response.body).as_object();
  }
  json::object control(const char* method, const char* target, const char* body = "",
                       int status = 200) {
    http::ServerRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    return call(request, status);
  }

  std::unique_ptr<Simulation> simulation_;
  Gateway gateway_;
};

TEST_F(GatewayTest, AnswersWhoSignsRightly) {
  const auto answer =
      call(sign(organizations("ListAccounts"), keys("payer"), "organizations"), 200);
  EXPECT_EQ(answer.at("Accounts").as_array().size(), 5U);
}

TEST_F(GatewayTest, TakesSignaturesForFiveMinutesEitherWay) {
  using std::chrono::seconds;
  for (const auto& [age, status] : {std::pair{seconds(295), 200},
                                    {seconds(-295), 200},
                                    {seconds(305), 400},
                                    {seconds(-305), 400}}) {
    const auto answer =
        call(sign(organizations("ListAccounts"), keys("payer"), "organizations", age), status);
    if (status == 400) {
      EXPECT_EQ(answer.at("__type").as_string(), "InvalidSignatureException");
      const std::string text(answer.at("message").as_string());
      EXPECT_NE(text.find(age.count() > 0 ? "Signature expired: " : "Signature not yet current: "),
                std::string::npos)
          << text;
    }
  }
}

TEST_F(GatewayTest, SaysForWhichServiceASignatureShouldBe) {
  const auto answer = call(sign(organizations("ListAccounts"), keys("payer"), "ce"), 400);
  EXPECT_EQ(answer.at("message").as_string(),
            "Credential should be scoped to correct service: 'organizations'.");
}

TEST_F(GatewayTest, RefusesWhatWasChangedAfterSigning) {
  http::ServerRequest request = sign(organizations("ListAccounts"), keys("payer"), "organizations");
  request.body = R"({"MaxResults": 1})";
  EXPECT_EQ(call(request, 400).at("__type").as_string(), "InvalidSignatureException");
}

TEST_F(GatewayTest, ChecksWhoBeforeWhatAndWhatBeforeHow) {
  EXPECT_EQ(call(organizations("Nonsense", "{"), 400).at("__type").as_string(),
            "MissingAuthenticationTokenException");
  EXPECT_EQ(call(sign(organizations("Nonsense", "{"), keys("denied"), "organizations"), 400)
                .at("__type")
                .as_string(),
            "UnknownOperationException");
  EXPECT_EQ(call(sign(organizations("ListAccounts", "{"), keys("denied"), "organizations"), 400)
                .at("__type")
                .as_string(),
            "SerializationException");
  EXPECT_EQ(call(sign(organizations("ListAccounts"), keys("denied"), "organizations"), 400)
                .at("__type")
                .as_string(),
            "AccessDeniedException");
}

TEST_F(GatewayTest, TellsItsTimeInTheDateHeaderAlsoWhenItIsWrong) {
  control("POST", "/_sim/faults", R"({"skew_s": 1200})");
  const http::ServerResponse response =
      gateway_.handle(sign(organizations("ListAccounts"), keys("payer"), "organizations"));
  EXPECT_EQ(response.status, 400);
  const auto date = parse_http_date(response.headers.find("Date").value_or(""));
  ASSERT_TRUE(date);
  EXPECT_GT(*date - simulation_->clock.true_now(), std::chrono::minutes(19));
}

TEST_F(GatewayTest, CutsBodiesShortOfWhatItAnnounced) {
  control("POST", "/_sim/faults", R"({"cut_body": 1})");
  const http::ServerResponse response =
      gateway_.handle(sign(organizations("ListAccounts"), keys("payer"), "organizations"));
  class Written : public http::BodyWriter {
   public:
    bool write(std::string_view piece) override {
      bytes += piece.size();
      return true;
    }
    bool client_gone() override { return false; }
    std::size_t bytes = 0;
  } written;
  ASSERT_TRUE(response.stream);
  response.stream(written);
  EXPECT_LT(written.bytes, std::stoul(response.headers.find("Content-Length").value()));
}

TEST_F(GatewayTest, CountsByServiceOperationAndOutcome) {
  call(sign(organizations("ListAccounts"), keys("payer"), "organizations"), 200);
  call(sign(organizations("ListAccounts"), keys("denied"), "organizations"), 400);
  const json::object counts = control("GET", "/_sim/counts");
  EXPECT_EQ(
      json::serialize(counts),
      R"({"total":2,"services":{"organizations":{"ListAccounts":{"AccessDeniedException":1,"ok":1}}}})");
  const json::object requests = control("GET", "/_sim/requests?limit=1");
  EXPECT_EQ(requests.at("requests").as_array().size(), 1U);
  control("DELETE", "/_sim/counts");
  EXPECT_EQ(control("GET", "/_sim/counts").at("total").to_number<int>(), 0);
}

TEST_F(GatewayTest, ControlRefusesWhatItDoesNotKnow) {
  control("GET", "/_sim/nothing", "", 404);
  control("POST", "/_sim/faults", "{", 400);
  control("POST", "/_sim/iam/role", "[]", 400);
  control("POST", "/_sim/iam/role", R"({"account_id": "1", "name": "x"})", 400);
  control("POST", "/_sim/organization", R"({"account_id": "1"})", 400);
  control("POST", "/_sim/sso/approve", R"({"person": "nobody"})", 400);
  const std::string role = R"({"account_id": ")" + keys("payer").account_id + R"(", "name": "x")";
  control("POST", "/_sim/iam/role", (role + "}").c_str(), 400);
  const json::object refused =
      control("POST", "/_sim/iam/role", (role + R"(, "trust": "{}"})").c_str(), 400);
  EXPECT_EQ(refused.at("code").as_string(), "MalformedPolicyDocument");
}

TEST_F(GatewayTest, RemovedKeysUsersAndRolesAreNoLongerKnown) {
  const ProfileKeys payer = keys("payer");
  control("DELETE", "/_sim/iam/key", (R"({"access_key_id": ")" + payer.key_id + R"("})").c_str());
  EXPECT_EQ(call(sign(organizations("ListAccounts"), payer, "organizations"), 400)
                .at("__type")
                .as_string(),
            "UnrecognizedClientException");
}

TEST_F(GatewayTest, MetadataWantsASessionTokenFirst) {
  const auto ask = [&](const char* method, const char* target, http::Headers headers = {}) {
    http::ServerRequest request;
    request.method = method;
    request.target = target;
    request.headers = std::move(headers);
    return gateway_.handle(request);
  };
  const char* list = "/latest/meta-data/iam/security-credentials/";
  EXPECT_EQ(ask("GET", list).status, 401);
  EXPECT_EQ(ask("GET", "/latest/api/token").status, 405);
  EXPECT_EQ(ask("PUT", "/latest/api/token").status, 400);
  const std::string token =
      ask("PUT", "/latest/api/token", {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}}).body;
  const http::Headers known{{"X-aws-ec2-metadata-token", token}};
  EXPECT_EQ(ask("GET", list, known).body, "SextantHost");
  const auto found =
      json::parse(ask("GET", (std::string(list) + "SextantHost").c_str(), known).body);
  EXPECT_EQ(found.at("Code").as_string(), "Success");
  EXPECT_EQ(ask("GET", (std::string(list) + "Other").c_str(), known).status, 404);
  EXPECT_EQ(ask("GET", "/container/credentials").status, 200);
}

TEST_F(GatewayTest, OperationsThatThrowAreServerFailures) {
  Service broken;
  broken.name = broken.signing_name = "broken";
  broken.target_prefix = "Broken";
  Operation operation;
  operation.name = "Throw";
  operation.run = [](const Caller&, const json::object&) -> Outcome {
    throw std::runtime_error("broken");
  };
  broken.operations.push_back(std::move(operation));
  simulation_->registry.add(std::move(broken));
  http::ServerRequest request = organizations("Throw");
  request.headers.set("X-Amz-Target", "Broken.Throw");
  call(sign(request, keys("payer"), "broken"), 500);
}

}  // namespace
}  // namespace sextant::sim
