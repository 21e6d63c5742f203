#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "http/server.h"
#include "sim/protocol/target.h"

namespace sextant::sim {

// What a request says about its signature (AWS Signature Version 4, in the Authorization header or
// in the query).
struct Signature {
  std::string access_key_id;
  std::string date;  // "20261015"
  std::string region;
  std::string service;  // of the credential scope
  std::vector<std::string> signed_headers;
  std::string value;          // 64 hexadecimal digits
  std::string amz_date;       // "20261015T120000Z"; may be ""
  std::string session_token;  // "" for long-lived keys
  bool is_presigned = false;
  long expires_s = 0;        // presigned only
  bool is_complete = false;  // every part is there and has its form
};

// nullopt where the request is not signed at all.
std::optional<Signature> read_signature(const http::ServerRequest& request, const Target& target);

// The signature that the request should bear, by the rules of its own service ("s3" does not encode
// the path twice).
std::string expected_signature(const Signature& signature, const http::ServerRequest& request,
                               const Target& target, const std::string& secret_access_key);

// The time in "20261015T120000Z".
std::optional<WallTime> parse_amz_date(std::string_view text);

}  // namespace sextant::sim
