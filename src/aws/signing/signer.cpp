#include "aws/signing/signer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "aws/signing/canonical_request.h"
#include "base/civil_time.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr std::size_t kTargetBytesMax = 64U << 10U;
constexpr std::size_t kHeadersMax = 256;
// Seven days, AWS's own bound.
constexpr std::chrono::seconds kExpiryMax{604'800};

struct Scope {
  std::string time;  // 20261001T120000Z
  std::string text;  // 20261001/us-east-1/ce/aws4_request
};

Scope scope_of(const SigningOptions& options) {
  Scope scope;
  scope.time = format_basic(options.time);
  scope.text = fmt::format("{}/{}/{}/aws4_request", scope.time.substr(0, 8), options.region,
                           options.service);
  return scope;
}

std::string signing_key(const Credentials& credentials, const SigningOptions& options,
                        const Scope& scope) {
  // The intermediate keys are as good as the secret for a day, so they are never kept.
  const Secret start("AWS4" + credentials.secret_access_key.reveal());
  std::string key = hmac_sha256(start.reveal(), scope.time.substr(0, 8));
  key = hmac_sha256(key, options.region);
  key = hmac_sha256(key, options.service);
  return hmac_sha256(key, "aws4_request");
}

// Removes what a former signing put there.
void remove_signature(RawRequest& request, std::string& query) {
  for (const char* name : {"Authorization", "X-Amz-Date", "X-Amz-Security-Token"})
    request.headers.remove(name);
  static constexpr std::array<std::string_view, 7> kOurs = {
      "X-Amz-Algorithm", "X-Amz-Credential",     "X-Amz-Date",         "X-Amz-Expires",
      "X-Amz-Signature", "X-Amz-Security-Token", "X-Amz-SignedHeaders"};
  std::vector<std::string> kept;
  bool removed = false;
  for (std::string& part : split(query, '&')) {
    const std::string name = percent_decode(part.substr(0, part.find('=')));
    if (std::ranges::find(kOurs, name) != kOurs.end()) {
      removed = true;
    } else {
      kept.push_back(std::move(part));
    }
  }
  if (!removed) return;
  query = join(kept, "&");
  request.target = request.target.substr(0, request.target.find('?'));
  if (!query.empty()) request.target += "?" + query;
}

Result<void> check(const RawRequest& request, const Credentials& credentials,
                   const SigningOptions& options) {
  if (credentials.access_key_id.empty() || credentials.secret_access_key.empty()) {
    return failure("aws.unsigned", "there are no credentials to sign with");
  }
  if (!request.headers.has("Host"))
    return failure("aws.signing_input", "the request names no host");
  if (request.target.size() > kTargetBytesMax || request.headers.fields().size() > kHeadersMax) {
    return failure("aws.signing_input", "the request's path or headers are too long");
  }
  if (options.form == SignatureForm::kQuery &&
      (options.expires_in < std::chrono::seconds(1) || options.expires_in > kExpiryMax)) {
    return failure("aws.signing_input", "a presigned URL lives from 1 second to 7 days");
  }
  return {};
}

class Signing {
 public:
  Signing(const RawRequest& request, const Credentials& credentials, const SigningOptions& options)
      : credentials_(credentials), options_(options), scope_(scope_of(options)) {
    signed_.request = request;
    const std::size_t question = request.target.find('?');
    path_ = request.target.substr(0, question);
    if (question != std::string::npos) query_ = request.target.substr(question + 1);
    remove_signature(signed_.request, query_);
    payload_ =
        options.unsigned_payload ? std::string(kUnsignedPayload) : to_hex(sha256(request.body));
  }

  SignedRequest by_header() {
    http::Headers& headers = signed_.request.headers;
    const bool has_token = !credentials_.session_token.empty();
    if (has_token) headers.set("X-Amz-Security-Token", credentials_.session_token.reveal());
    headers.set("X-Amz-Date", scope_.time);
    if (options_.content_sha256_header) headers.set("x-amz-content-sha256", payload_);
    http::Headers covered = headers;
    if (options_.token_after_signing) covered.remove("X-Amz-Security-Token");
    const CanonicalHeaders canonical = canonical_headers(covered);
    finish(canonical, canonical_query(query_pairs(query_)));
    headers.set("Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}",
                                             kAlgorithm, credentials_.access_key_id, scope_.text,
                                             canonical.names, signed_.signature));
    return std::move(signed_);
  }

  SignedRequest by_query() {
    const CanonicalHeaders canonical = canonical_headers(signed_.request.headers);
    add("X-Amz-Algorithm", kAlgorithm);
    add("X-Amz-Credential", credentials_.access_key_id + "/" + scope_.text);
    add("X-Amz-Date", scope_.time);
    add("X-Amz-SignedHeaders", canonical.names);
    add("X-Amz-Expires", std::to_string(options_.expires_in.count()));
    const auto add_token = [&] {
      if (!credentials_.session_token.empty())
        add("X-Amz-Security-Token", credentials_.session_token.reveal());
    };
    if (!options_.token_after_signing) add_token();
    finish(canonical, canonical_query(query_pairs(query_)));
    if (options_.token_after_signing) add_token();
    add("X-Amz-Signature", signed_.signature);
    signed_.request.target = path_ + "?" + query_;
    return std::move(signed_);
  }

 private:
  void add(std::string_view name, std::string_view value) {
    if (!query_.empty()) query_ += '&';
    query_.append(name).append("=").append(percent_encode(value));
  }

  void finish(const CanonicalHeaders& headers, const std::string& query) {
    signed_.canonical_request =
        fmt::format("{}\n{}\n{}\n{}\n{}\n{}", signed_.request.method,
                    canonical_path(path_, options_.normalize_path, options_.double_encode_path),
                    query, headers.lines, headers.names, payload_);
    signed_.string_to_sign = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, scope_.time, scope_.text,
                                         to_hex(sha256(signed_.canonical_request)));
    signed_.signature =
        to_hex(hmac_sha256(signing_key(credentials_, options_, scope_), signed_.string_to_sign));
    assert(signed_.signature.size() == 64);
  }

  const Credentials& credentials_;
  const SigningOptions& options_;
  const Scope scope_;
  SignedRequest signed_;
  std::string path_;
  std::string query_;
  std::string payload_;
};

}  // namespace

Result<SignedRequest> sign_v4(const RawRequest& request, const Credentials& credentials,
                              const SigningOptions& options) {
  SEXTANT_TRY_VOID(check(request, credentials, options));
  Signing signing(request, credentials, options);
  return options.form == SignatureForm::kHeader ? signing.by_header() : signing.by_query();
}

}  // namespace sextant::aws
