#include "sim/iam/signature.h"

#include <algorithm>
#include <charconv>

#include "base/civil_time.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::sim {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

bool read_scope(Signature& out, std::string_view credential) {
  const std::vector<std::string> parts = split(credential, '/');
  if (parts.size() != 5 || parts[4] != "aws4_request") return false;
  out.access_key_id = parts[0];
  out.date = parts[1];
  out.region = parts[2];
  out.service = parts[3];
  return !out.access_key_id.empty() && !out.service.empty();
}

Signature read_header(std::string_view text, const http::ServerRequest& request) {
  Signature out;
  bool has_scope = false;
  text.remove_prefix(kAlgorithm.size());
  for (const std::string& part : split(text, ',')) {
    const std::string_view field = trim(part);
    const std::size_t equals = field.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view value = field.substr(equals + 1);
    if (field.starts_with("Credential=")) has_scope = read_scope(out, value);
    if (field.starts_with("SignedHeaders=")) out.signed_headers = split(value, ';');
    if (field.starts_with("Signature=")) out.value = std::string(value);
  }
  out.amz_date = request.headers.find("x-amz-date").value_or("");
  out.session_token = request.headers.find("x-amz-security-token").value_or("");
  out.is_complete =
      has_scope && !out.signed_headers.empty() && !out.value.empty() && !out.amz_date.empty();
  return out;
}

Signature read_query(const Target& target) {
  Signature out;
  out.is_presigned = true;
  const bool has_scope = read_scope(out, target.find("X-Amz-Credential").value_or(""));
  out.signed_headers = split(target.find("X-Amz-SignedHeaders").value_or(""), ';');
  out.value = target.find("X-Amz-Signature").value_or("");
  out.amz_date = target.find("X-Amz-Date").value_or("");
  out.session_token = target.find("X-Amz-Security-Token").value_or("");
  const std::string expires = target.find("X-Amz-Expires").value_or("");
  const auto [end, error] =
      std::from_chars(expires.data(), expires.data() + expires.size(), out.expires_s);
  out.is_complete = has_scope && error == std::errc() && end == expires.data() + expires.size() &&
                    out.expires_s > 0 && out.expires_s <= 604'800 && !out.value.empty() &&
                    !out.amz_date.empty();
  return out;
}

std::string squeeze(std::string_view text) {
  std::string out;
  for (const char c : trim(text)) {
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  }
  return out;
}

std::string canonical_headers(const Signature& signature, const http::ServerRequest& request) {
  std::string out;
  for (const std::string& name : signature.signed_headers) {
    std::vector<std::string> values;
    for (const auto& [field, value] : request.headers.fields()) {
      if (equals_ignoring_case(field, name)) values.push_back(squeeze(value));
    }
    out += name + ':' + join(values, ",") + '\n';
  }
  return out;
}

std::string canonical_query(const Target& target) {
  std::vector<Target::Pair> pairs;
  for (const auto& [key, value] : target.query) {
    if (key != "X-Amz-Signature") pairs.emplace_back(percent_encode(key), percent_encode(value));
  }
  std::ranges::sort(pairs);
  std::vector<std::string> texts;
  for (const auto& [key, value] : pairs) texts.push_back(key + '=' + value);
  return join(texts, "&");
}

// Removes "." and ".." and empty segments, as every service but S3 does before it signs.
std::string normalized_path(const std::string& path) {
  std::vector<std::string> kept;
  for (std::string& segment : split(path, '/')) {
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!segment.empty() && segment != ".") {
      kept.push_back(std::move(segment));
    }
  }
  const std::string out = "/" + join(kept, "/");
  return out.size() > 1 && path.ends_with('/') ? out + '/' : out;
}

std::string canonical_path(const Signature& signature, const Target& target) {
  if (signature.service == "s3") return percent_encode(target.path, "/");
  return percent_encode(normalized_path(target.raw_path), "/");
}

std::string payload_hash(const Signature& signature, const http::ServerRequest& request) {
  if (signature.service == "s3") {
    if (signature.is_presigned) return "UNSIGNED-PAYLOAD";
    if (request.headers.find("x-amz-content-sha256") == "UNSIGNED-PAYLOAD") {
      return "UNSIGNED-PAYLOAD";
    }
  }
  return to_hex(sha256(request.body));
}

}  // namespace

std::optional<Signature> read_signature(const http::ServerRequest& request, const Target& target) {
  const std::optional<std::string> header = request.headers.find("authorization");
  if (header && header->starts_with(kAlgorithm)) return read_header(*header, request);
  if (target.find("X-Amz-Algorithm") == kAlgorithm) return read_query(target);
  if (header && header->starts_with("AWS")) return Signature{};  // an older or newer kind
  return std::nullopt;
}

std::string expected_signature(const Signature& signature, const http::ServerRequest& request,
                               const Target& target, const std::string& secret_access_key) {
  const std::string canonical =
      request.method + '\n' + canonical_path(signature, target) + '\n' + canonical_query(target) +
      '\n' + canonical_headers(signature, request) + '\n' + join(signature.signed_headers, ";") +
      '\n' + payload_hash(signature, request);
  const std::string scope =
      signature.date + '/' + signature.region + '/' + signature.service + "/aws4_request";
  const std::string to_sign = std::string(kAlgorithm) + '\n' + signature.amz_date + '\n' + scope +
                              '\n' + to_hex(sha256(canonical));
  std::string key = hmac_sha256("AWS4" + secret_access_key, signature.date);
  for (const std::string& part :
       {signature.region, signature.service, std::string("aws4_request")}) {
    key = hmac_sha256(key, part);
  }
  return to_hex(hmac_sha256(key, to_sign));
}

std::optional<WallTime> parse_amz_date(std::string_view text) {
  if (text.size() != 16 || text[8] != 'T' || text[15] != 'Z') return std::nullopt;
  const std::string_view t = text;
  const std::string rfc = std::string(t.substr(0, 4)) + '-' + std::string(t.substr(4, 2)) + '-' +
                          std::string(t.substr(6, 2)) + 'T' + std::string(t.substr(9, 2)) + ':' +
                          std::string(t.substr(11, 2)) + ':' + std::string(t.substr(13, 2)) + 'Z';
  const Result<WallTime> time = parse_rfc3339(rfc);
  if (!time) return std::nullopt;
  return *time;
}

}  // namespace sextant::sim
