#include "sim/protocol/common_faults.h"

#include <fmt/core.h>

namespace sextant::sim {

namespace {

bool is_s3(const Route& route) {
  return route.service != nullptr && route.service->name == "s3";
}

}  // namespace

Fault throttled(const Route& route) {
  std::string code;
  if (route.service != nullptr) code = route.service->throttle_code;
  const auto coded = [&](const char* usual) { return code.empty() ? std::string(usual) : code; };
  switch (route.protocol) {
    case Protocol::kQuery:
      return {coded("Throttling"), "Rate exceeded", 400, {}};
    case Protocol::kEc2:
      return {coded("RequestLimitExceeded"), "Request limit exceeded.", 503, {}};
    case Protocol::kRestXml:
      if (is_s3(route)) return {coded("SlowDown"), "Please reduce your request rate.", 503, {}};
      return {coded("Throttling"), "Rate exceeded", 400, {}};
    case Protocol::kRestJson:
      return {coded("TooManyRequestsException"), "Rate exceeded", 429, {}};
    default:
      return {coded("ThrottlingException"), "Rate exceeded", 400, {}};
  }
}

Fault server_failure(const Route& route) {
  switch (route.protocol) {
    case Protocol::kQuery:
      return {"ServiceUnavailable", "Service is unable to handle request.", 503, {}};
    case Protocol::kEc2:
      return {"InternalError", "An internal error has occurred", 500, {}};
    case Protocol::kRestXml:
      if (is_s3(route)) {
        return {"InternalError", "We encountered an internal error. Please try again.", 500, {}};
      }
      return {"ServiceUnavailable", "Service is unable to handle request.", 503, {}};
    case Protocol::kRestJson:
      return {"ServiceUnavailableException", "Service Unavailable", 503, {}};
    default:
      return {"InternalServerException", "Internal server error", 500, {}};
  }
}

Fault unknown_operation(const Route& route) {
  const std::string version = route.service != nullptr ? route.service->version : "";
  switch (route.protocol) {
    case Protocol::kQuery:
      return {"InvalidAction",
              fmt::format("Could not find operation {} for version {}", route.operation_name,
                          version.empty() ? "NO_VERSION_SPECIFIED" : version),
              400,
              {}};
    case Protocol::kEc2:
      return {"InvalidAction",
              fmt::format("The action {} is not valid for this web service.", route.operation_name),
              400,
              {}};
    case Protocol::kRestXml:
      if (is_s3(route)) {
        return {"NotImplemented",
                "A header or query you provided implies functionality that is not "
                "implemented.",
                501,
                {}};
      }
      return {"UnknownOperationException", "", 404, {}};
    case Protocol::kRestJson:
      return {"UnknownOperationException", "", 404, {}};
    default:
      return {"UnknownOperationException", "", 400, {}};
  }
}

Fault access_denied(const Route& route, const std::string& text) {
  switch (route.protocol) {
    case Protocol::kQuery:
    case Protocol::kRestXml:
      return {"AccessDenied", text, 403, {}};
    case Protocol::kEc2:
      return {"UnauthorizedOperation",
              "You are not authorized to perform this operation. " + text,
              403,
              {}};
    case Protocol::kRestJson:
      return {"AccessDeniedException", text, 403, {}};
    default:
      return {"AccessDeniedException", text, 400, {}};
  }
}

Fault bad_page_token(const Route& route) {
  return {route.service->bad_token_code, "Invalid Next Token", 400, {}};
}

}  // namespace sextant::sim
