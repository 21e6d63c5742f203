#include "aws/fault_error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/catalog.h"
#include "aws/retry.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

struct Known {
  std::string_view fault;
  std::string_view error;
};

constexpr auto kKnown = std::to_array<Known>({
    {"AccessDenied", "aws.access_denied"},
    {"AccessDeniedException", "aws.access_denied"},
    {"AccessDeniedForDependencyException", "aws.access_denied"},
    {"AuthorizationError", "aws.access_denied"},
    {"AuthorizationErrorException", "aws.access_denied"},
    {"Forbidden", "aws.access_denied"},
    {"NotAuthorized", "aws.access_denied"},
    {"NotAuthorizedException", "aws.access_denied"},
    {"UnauthorizedOperation", "aws.access_denied"},
    {"ForbiddenException", "aws.access_denied"},
    {"UserNotAuthorized", "aws.access_denied"},
    {"ExpiredToken", "aws.expired_token"},
    {"ExpiredTokenException", "aws.expired_token"},
    {"TokenRefreshRequired", "aws.expired_token"},
    {"RequestExpired", "aws.expired_token"},
    {"AuthFailure", "aws.invalid_token"},
    {"InvalidAccessKeyId", "aws.invalid_token"},
    {"InvalidClientTokenId", "aws.invalid_token"},
    {"InvalidSecurity", "aws.invalid_token"},
    {"InvalidToken", "aws.invalid_token"},
    {"MissingAuthenticationToken", "aws.invalid_token"},
    {"MissingAuthenticationTokenException", "aws.invalid_token"},
    {"NotSignedUp", "aws.not_subscribed"},
    {"OptInRequired", "aws.not_subscribed"},
    {"OptInRequiredException", "aws.not_subscribed"},
    {"PendingVerification", "aws.not_subscribed"},
    {"SubscriptionRequiredException", "aws.not_subscribed"},
    {"UnrecognizedClientException", "aws.invalid_token"},
    {"IncompleteSignature", "aws.signature_refused"},
    {"IncompleteSignatureException", "aws.signature_refused"},
    {"InvalidSignatureException", "aws.signature_refused"},
    {"SignatureDoesNotMatch", "aws.signature_refused"},
    {"BillExpirationException", "aws.bill_expired"},
    {"BillingViewHealthStatusException", "aws.billing_view_unhealthy"},
    {"DataUnavailableException", "aws.data_unavailable"},
    {"RequestChangedException", "aws.request_changed"},
    {"ExpiredNextToken", "aws.invalid_page_token"},
    {"ExpiredNextTokenException", "aws.invalid_page_token"},
    {"ExpiredPaginationTokenException", "aws.invalid_page_token"},
    {"InvalidMarker", "aws.invalid_page_token"},
    {"InvalidNextToken", "aws.invalid_page_token"},
    {"InvalidNextTokenException", "aws.invalid_page_token"},
    {"InvalidPaginationToken", "aws.invalid_page_token"},
    {"InvalidPaginationTokenException", "aws.invalid_page_token"},
    {"PaginationTokenExpiredException", "aws.invalid_page_token"},
    {"PermanentRedirect", "aws.bad_request"},
    {"ValidationError", "aws.bad_request"},
});

bool has_word(std::string_view code, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return code.find(word) != std::string_view::npos; });
}

std::string_view code_of(std::string_view service, const Fault& fault) {
  // Cost Explorer says this as a missing permission, which it is not.
  if (service == "ce" &&
      to_lower(fault.message).find("not enabled for cost explorer") != std::string::npos) {
    return "aws.cost_explorer_not_enabled";
  }
  if (retry_kind(fault) == RetryKind::kThrottling) return "aws.throttled";
  // The SSO portal's word for a session that has ended.
  if (service == "sso" && fault.code == "UnauthorizedException") return "aws.expired_token";
  const auto known = std::ranges::find(kKnown, std::string_view(fault.code), &Known::fault);
  if (known != kKnown.end()) return known->error;
  if (fault.http_status >= 500) return "aws.server_error";
  if (has_word(fault.code, {"NotFound", "NoSuch", "DoesNotExist", "NonExistent"}))
    return "aws.not_found";
  if (has_word(fault.code, {"Unauthorized", "AccessDenied"})) return "aws.access_denied";
  if (has_word(fault.code, {"Validation", "Invalid", "Malformed", "Missing", "BadRequest"}))
    return "aws.bad_request";
  switch (fault.http_status) {
    case 400:
      return "aws.bad_request";
    case 401:
    case 403:
      return "aws.access_denied";
    case 404:
      return "aws.not_found";
    default:
      return "aws.service_error";
  }
}

std::string words_of(const Fault& fault) {
  if (fault.message.empty())
    return fault.code.empty() ? fmt::format("HTTP status {}", fault.http_status) : fault.code;
  return fault.code.empty() ? fault.message : fmt::format("{}: {}", fault.code, fault.message);
}

}  // namespace

FaultSubject fault_subject(std::string_view code) {
  if (code == "RequestTimeTooSkewed" || code == "RequestExpired" || code == "RequestInTheFuture")
    return FaultSubject::kTime;
  const auto known = std::ranges::find(kKnown, code, &Known::fault);
  if (known == kKnown.end()) return FaultSubject::kOther;
  if (known->error == "aws.signature_refused") return FaultSubject::kSignature;
  if (known->error == "aws.expired_token") return FaultSubject::kExpired;
  // EC2's AuthFailure may be either: a clock that is off is looked for first.
  if (code == "AuthFailure") return FaultSubject::kSignature;
  return known->error == "aws.invalid_token" ? FaultSubject::kCredentials : FaultSubject::kOther;
}

Error error_from_fault(std::string_view service, std::string_view operation, const Fault& fault) {
  Error error{std::string(code_of(service, fault)), words_of(fault)};
  const AllowedOperation* allowed = find_allowed(service, operation);
  const std::string actions = allowed != nullptr && !allowed->actions.empty()
                                  ? join(allowed->actions, ", ")
                                  : fmt::format("{}:{}", service, operation);
  error.facts = {{"service", std::string(service)},
                 {"operation", std::string(operation)},
                 {"actions", actions}};
  error.remote = RemoteFault{std::string(service), std::string(operation), fault.code,
                             fault.message,        fault.request_id,       fault.http_status};
  return error;
}

}  // namespace sextant::aws
