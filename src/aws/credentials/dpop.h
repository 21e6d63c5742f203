#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace sextant::aws {

// A DPoP proof (RFC 9449) for a POST to `url`: a JWT signed with the P-256 private key in `pem`
// (SEC 1 or PKCS 8). `id` is its "jti", unique for each request. Error: credentials.login_missing
// where the key cannot be used.
Result<std::string> dpop_proof(const std::string& pem, std::string_view url, std::string_view id,
                               WallTime now);

}  // namespace sextant::aws
