#include "aws/protocol/protocol.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cctype>
#include <utility>

#include "aws/protocol/answer.h"
#include "aws/protocol/input.h"
#include "aws/protocol/json_body.h"
#include "aws/protocol/query_request.h"
#include "aws/protocol/rest_request.h"
#include "aws/protocol/service_habits.h"
#include "base/digest.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kHostLabelMax = 63;

WireRequest write_json_request(const ServiceModel& model, const Operation& operation,
                               const json::object& input) {
  const ServiceMetadata& metadata = model.metadata();
  WireRequest request;
  request.method = operation.http_method;
  request.uri = operation.request_uri;
  request.headers.set("Content-Type",
                      fmt::format("application/x-amz-json-{}", metadata.json_version));
  request.headers.set("X-Amz-Target", fmt::format("{}.{}", metadata.target_prefix, operation.name));
  if (metadata.query_compatible) request.headers.set("x-amzn-query-mode", "true");
  request.body = operation.input ? json::serialize(write_json(*operation.input, input)) : "{}";
  return request;
}

Result<WireRequest> write_request(const ServiceModel& model, const Operation& operation,
                                  const json::object& input) {
  switch (model.metadata().protocol) {
    case Protocol::kQuery:
    case Protocol::kEc2:
      return write_query_request(model, operation, input);
    case Protocol::kJson:
      return write_json_request(model, operation, input);
    case Protocol::kRestJson:
    case Protocol::kRestXml:
      break;
  }
  return write_rest_request(model, operation, input);
}

bool is_host_label(std::string_view text) {
  const auto fits = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
  };
  return !text.empty() && text.size() <= kHostLabelMax && std::ranges::all_of(text, fits);
}

// Fills "{AccountId}." from the input. What comes from outside and becomes part of a host must be a
// plain label, lest it name another host.
Result<std::string> expand_host_prefix(const ServiceModel& model, const Operation& operation,
                                       const json::object& input) {
  std::string prefix = operation.host_prefix;
  if (!operation.input) return prefix;
  for (const Member& member : operation.input->shape->members) {
    if (!member.ref.traits.host_label) continue;
    const json::value* value = input.if_contains(member.name);
    const std::string text(
        value != nullptr && value->is_string() ? std::string_view(value->get_string()) : "");
    if (!is_host_label(text)) {
      return failure(
          Error{"model.bad_input",
                fmt::format(
                    "{} must be 1 to 63 letters, digits or hyphens, since it is a part of the host",
                    member.name)}
              .with("service", model.service())
              .with("operation", operation.name)
              .with("path", member.name));
    }
    prefix = replace_all(prefix, "{" + member.name + "}", text);
  }
  return prefix;
}

}  // namespace

TokenGenerator random_tokens(Random& random) {
  return [&random] {
    std::string bytes = random.bytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    const std::string hex = to_hex(bytes);
    return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                       hex.substr(16, 4), hex.substr(20));
  };
}

Result<WireRequest> serialize(const ServiceModel& model, const Operation& operation,
                              const json::object& input, const TokenGenerator& token) {
  SEXTANT_TRY(const json::object checked, check_input(model, operation, input, token));
  SEXTANT_TRY(WireRequest request, write_request(model, operation, checked));
  SEXTANT_TRY(request.host_prefix, expand_host_prefix(model, operation, checked));
  add_service_headers(model, request.headers);
  if (operation.checksum_required && !request.headers.has("Content-MD5")) {
    request.headers.set("Content-MD5", to_base64(md5(request.body)));
  }
  return request;
}

Result<json::value> parse_result(const ServiceModel& model, const Operation& operation,
                                 const http::Response& response) {
  if (auto result = unmodelled_result(model, operation, response)) return std::move(*result);
  const Protocol protocol = model.metadata().protocol;
  const bool is_rest = protocol == Protocol::kRestJson || protocol == Protocol::kRestXml;
  Result<json::value> result = is_rest ? read_rest_answer(model, operation, response)
                                       : read_rpc_answer(model, operation, response);
  if (result) {
    if (operation.output) open_policy_documents(model, *operation.output, *result);
    return result;
  }
  Error error = std::move(result).error();
  if (error.detail.starts_with('.')) error.detail.erase(0, 1);
  return failure(
      std::move(error).with("service", model.service()).with("operation", operation.name));
}

}  // namespace sextant::aws
