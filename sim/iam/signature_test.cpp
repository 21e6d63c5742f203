#include "sim/iam/signature.h"

#include <gtest/gtest.h>

namespace sextant::sim {
namespace {

// The key of AWS's own signing examples.
constexpr const char* kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

http::ServerRequest vanilla() {
  http::ServerRequest request;
  request.method = "GET";
  request.target = "/";
  request.headers.add("Host", "example.amazonaws.com");
  request.headers.add("X-Amz-Date", "20150830T123600Z");
  request.headers.add(
      "Authorization",
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
      "SignedHeaders=host;x-amz-date, "
      "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  return request;
}

TEST(Signature, OfAwssSimplestExampleIsTheOneThatAwsGives) {
  const http::ServerRequest request = vanilla();
  const Target target = parse_target(request.target);
  const auto signature = read_signature(request, target);
  ASSERT_TRUE(signature);
  EXPECT_TRUE(signature->is_complete);
  EXPECT_EQ(signature->access_key_id, "AKIDEXAMPLE");
  EXPECT_EQ(signature->region, "us-east-1");
  EXPECT_EQ(signature->service, "service");
  EXPECT_EQ(expected_signature(*signature, request, target, kSecret), signature->value);
  EXPECT_NE(expected_signature(*signature, request, target, "another"), signature->value);
}

TEST(Signature, CoversMethodPathQueryHeadersAndBody) {
  const http::ServerRequest request = vanilla();
  const Target target = parse_target(request.target);
  const auto signature = read_signature(request, target);
  const std::string right = expected_signature(*signature, request, target, kSecret);
  http::ServerRequest other = request;
  other.method = "POST";
  EXPECT_NE(expected_signature(*signature, other, target, kSecret), right);
  other = request;
  other.body = "x";
  EXPECT_NE(expected_signature(*signature, other, target, kSecret), right);
  other = request;
  other.headers.set("Host", "elsewhere.example.com");
  EXPECT_NE(expected_signature(*signature, other, target, kSecret), right);
  EXPECT_NE(expected_signature(*signature, request, parse_target("/a"), kSecret), right);
  EXPECT_NE(expected_signature(*signature, request, parse_target("/?a=b"), kSecret), right);
}

TEST(Signature, DoesNotDependOnTheOrderOfTheQuery) {
  const http::ServerRequest request = vanilla();
  const auto signature = read_signature(request, parse_target("/"));
  EXPECT_EQ(expected_signature(*signature, request, parse_target("/?b=2&a=1"), kSecret),
            expected_signature(*signature, request, parse_target("/?a=1&b=2"), kSecret));
}

TEST(Signature, NormalizesPathsButThoseOfS3) {
  http::ServerRequest request = vanilla();
  auto signature = read_signature(request, parse_target("/"));
  const auto sign = [&](const char* target) {
    return expected_signature(*signature, request, parse_target(target), kSecret);
  };
  EXPECT_EQ(sign("/a/./b/../c//"), sign("/a/c/"));
  signature->service = "s3";
  EXPECT_NE(sign("/a/./b"), sign("/a/b"));
}

TEST(Signature, IsIncompleteWhereAPartIsMissingOrMalformed) {
  for (const char* header :
       {"AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/sts, SignedHeaders=host, Signature=a",
        "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=a",
        "AWS4-HMAC-SHA256 Credential=AKID/20150830/us-east-1/sts/aws4_request, SignedHeaders=host",
        "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256 Credential=x", "AWS AKID:signature"}) {
    http::ServerRequest request = vanilla();
    request.headers.set("Authorization", header);
    const auto signature = read_signature(request, parse_target("/"));
    ASSERT_TRUE(signature) << header;
    EXPECT_FALSE(signature->is_complete) << header;
  }
  http::ServerRequest request = vanilla();
  request.headers.remove("X-Amz-Date");
  EXPECT_FALSE(read_signature(request, parse_target("/"))->is_complete);
}

TEST(Signature, IsAbsentWhereNoneIsThere) {
  http::ServerRequest request = vanilla();
  request.headers.remove("Authorization");
  EXPECT_FALSE(read_signature(request, parse_target("/?a=b")));
  request.headers.set("Authorization", "Bearer token");
  EXPECT_FALSE(read_signature(request, parse_target("/")));
}

TEST(Signature, IsReadFromAPresignedAddress) {
  http::ServerRequest request;
  const std::string query =
      "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20150830%2Fus-east-1%2Fsts%2F"
      "aws4_request&X-Amz-Date=20150830T123600Z&X-Amz-SignedHeaders=host&X-Amz-Signature=abc&"
      "X-Amz-Expires=";
  const auto good = read_signature(request, parse_target(query + "60"));
  ASSERT_TRUE(good);
  EXPECT_TRUE(good->is_complete);
  EXPECT_TRUE(good->is_presigned);
  EXPECT_EQ(good->expires_s, 60);
  for (const char* expires : {"0", "-1", "604801", "x", ""}) {
    EXPECT_FALSE(read_signature(request, parse_target(query + expires))->is_complete) << expires;
  }
}

TEST(AmzDate, IsReadStrictly) {
  EXPECT_EQ(*parse_amz_date("20150830T123600Z"), *parse_amz_date("20150830T123600Z"));
  for (const char* text : {"", "2015-08-30T12:36:00Z", "20150830T123600", "20151330T123600Z",
                           "20150830 123600Z", "2015083aT123600Z"}) {
    EXPECT_FALSE(parse_amz_date(text)) << text;
  }
}

}  // namespace
}  // namespace sextant::sim
