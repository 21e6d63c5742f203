#include "sync/outcome.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace sextant::sync {
namespace {

using state::CellStatus;

template <std::size_t kCount>
bool is_one_of(std::string_view code, const std::array<std::string_view, kCount>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<std::string_view, 8> kThrottles = {
    "LimitExceededException", "ThrottlingException",      "Throttling",
    "ThrottledException",     "TooManyRequestsException", "RequestLimitExceeded",
    "RequestThrottled",       "RequestThrottledException"};
constexpr std::array<std::string_view, 2> kRefusedTokens = {"InvalidNextTokenException",
                                                            "RequestChangedException"};
constexpr std::array<std::string_view, 4> kDenials = {"AccessDeniedException", "AccessDenied",
                                                      "UnauthorizedOperation", "NotAuthorized"};
constexpr std::array<std::string_view, 6> kSessionEnds = {
    "ExpiredToken",         "ExpiredTokenException",
    "InvalidClientTokenId", "UnrecognizedClientException",
    "InvalidAccessKeyId",   "RequestExpired"};
constexpr std::array<std::string_view, 5> kTransients = {
    "http.connect", "http.timeout", "http.cut_body", "http.protocol", "http.proxy"};
constexpr std::array<std::string_view, 5> kAccountAreas = {"credentials", "sso", "profile",
                                                           "endpoint", "http"};
constexpr std::array<std::string_view, 4> kRunAreas = {"state", "file", "lake", "process"};

// The same words of AWS under one of our codes, which has a cause and a fix for it.
Error renamed(const Error& error, std::string code) {
  Error out = error;
  out.code = std::move(code);
  return out;
}

Outcome denied(const Error& error, const CellSpec& spec, const std::string& profile) {
  // Cost Explorer says by the same code that it is off; members then need their payer.
  const bool is_off =
      to_lower(error.remote->message).find("not enabled for cost explorer") != std::string::npos;
  return {Reaction::kEndCell, is_off ? CellStatus::kNotEnabled : CellStatus::kDenied,
          with_facts(renamed(error, is_off ? "sync.not_enabled" : "sync.denied"), spec, profile)};
}

Outcome remote_outcome(const Error& error, const CellSpec& spec, const std::string& profile) {
  const RemoteFault& fault = *error.remote;
  if (is_throttling(fault.code, fault.http_status)) {
    return {Reaction::kWaitThrottled, CellStatus::kThrottled, renamed(error, "sync.throttled")};
  }
  if (is_one_of(fault.code, kRefusedTokens)) {
    return {Reaction::kStartOver, CellStatus::kFailed, renamed(error, "sync.token_refused")};
  }
  if (is_one_of(fault.code, kDenials)) return denied(error, spec, profile);
  if (fault.code == "DataUnavailableException") {
    const bool is_forecast = spec.stream.subject == Subject::kForecast;
    return {Reaction::kEndCell, CellStatus::kNoData,
            renamed(error, is_forecast ? "sync.no_forecast" : "sync.no_data")};
  }
  if (is_one_of(fault.code, kSessionEnds)) {
    return {Reaction::kEndAccount, CellStatus::kFailed,
            with_facts(renamed(error, "sync.session_expired"), spec, profile)};
  }
  if (fault.http_status >= 500)
    return {Reaction::kWaitTransient, CellStatus::kFailed, renamed(error, "sync.unavailable")};
  return {Reaction::kEndCell, CellStatus::kFailed, error};
}

}  // namespace

bool is_throttling(std::string_view code, int http_status) {
  return is_one_of(code, kThrottles) || http_status == 429;
}

Error with_facts(Error error, const CellSpec& spec, const std::string& profile) {
  const Request request = request_of(spec);
  const std::string action = fmt::format("{}:{}", request.service, request.operation);
  return std::move(error)
      .with("action", action)
      .with("account", spec.stream.account_id)
      .with("statement",
            fmt::format(R"({{"Effect": "Allow", "Action": "{}", "Resource": "*"}})", action))
      .with("option", profile.empty() ? "" : " --profile " + profile);
}

Outcome classify(const Error& error, const CellSpec& spec, const std::string& profile) {
  const std::string area = error.code.substr(0, error.code.find('.'));
  // What a credentials provider met has a code of its own, even where a service stood behind it.
  const bool is_from_call = error.remote && (area == "aws" || area == "sync");
  if (is_from_call) return remote_outcome(error, spec, profile);
  if (is_one_of(error.code, kTransients))
    return {Reaction::kWaitTransient, CellStatus::kFailed, error};
  if (error.code == "sync.budget" || is_one_of(area, kRunAreas))
    return {Reaction::kEndRun, CellStatus::kFailed, error};
  if (is_one_of(area, kAccountAreas)) return {Reaction::kEndAccount, CellStatus::kFailed, error};
  return {Reaction::kEndCell, CellStatus::kFailed, error};
}

}  // namespace sextant::sync
