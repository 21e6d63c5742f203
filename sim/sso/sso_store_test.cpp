#include "sim/sso/sso_store.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "base/text.h"
#include "sim/derive.h"

namespace sextant::sim {
namespace {

constexpr const char* kDeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
constexpr const char* kStartUrl = "https://corp.awsapps.com/start";

class SsoStoreTest : public ::testing::Test {
 protected:
  SsoStoreTest()
      : faults_(7, 100),
        store_(
            [this](const std::string& label, std::string_view alphabet, std::size_t length) {
              return derive_text(7, label + std::to_string(drawn_++), alphabet, length);
            },
            faults_, kStartUrl, 5) {
    store_.put_person({"alice", {{"111122223333", "Reader"}}});
  }
  SsoStore::TokenRequest request(const SsoClient& client, const std::string& grant) {
    SsoStore::TokenRequest out;
    out.client_id = client.id;
    out.client_secret = client.secret;
    out.grant_type = grant;
    return out;
  }
  SsoClient client(std::vector<std::string> scopes = {"sso:account:access"}) {
    return store_.register_client(std::move(scopes), {}, {"http://127.0.0.1/oauth/callback"}, now_);
  }
  void pass(int seconds) { now_ += std::chrono::seconds(seconds); }

  WallTime now_{std::chrono::hours(500'000)};
  int drawn_ = 0;
  Faults faults_;
  SsoStore store_;
};

TEST_F(SsoStoreTest, KnowsItsStartUrlInItsForms) {
  for (const char* url : {"https://corp.awsapps.com/start", "https://corp.awsapps.com/start/",
                          "https://corp.awsapps.com/start#", "https://corp.awsapps.com/start/#/"}) {
    EXPECT_TRUE(store_.knows_start_url(url)) << url;
  }
  for (const char* url : {"https://corp.awsapps.com", "http://corp.awsapps.com/start",
                          "https://other.awsapps.com/start", ""}) {
    EXPECT_FALSE(store_.knows_start_url(url)) << url;
  }
}

TEST_F(SsoStoreTest, DeviceFlowIsPendingThenApprovedThenUsed) {
  const SsoClient known = client();
  const auto flow = store_.start_device(known.id, known.secret, now_);
  ASSERT_TRUE(flow);
  SsoStore::TokenRequest ask = request(known, kDeviceGrant);
  ask.device_code = flow->device_code;
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kPending);
  pass(2);
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kSlowDown);
  pass(5);
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kPending);
  EXPECT_EQ(store_.decide("WRONG", "alice", true, now_), 0);
  EXPECT_EQ(store_.decide(flow->user_code, "alice", true, now_), 1);
  const auto tokens = store_.create_token(ask, now_);
  ASSERT_TRUE(tokens);
  EXPECT_EQ(store_.person_of(tokens->access_token, now_)->name, "alice");
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
  EXPECT_FALSE(store_.person_of(tokens->access_token, now_ + SsoStore::kTokenLifetime));
  EXPECT_FALSE(store_.person_of("other", now_));
}

TEST_F(SsoStoreTest, DeviceFlowEndsByTimeOrByRefusal) {
  const SsoClient known = client();
  SsoStore::TokenRequest ask = request(known, kDeviceGrant);
  ask.device_code = store_.start_device(known.id, known.secret, now_)->device_code;
  EXPECT_EQ(store_.decide("", "alice", false, now_), 1);
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kDenied);
  ask.device_code = store_.start_device(known.id, known.secret, now_)->device_code;
  pass(600);
  EXPECT_EQ(store_.decide("", "alice", true, now_), 0) << "too late";
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kExpired);
  EXPECT_EQ(store_.start_device(known.id, "wrong", now_).error(), SsoRefusal::kInvalidClient);
  pass(91 * 86'400);
  EXPECT_EQ(store_.start_device(known.id, known.secret, now_).error(), SsoRefusal::kInvalidClient);
}

TEST_F(SsoStoreTest, CodesServeOnceAndOnlyTheirVerifier) {
  const SsoClient known = client();
  const std::string verifier(64, 'v');
  const AuthorizeRequest asked{known.id, "http://127.0.0.1:4711/oauth/callback", "state",
                               to_base64_url(sha256(verifier))};
  ASSERT_TRUE(store_.check_authorize(asked, now_));
  SsoStore::TokenRequest ask = request(known, "authorization_code");
  ask.redirect_uri = asked.redirect_uri;
  ask.code = store_.approve_authorize(asked, "alice", now_);
  ask.code_verifier = "wrong";
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
  ask.code_verifier = verifier;
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant)
      << "burnt by the wrong try";
  ask.code = store_.approve_authorize(asked, "alice", now_);
  EXPECT_TRUE(store_.create_token(ask, now_));
  ask.code = store_.approve_authorize(asked, "alice", now_);
  pass(600);
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
  ask.code = store_.approve_authorize(asked, "alice", now_);
  ask.redirect_uri = "http://127.0.0.1:4712/oauth/callback";
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
}

TEST_F(SsoStoreTest, AuthorizeChecksClientRedirectAndChallenge) {
  const SsoClient known = client();
  const AuthorizeRequest good{known.id, "http://127.0.0.1:1/oauth/callback", "",
                              std::string(43, 'c')};
  EXPECT_TRUE(store_.check_authorize(good, now_));
  AuthorizeRequest bad = good;
  bad.client_id = "other";
  EXPECT_EQ(store_.check_authorize(bad, now_).error(), SsoRefusal::kInvalidClient);
  for (const char* uri : {"http://127.0.0.1:1/other", "https://example.com/oauth/callback",
                          "http://localhost:1/oauth/callback", ""}) {
    bad = good;
    bad.redirect_uri = uri;
    EXPECT_EQ(store_.check_authorize(bad, now_).error(), SsoRefusal::kInvalidRequest) << uri;
  }
  bad = good;
  bad.code_challenge = "short";
  EXPECT_FALSE(store_.check_authorize(bad, now_));
}

TEST_F(SsoStoreTest, RefreshTokensAreForTheScopeAndServeOnce) {
  const auto sign_in = [&](const SsoClient& known) {
    store_.set_auto_approve("alice");
    SsoStore::TokenRequest ask = request(known, kDeviceGrant);
    ask.device_code = store_.start_device(known.id, known.secret, now_)->device_code;
    return store_.create_token(ask, now_).value();
  };
  EXPECT_EQ(sign_in(client({})).refresh_token, "");
  const SsoClient known = client();
  SsoStore::TokenRequest ask = request(known, "refresh_token");
  ask.refresh_token = sign_in(known).refresh_token;
  const auto fresh = store_.create_token(ask, now_);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
  SsoStore::TokenRequest other = request(client(), "refresh_token");
  other.refresh_token = fresh->refresh_token;
  EXPECT_EQ(store_.create_token(other, now_).error(), SsoRefusal::kInvalidGrant)
      << "of another client";
  pass(8 * 86'400);
  ask.refresh_token = fresh->refresh_token;
  EXPECT_EQ(store_.create_token(ask, now_).error(), SsoRefusal::kInvalidGrant);
  EXPECT_TRUE(store_.sign_out(fresh->access_token));
  EXPECT_FALSE(store_.sign_out(fresh->access_token));
}

TEST_F(SsoStoreTest, ClientsKeepToTheirGrants) {
  const SsoClient known = store_.register_client({}, {"authorization_code"}, {}, now_);
  EXPECT_EQ(store_.create_token(request(known, kDeviceGrant), now_).error(),
            SsoRefusal::kUnauthorizedClient);
  EXPECT_EQ(store_.create_token(request(client(), "password"), now_).error(),
            SsoRefusal::kUnsupportedGrant);
  EXPECT_FALSE(store_.secrets().empty());
}

}  // namespace
}  // namespace sextant::sim
