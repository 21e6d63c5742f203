#include "aws/sso/login.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <thread>

#include "aws/json_fields.h"
#include "aws/testing/identity_world.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace std::chrono_literals;

class SsoLoginTest : public ::testing::Test {
 protected:
  SsoLoginTest() {
    world_.caller->answers["sso-oidc:RegisterClient"] =
        [](const auto&) -> Result<boost::json::value> {
      return {{{"clientId", "client-1"},
               {"clientSecret", "client-secret-1"},
               {"clientSecretExpiresAt", 1'800'000'000}}};
    };
    world_.caller->answers["sso-oidc:StartDeviceAuthorization"] =
        [this](const auto&) -> Result<boost::json::value> {
      return {{{"deviceCode", "device-code-1"},
               {"userCode", "ABCD-EFGH"},
               {"verificationUri", "https://device.example/"},
               {"verificationUriComplete", page_},
               {"expiresIn", 600},
               {"interval", 1}}};
    };
    world_.caller->answers["sso-oidc:CreateToken"] =
        [this](const auto&) -> Result<boost::json::value> {
      if (next_ < refusals_.size()) return testing::remote_error(refusals_[next_++]);
      return {{{"accessToken", "access-token-1"},
               {"expiresIn", 28800},
               {"refreshToken", "refresh-token-1"}}};
    };
  }
  std::string device() {
    const auto got = login_by_device(
        world_.tools(), session_, [&](const SsoLoginPrompt& prompt) { prompt_ = prompt; },
        context_);
    return got ? "fine" : got.error().code;
  }
  std::string token_path(const std::string& name) {
    return ".aws/sso/cache/" + to_hex(sha1(name)) + ".json";
  }

  testing::IdentityWorld world_;
  SsoSession session_{"corp", "https://corp.awsapps.com/start", "eu-west-1", {}};
  CallContext context_;
  SsoLoginPrompt prompt_;
  std::string page_ = "https://device.example/?user_code=ABCD-EFGH";
  std::vector<std::string> refusals_;
  std::size_t next_ = 0;
};

TEST_F(SsoLoginTest, DeviceFlowWaitsSlowsDownAndStoresTheToken) {
  refusals_ = {"AuthorizationPendingException", "SlowDownException",
               "AuthorizationPendingException"};
  const auto begun = world_.clock.steady();
  EXPECT_EQ(device(), "fine");
  EXPECT_EQ(world_.clock.steady() - begun, 1s + 1s + 6s + 6s);
  EXPECT_EQ(prompt_.user_code, "ABCD-EFGH");
  EXPECT_EQ(prompt_.url, page_);
  const auto kept = boost::json::parse(world_.read(token_path("corp")));
  EXPECT_EQ(kept.at("accessToken"), "access-token-1");
  EXPECT_EQ(kept.at("startUrl"), "https://corp.awsapps.com/start");
  EXPECT_EQ(kept.at("region"), "eu-west-1");
  EXPECT_EQ(kept.at("expiresAt"), "2026-10-15T20:00:14Z");
  EXPECT_EQ(kept.at("clientId"), "client-1");
  EXPECT_EQ(kept.at("registrationExpiresAt"), "2027-01-15T08:00:00Z");
  EXPECT_EQ(kept.at("refreshToken"), "refresh-token-1");
  struct stat status{};
  ASSERT_EQ(stat((world_.folder.path() / token_path("corp")).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(world_.caller->calls[0].region, "eu-west-1");
}

TEST_F(SsoLoginTest, ASessionWithoutANameIsFiledUnderItsStartUrl) {
  session_.name = "";
  EXPECT_EQ(device(), "fine");
  EXPECT_THAT(world_.read(token_path("https://corp.awsapps.com/start")),
              HasSubstr("access-token-1"));
}

TEST_F(SsoLoginTest, TheRegistrationIsCachedAsAwsToolsCacheIt) {
  session_.scopes = {"sso:account:access"};
  EXPECT_EQ(device(), "fine");
  // Python: sha1(json.dumps({...}, sort_keys=True))
  const std::string text =
      R"({"region": "eu-west-1", "scopes": ["sso:account:access"], "session_name": "corp", "startUrl": "https://corp.awsapps.com/start", "tool": "botocore"})";
  EXPECT_THAT(world_.read(token_path(text)), HasSubstr("client-secret-1"));
  EXPECT_EQ(device(), "fine");
  EXPECT_EQ(world_.caller->count("sso-oidc:RegisterClient"), 1);
  // One for the device flow does not do for the browser, and one that ends soon not at all.
  EXPECT_TRUE(registration_for(world_.tools(), session_, "http://127.0.0.1/oauth/callback", {}));
  EXPECT_EQ(world_.caller->count("sso-oidc:RegisterClient"), 2);
  const boost::json::object& input = world_.caller->calls.back().input;
  EXPECT_EQ(input.at("issuerUrl"), "https://corp.awsapps.com/start");
  EXPECT_EQ(input.at("redirectUris").as_array()[0], "http://127.0.0.1/oauth/callback");
  world_.clock.advance(24h * 365);
  EXPECT_TRUE(registration_for(world_.tools(), session_, "http://127.0.0.1/oauth/callback", {}));
  EXPECT_EQ(world_.caller->count("sso-oidc:RegisterClient"), 3);
}

TEST_F(SsoLoginTest, RefusalsSayWhatTheyMean) {
  refusals_ = {"AccessDeniedException"};
  EXPECT_EQ(device(), "sso.login_denied");
  refusals_ = {"", "ExpiredTokenException"};
  next_ = 1;
  EXPECT_EQ(device(), "sso.login_timeout");
  world_.caller->answers["sso-oidc:StartDeviceAuthorization"] = [](const auto&) {
    return testing::remote_error("InvalidRequestException");
  };
  EXPECT_EQ(device(), "sso.start_url_refused");
  world_.caller->answers["sso-oidc:RegisterClient"] =
      [](const auto&) -> Result<boost::json::value> { return {boost::json::object{}}; };
  session_.name = "other";
  EXPECT_EQ(device(), "sso.malformed_answer");
  world_.caller->answers["sso-oidc:RegisterClient"] = nullptr;
  EXPECT_EQ(device(), "http.connect");
}

TEST_F(SsoLoginTest, NobodyConfirmingEndsWithTheCode) {
  refusals_.assign(10'000, "AuthorizationPendingException");
  const auto begun = world_.clock.steady();
  EXPECT_EQ(device(), "sso.login_timeout");
  EXPECT_LE(world_.clock.steady() - begun, 600s);
  context_.deadline = world_.clock.steady() + 3s;
  EXPECT_EQ(device(), "sso.login_timeout");
  std::stop_source stop;
  stop.request_stop();
  context_ = {SteadyTime::max(), stop.get_token()};
  EXPECT_EQ(device(), "sso.login_cancelled");
}

TEST_F(SsoLoginTest, APageThatCannotBeOpenedSafelyIsRefused) {
  for (const char* page : {"http://device.example/", "javascript:alert(1)", "--help", ""}) {
    page_ = page;
    const bool falls_back = page_.empty();
    EXPECT_EQ(device(), falls_back ? "fine" : "sso.malformed_answer") << page;
  }
}

// The browser flow listens on a real port of this machine.
class BrowserLoginTest : public SsoLoginTest {
 protected:
  // Runs the login; `visit` plays the browser, and gets the authorize URL.
  Result<SsoToken> login(const std::function<void(const std::string&)>& visit) {
    std::jthread browser;
    return login_by_browser(
        world_.tools(), session_,
        [&](const SsoLoginPrompt& prompt) {
          prompt_ = prompt;
          browser = std::jthread([&visit, url = prompt.url] { visit(url); });
        },
        context_);
  }
  static std::string query(const std::string& url, const std::string& name) {
    const std::size_t begin = url.find(name + "=") + name.size() + 1;
    return percent_decode(url.substr(begin, url.find('&', begin) - begin));
  }
  static http::Response get(const std::string& url) {
    http::CurlClient client{http::ClientOptions{}};
    http::Request request;
    request.url = url;
    const SystemClock clock;
    return client.send(request, CallContext{}.within(clock, 5s)).value_or(http::Response{});
  }
};

TEST_F(BrowserLoginTest, TakesTheCodeThatComesBackWithItsState) {
  http::Response shown;
  const auto token = login([&](const std::string& url) {
    const std::string redirect = query(url, "redirect_uri");
    EXPECT_EQ(get(redirect + "?code=evil&state=wrong").status, 400);
    EXPECT_EQ(get(redirect + "?code=evil").status, 400);
    EXPECT_EQ(get(redirect + "x?code=evil&state=" + query(url, "state")).status, 404);
    shown = get(redirect + "?code=code%2D1&state=" + query(url, "state"));
  });
  ASSERT_TRUE(token) << token.error().detail;
  EXPECT_EQ(token->access_token.reveal(), "access-token-1");
  EXPECT_EQ(shown.status, 200);
  EXPECT_THAT(shown.body, HasSubstr("You are signed in"));
  EXPECT_THAT(shown.headers.find("Content-Security-Policy").value_or(""),
              HasSubstr("default-src 'none'"));
  const boost::json::object& input = world_.caller->calls.back().input;
  EXPECT_EQ(input.at("grantType"), "authorization_code");
  EXPECT_EQ(input.at("code"), "code-1");
  EXPECT_EQ(text_field(&input, "redirectUri"), query(prompt_.url, "redirect_uri"));
  EXPECT_EQ(query(prompt_.url, "code_challenge"),
            to_base64_url(sha256(text_field(&input, "codeVerifier"))));
  EXPECT_THAT(
      prompt_.url,
      HasSubstr(
          "https://sso-oidc.eu-west-1.example/authorize?response_type=code&client_id=client-1&"));
  EXPECT_THAT(prompt_.url, HasSubstr("&scopes=sso%3Aaccount%3Aaccess&"));
  EXPECT_THAT(world_.read(token_path("corp")), HasSubstr("access-token-1"));
}

TEST_F(BrowserLoginTest, ARefusalInTheBrowserEndsIt) {
  const auto token = login([&](const std::string& url) {
    get(query(url, "redirect_uri") + "?error=access_denied&state=" + query(url, "state"));
  });
  EXPECT_EQ(token.error().code, "sso.login_denied");
  EXPECT_EQ(token.error().detail, "access_denied");
}

TEST_F(BrowserLoginTest, EndsWithAStopOrTheDeadline) {
  std::stop_source stop;
  context_ = {SteadyTime::max(), stop.get_token()};
  EXPECT_EQ(login([&](const std::string&) { stop.request_stop(); }).error().code,
            "sso.login_cancelled");
  context_ = {world_.clock.steady(), {}};
  EXPECT_EQ(login([](const std::string&) {}).error().code, "sso.login_timeout");
}

}  // namespace
}  // namespace sextant::aws
