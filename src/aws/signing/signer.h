#pragma once

#include <chrono>
#include <string>

#include "aws/credentials/credentials.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/message.h"

namespace sextant::aws {

// A request as it stands on the wire. `target` is path and query as in the request line; it may
// hold raw UTF-8, spaces and repeated query keys. `headers` holds Host; names may repeat, and
// values may be folded over lines. A plain value.
struct RawRequest {
  std::string method = "GET";
  std::string target = "/";
  http::Headers headers;
  std::string body;
};

// Where the signature goes.
enum class SignatureForm {
  kHeader,  // Authorization
  kQuery,   // X-Amz-Signature, a presigned URL
};

struct SigningOptions {
  std::string service;  // the signing name, which is not always the endpoint's: "ce", "monitoring"
  std::string region;
  WallTime time{};  // corrected by the servers' clock where that is known
  SignatureForm form = SignatureForm::kHeader;
  // Whether "." and ".." segments and repeated slashes are resolved before the path is signed. S3
  // does not.
  bool normalize_path = true;
  // Whether the path, which is already encoded in the request, is encoded once more to be signed.
  // S3 does not.
  bool double_encode_path = true;
  // Adds x-amz-content-sha256 (kHeader only). S3 wants it.
  bool content_sha256_header = false;
  // Signs the words UNSIGNED-PAYLOAD in place of the body's hash.
  bool unsigned_payload = false;
  // The session token is added after signing and is not covered by the signature.
  bool token_after_signing = false;
  std::chrono::seconds expires_in{900};  // kQuery only
};

// A signature and how it came about; the first two are for tests and for debugging a refused
// signature. `canonical_request` and `request` may hold the session token: never log them.
struct SignedRequest {
  std::string canonical_request;
  std::string string_to_sign;
  std::string signature;  // 64 lower-case hexadecimal digits
  RawRequest request;     // ready to be sent
};

// AWS Signature Version 4. Former signature fields in `request` (X-Amz-Date, Authorization, ...)
// are replaced. Errors: aws.unsigned where the credentials are empty, aws.signing_input where the
// request has no Host or too many parts.
Result<SignedRequest> sign_v4(const RawRequest& request, const Credentials& credentials,
                              const SigningOptions& options);

}  // namespace sextant::aws
