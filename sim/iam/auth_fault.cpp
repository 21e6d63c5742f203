#include "sim/iam/auth_fault.h"

namespace sextant::sim {

namespace {

constexpr const char* kMismatchText =
    "The request signature we calculated does not match the signature you provided. Check your AWS "
    "Secret Access Key and signing method. Consult the service documentation for details.";

std::string common_text(AuthFailure failure, const std::string& detail) {
  switch (failure) {
    case AuthFailure::kMissing:
      return "Request is missing Authentication Token";
    case AuthFailure::kIncomplete:
      return "Authorization header requires 'Credential', 'Signature', 'SignedHeaders' and "
             "'X-Amz-Date' "
             "parameters.";
    case AuthFailure::kUnknownKey:
    case AuthFailure::kWrongToken:
      return "The security token included in the request is invalid.";
    case AuthFailure::kExpiredToken:
      return "The security token included in the request is expired";
    case AuthFailure::kWrongScope:
      return "Credential should be scoped to correct service: '" + detail + "'.";
    case AuthFailure::kTooOld:
    case AuthFailure::kTooNew:
      return detail;
    case AuthFailure::kMismatch:
      return kMismatchText;
  }
  return {};
}

Fault query_fault(AuthFailure failure, std::string text) {
  switch (failure) {
    case AuthFailure::kMissing:
      return {"MissingAuthenticationToken", std::move(text), 403, {}};
    case AuthFailure::kIncomplete:
      return {"IncompleteSignature", std::move(text), 400, {}};
    case AuthFailure::kUnknownKey:
    case AuthFailure::kWrongToken:
      return {"InvalidClientTokenId", std::move(text), 403, {}};
    case AuthFailure::kExpiredToken:
      return {"ExpiredToken", std::move(text), 403, {}};
    default:
      return {"SignatureDoesNotMatch", std::move(text), 403, {}};
  }
}

Fault ec2_fault(AuthFailure failure, std::string text) {
  switch (failure) {
    case AuthFailure::kMissing:
      return {"MissingParameter", "The request must contain the parameter AWSAccessKeyId", 400, {}};
    case AuthFailure::kTooOld:
    case AuthFailure::kTooNew:
    case AuthFailure::kExpiredToken:
      return {"RequestExpired", "Request has expired.", 400, {}};
    case AuthFailure::kIncomplete:
      return {"IncompleteSignature", std::move(text), 400, {}};
    default:
      return {
          "AuthFailure", "AWS was not able to validate the provided access credentials", 401, {}};
  }
}

Fault s3_fault(AuthFailure failure, std::string text) {
  switch (failure) {
    case AuthFailure::kMissing:
      return {"AccessDenied", "Access Denied", 403, {}};
    case AuthFailure::kIncomplete:
      return {"AuthorizationHeaderMalformed", "The authorization header is malformed.", 400, {}};
    case AuthFailure::kUnknownKey:
      return {"InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.",
              403,
              {}};
    case AuthFailure::kWrongToken:
      return {"InvalidToken", "The provided token is malformed or otherwise invalid.", 400, {}};
    case AuthFailure::kExpiredToken:
      return {"ExpiredToken", "The provided token has expired.", 400, {}};
    case AuthFailure::kTooOld:
    case AuthFailure::kTooNew:
      return {"RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.",
              403,
              {}};
    case AuthFailure::kWrongScope:
      return {"AuthorizationHeaderMalformed", std::move(text), 400, {}};
    case AuthFailure::kMismatch:
      return {
          "SignatureDoesNotMatch",
          "The request signature we calculated does not match the signature you provided. Check "
          "your key and signing method.",
          403,
          {}};
  }
  return {};
}

Fault json_fault(AuthFailure failure, std::string text, int status) {
  switch (failure) {
    case AuthFailure::kMissing:
      return {"MissingAuthenticationTokenException", "Missing Authentication Token", status, {}};
    case AuthFailure::kIncomplete:
      return {"IncompleteSignatureException", std::move(text), status, {}};
    case AuthFailure::kUnknownKey:
    case AuthFailure::kWrongToken:
      return {"UnrecognizedClientException", std::move(text), status, {}};
    case AuthFailure::kExpiredToken:
      return {"ExpiredTokenException", std::move(text), status, {}};
    default:
      return {"InvalidSignatureException", std::move(text), status, {}};
  }
}

}  // namespace

Fault auth_fault(const Route& route, AuthFailure failure, const std::string& detail) {
  std::string text = common_text(failure, detail);
  Fault fault;
  switch (route.protocol) {
    case Protocol::kQuery:
      return query_fault(failure, std::move(text));
    case Protocol::kEc2:
      return ec2_fault(failure, std::move(text));
    case Protocol::kRestXml:
      if (route.service != nullptr && route.service->name == "s3") {
        return s3_fault(failure, std::move(text));
      }
      return query_fault(failure, std::move(text));
    case Protocol::kRestJson:
      fault = json_fault(failure, std::move(text), 403);
      break;
    default:
      fault = json_fault(failure, std::move(text), 400);
  }
  // The gate before a service spells it in lower case, whatever the service itself does.
  fault.members["message"] = fault.message;
  fault.message.clear();
  return fault;
}

}  // namespace sextant::sim
