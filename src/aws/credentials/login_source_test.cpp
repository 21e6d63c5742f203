#include "aws/credentials/login_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "aws/credentials/dpop.h"
#include "aws/testing/identity_world.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

struct TestKey {
  std::shared_ptr<EVP_PKEY> key;
  std::string pem;
};

TestKey new_key(const char* curve = "P-256") {
  TestKey out{{EVP_EC_gen(curve), EVP_PKEY_free}, ""};
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, out.key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  out.pem.assign(text, static_cast<std::size_t>(size));
  BIO_free(bio);
  return out;
}

std::string from_base64_url(const std::string& text) {
  return *from_base64(replace_all(replace_all(text, "-", "+"), "_", "/"));
}

bool verifies(EVP_PKEY* key, const std::string& text, const std::string& numbers) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(numbers.data());
  ECDSA_SIG* signature = ECDSA_SIG_new();
  ECDSA_SIG_set0(signature, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature, &der);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
  const int verdict =
      EVP_DigestVerify(context, der, static_cast<std::size_t>(size),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  OPENSSL_free(der);
  ECDSA_SIG_free(signature);
  return verdict == 1;
}

TEST(Dpop, SignsAProofThatItsOwnPublicKeyVerifies) {
  const TestKey key = new_key();
  const WallTime now = *parse_rfc3339("2026-10-15T12:00:00Z");
  const auto proof = dpop_proof(key.pem, "https://example.com/v1/token", "id-1", now);
  ASSERT_TRUE(proof);
  const auto parts = split(*proof, '.');
  ASSERT_THAT(parts, SizeIs(3));
  const auto header = boost::json::parse(from_base64_url(parts[0]));
  EXPECT_EQ(header.at("typ"), "dpop+jwt");
  EXPECT_EQ(header.at("alg"), "ES256");
  EXPECT_EQ(header.at("jwk").at("crv"), "P-256");
  EXPECT_EQ(from_base64_url(std::string(header.at("jwk").at("x").as_string())).size(), 32U);
  const auto payload = boost::json::parse(from_base64_url(parts[1]));
  EXPECT_EQ(payload.at("jti"), "id-1");
  EXPECT_EQ(payload.at("iat"), now.time_since_epoch().count() / 1000);
  const std::string signature = from_base64_url(parts[2]);
  ASSERT_EQ(signature.size(), 64U);
  EXPECT_TRUE(verifies(key.key.get(), parts[0] + "." + parts[1], signature));
  EXPECT_FALSE(verifies(key.key.get(), parts[0] + ".x" + parts[1], signature));
}

TEST(Dpop, RefusesOtherKeys) {
  EXPECT_FALSE(dpop_proof(new_key("P-384").pem, "u", "i", {}));
  EXPECT_FALSE(dpop_proof("", "u", "i", {}));
  EXPECT_FALSE(dpop_proof("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
                          "u", "i", {}));
}

class LoginTest : public ::testing::Test {
 protected:
  static std::string key(const Result<Credentials>& got) {
    return got ? got->access_key_id : got.error().code;
  }
  void answer(const std::string& body, int status = 200) {
    world_.http.answer = [=](const http::Request&) -> Result<http::Response> {
      return http::Response{status, {}, body};
    };
  }
  std::string path() {
    return ".aws/login/cache/" + to_hex(sha256("arn:aws:iam::1:user/me")) + ".json";
  }
  void cache(const std::string& expires_at,
             const std::optional<std::string>& key_text = std::nullopt) {
    world_.write(path(), boost::json::serialize(boost::json::value{
                             {"accessToken",
                              {{"accessKeyId", "ASIAL"},
                               {"secretAccessKey", "secret-of-login"},
                               {"sessionToken", "t"},
                               {"accountId", "123456789012"},
                               {"expiresAt", expires_at}}},
                             {"clientId", "arn:aws:signin:::devtools/same-device"},
                             {"refreshToken", "refresh-1"},
                             {"dpopKey", key_text.value_or(new_key().pem)},
                             {"unknown", 7}}));
  }
  Result<Credentials> get() {
    return login_provider(world_.tools(), "p", "arn:aws:iam::1:user/me")->get({});
  }

  testing::IdentityWorld world_;
};

TEST_F(LoginTest, UsesTheCacheWhileItLives) {
  EXPECT_EQ(key(get()), "credentials.login_missing");
  cache("2026-10-15T12:10:00Z");
  const auto got = get();
  EXPECT_EQ(key(got), "ASIAL");
  EXPECT_EQ(got->account_id, "123456789012");
  EXPECT_THAT(world_.http.requests, SizeIs(0));
  cache("2026-10-15T12:04:00Z");
  EXPECT_EQ(key(get()), "ASIAL");
  EXPECT_THAT(world_.http.requests, SizeIs(1));
}

TEST_F(LoginTest, RenewsBoundToItsKeyAndWritesTheCacheBack) {
  cache("2026-10-15T11:00:00Z");
  answer(
      R"({"accessToken":{"accessKeyId":"ASIANEW","secretAccessKey":"fresh-secret","sessionToken":"t2"},"tokenType":"aws_sigv4","expiresIn":900,"refreshToken":"refresh-2"})");
  const auto got = get();
  EXPECT_EQ(key(got), "ASIANEW");
  EXPECT_EQ(*got->expires_at, world_.clock.wall() + std::chrono::minutes(15));
  const http::Request& request = world_.http.requests[0];
  EXPECT_EQ(request.url, "https://us-east-1.signin.aws.amazon.com/v1/token");
  const auto parts = split(request.headers.find("DPoP").value_or(""), '.');
  ASSERT_THAT(parts, SizeIs(3));
  const auto payload =
      boost::json::parse(*from_base64(replace_all(replace_all(parts[1], "-", "+"), "_", "/")));
  EXPECT_EQ(payload.at("htu"), "https://us-east-1.signin.aws.amazon.com/v1/token");
  EXPECT_EQ(payload.at("htm"), "POST");
  const auto kept = boost::json::parse(world_.read(path()));
  EXPECT_EQ(kept.at("refreshToken"), "refresh-2");
  EXPECT_EQ(kept.at("unknown"), 7);
  EXPECT_EQ(kept.at("accessToken").at("expiresAt"), "2026-10-15T12:15:00Z");
}

TEST_F(LoginTest, AnEndThatCannotBeRenewedSaysSo) {
  cache("2026-10-15T11:00:00Z");
  answer(R"({"error":"TOKEN_EXPIRED"})", 400);
  const auto got = get();
  EXPECT_EQ(key(got), "credentials.login_expired");
  EXPECT_THAT(got.error().detail, HasSubstr("TOKEN_EXPIRED"));
  answer("{}");
  EXPECT_EQ(key(get()), "credentials.login_expired");
  cache("2026-10-15T11:00:00Z", "no key");
  EXPECT_EQ(key(get()), "credentials.login_missing");
  world_.write(path(), "{}");
  EXPECT_EQ(key(get()), "credentials.login_missing");
}

}  // namespace
}  // namespace sextant::aws
