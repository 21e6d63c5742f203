#include "aws/signing/signer.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "aws/signing/canonical_request.h"
#include "base/civil_time.h"

namespace sextant::aws {
namespace {

// The keys, the time and the outcome of AWS's own published example.
Credentials example_credentials() {
  Credentials credentials;
  credentials.access_key_id = "AKIDEXAMPLE";
  credentials.secret_access_key = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  return credentials;
}

SigningOptions example_options() {
  SigningOptions options;
  options.service = "service";
  options.region = "us-east-1";
  options.time = *parse_rfc3339("2015-08-30T12:36:00Z");
  return options;
}

RawRequest example_request(std::string target = "/") {
  return {"GET", std::move(target), {{"Host", "example.amazonaws.com"}}, ""};
}

constexpr std::string_view kExampleSignature =
    "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

TEST(Signer, AgreesWithThePublishedExample) {
  const auto signed_request = sign_v4(example_request(), example_credentials(), example_options());
  ASSERT_TRUE(signed_request.has_value());
  EXPECT_EQ(signed_request->signature, kExampleSignature);
  EXPECT_EQ(signed_request->request.headers.find("Authorization"),
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=" +
                std::string(kExampleSignature));
  EXPECT_EQ(signed_request->request.headers.find("X-Amz-Date"), "20150830T123600Z");
}

TEST(Signer, ReplacesAFormerSignature) {
  Credentials old = example_credentials();
  old.session_token = Secret("a-session-token-of-before");
  SigningOptions at_other_time = example_options();
  at_other_time.time += std::chrono::hours(30);
  const auto first = sign_v4(example_request("/?b=1"), old, at_other_time);
  const auto again = sign_v4(first->request, example_credentials(), example_options());
  const auto fresh = sign_v4(example_request("/?b=1"), example_credentials(), example_options());
  EXPECT_EQ(again->signature, fresh->signature);
  EXPECT_FALSE(again->request.headers.has("X-Amz-Security-Token"));

  at_other_time.form = SignatureForm::kQuery;
  const auto presigned = sign_v4(example_request("/?b=1"), old, at_other_time);
  SigningOptions query = example_options();
  query.form = SignatureForm::kQuery;
  EXPECT_EQ(sign_v4(presigned->request, example_credentials(), query)->request.target,
            sign_v4(example_request("/?b=1"), example_credentials(), query)->request.target);
}

TEST(Signer, CoversTheTokenUnlessItIsAddedAfterwards) {
  Credentials credentials = example_credentials();
  credentials.session_token = Secret("a-session-token");
  SigningOptions options = example_options();
  const auto before = sign_v4(example_request(), credentials, options);
  EXPECT_NE(before->canonical_request.find("x-amz-security-token:a-session-token"),
            std::string::npos);
  options.token_after_signing = true;
  const auto after = sign_v4(example_request(), credentials, options);
  EXPECT_EQ(after->signature, kExampleSignature);
  EXPECT_EQ(after->request.headers.find("X-Amz-Security-Token"), "a-session-token");
  options.form = SignatureForm::kQuery;
  const auto presigned = sign_v4(example_request(), credentials, options);
  EXPECT_EQ(presigned->canonical_request.find("Security-Token"), std::string::npos);
  EXPECT_NE(presigned->request.target.find("X-Amz-Security-Token=a-session-token&X-Amz-Signature="),
            std::string::npos);
}

TEST(Signer, HashesTheBodyWhereAsked) {
  SigningOptions options = example_options();
  options.content_sha256_header = true;
  RawRequest request = example_request();
  request.body = "hello";
  const auto signed_request = sign_v4(request, example_credentials(), options);
  EXPECT_EQ(signed_request->request.headers.find("x-amz-content-sha256"),
            "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
  options.unsigned_payload = true;
  EXPECT_TRUE(sign_v4(request, example_credentials(), options)
                  ->canonical_request.ends_with("UNSIGNED-PAYLOAD"));
}

TEST(Signer, RefusesWhatItCannotSign) {
  const auto code = [](const RawRequest& request, const Credentials& credentials,
                       const SigningOptions& options) {
    const auto outcome = sign_v4(request, credentials, options);
    return outcome ? std::string() : outcome.error().code;
  };
  EXPECT_EQ(code(example_request(), Credentials{}, example_options()), "aws.unsigned");
  EXPECT_EQ(code({"GET", "/", {}, ""}, example_credentials(), example_options()),
            "aws.signing_input");
  EXPECT_EQ(
      code(example_request(std::string(70'000, 'a')), example_credentials(), example_options()),
      "aws.signing_input");
  RawRequest many = example_request();
  for (int i = 0; i < 300; ++i) many.headers.add("x", "y");
  EXPECT_EQ(code(many, example_credentials(), example_options()), "aws.signing_input");
  SigningOptions presigned = example_options();
  presigned.form = SignatureForm::kQuery;
  for (const int seconds : {0, -5, 604'801}) {
    presigned.expires_in = std::chrono::seconds(seconds);
    EXPECT_EQ(code(example_request(), example_credentials(), presigned), "aws.signing_input")
        << seconds;
  }
  presigned.expires_in = std::chrono::seconds(604'800);
  EXPECT_EQ(code(example_request(), example_credentials(), presigned), "");
}

TEST(CanonicalRequest, WritesPaths) {
  EXPECT_EQ(canonical_path("", true, true), "/");
  EXPECT_EQ(canonical_path("//a/./b/../c//", true, true), "/a/c/");
  EXPECT_EQ(canonical_path("/../../a", true, true), "/a");
  EXPECT_EQ(canonical_path("/a%20b", true, true), "/a%2520b") << "encoded once more";
  EXPECT_EQ(canonical_path("/a//../b%20c", false, false), "/a//../b%20c") << "as S3 has it";
  EXPECT_EQ(canonical_path("/ሴ x", false, false), "/%E1%88%B4%20x");
}

TEST(CanonicalRequest, SortsQueriesByWhatIsSent) {
  EXPECT_EQ(canonical_query(query_pairs("b=2&a=z&a=b&A&=v&&c=x=y")), "=v&A=&a=b&a=z&b=2&c=x%3Dy");
  EXPECT_EQ(canonical_query(query_pairs("a=1+2&b=%7e&c=%zz")), "a=1%2B2&b=~&c=%25zz");
  EXPECT_EQ(canonical_query(query_pairs("ሴ=bar")), "%E1%88%B4=bar");
  EXPECT_EQ(canonical_query({}), "");
}

TEST(CanonicalRequest, JoinsAndFoldsHeaders) {
  const auto headers = canonical_headers({{"My-Header", "  a   b\r\n   c "},
                                          {"Host", "h"},
                                          {"my-header", "d"},
                                          {"User-Agent", "x"},
                                          {"Connection", "close"}});
  EXPECT_EQ(headers.lines, "host:h\nmy-header:a b c,d\n");
  EXPECT_EQ(headers.names, "host;my-header");
}

TEST(CanonicalRequest, AQueryReadsBackAsItWasWritten) {
  EXPECT_TRUE(rc::check([](const std::vector<std::pair<std::string, std::string>>& pairs) {
    auto sorted = query_pairs(canonical_query(pairs));
    RC_ASSERT(canonical_query(sorted) == canonical_query(pairs));
  }));
}

}  // namespace
}  // namespace sextant::aws
