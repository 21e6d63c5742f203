#include "aws/credentials/dpop.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr int kCoordinateBytes = 32;  // of P-256

template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, Freer<BN_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Freer<ECDSA_SIG_free>>;

std::unexpected<Error> unusable(std::string detail) {
  return failure("credentials.login_missing", std::move(detail));
}

// 32 bytes, big-endian.
std::string padded(const BIGNUM* number) {
  std::string out(kCoordinateBytes, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(out.data()), kCoordinateBytes);
  return out;
}

Result<std::string> coordinate(const EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
    return unusable("the cached key has no public part");
  return to_base64_url(padded(Number(number).get()));
}

Result<Key> read_key(const std::string& pem) {
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // An empty passphrase, so that OpenSSL never asks the terminal for one.
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, const_cast<char*>("")));
  std::array<char, 64> group{};
  if (!key ||
      EVP_PKEY_get_utf8_string_param(key.get(), OSSL_PKEY_PARAM_GROUP_NAME, group.data(),
                                     group.size(), nullptr) != 1 ||
      std::string_view(group.data()) != "prime256v1") {
    return unusable("the cached key is no P-256 private key");
  }
  return key;
}

// JWTs want the two numbers of a signature plainly, one after the other.
Result<std::string> sign(EVP_PKEY* key, std::string_view text) {
  const DigestContext context(EVP_MD_CTX_new());
  std::string der(128, '\0');
  std::size_t size = der.size();
  auto* bytes = reinterpret_cast<unsigned char*>(der.data());
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), bytes, &size,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
    return unusable("the cached key cannot sign");
  }
  const unsigned char* cursor = bytes;
  const Signature signature(d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(size)));
  if (!signature) return unusable("the cached key cannot sign");
  return padded(ECDSA_SIG_get0_r(signature.get())) + padded(ECDSA_SIG_get0_s(signature.get()));
}

}  // namespace

Result<std::string> dpop_proof(const std::string& pem, std::string_view url, std::string_view id,
                               WallTime now) {
  SEXTANT_TRY(const Key key, read_key(pem));
  SEXTANT_TRY(const std::string x, coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_X));
  SEXTANT_TRY(const std::string y, coordinate(key.get(), OSSL_PKEY_PARAM_EC_PUB_Y));
  const boost::json::object header = {
      {"typ", "dpop+jwt"},
      {"alg", "ES256"},
      {"jwk", {{"kty", "EC"}, {"x", x}, {"y", y}, {"crv", "P-256"}}}};
  const boost::json::object payload = {
      {"htm", "POST"},
      {"htu", url},
      {"iat", std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count()},
      {"jti", id}};
  const std::string signed_text = to_base64_url(boost::json::serialize(header)) + "." +
                                  to_base64_url(boost::json::serialize(payload));
  SEXTANT_TRY(const std::string signature, sign(key.get(), signed_text));
  return signed_text + "." + to_base64_url(signature);
}

}  // namespace sextant::aws
