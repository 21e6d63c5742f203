#include "connect/check/api.h"

#include <algorithm>
#include <array>

#include "aws/retry.h"
#include "base/text.h"

namespace sextant::connect {
namespace {

template <std::size_t N>
bool is_one_of(const Error& error, const std::array<std::string_view, N>& codes) {
  return error.remote && std::ranges::find(codes, error.remote->code) != codes.end();
}

}  // namespace

bool is_access_denied(const Error& error) {
  constexpr std::array<std::string_view, 6> kCodes = {
      "AccessDenied",          "AccessDeniedException",
      "UnauthorizedOperation", "AuthorizationErrorException",
      "NotAuthorized",         "UnauthorizedException"};
  return is_one_of(error, kCodes) && !is_cost_explorer_off(error);
}

bool is_throttled(const Error& error) {
  return error.remote &&
         (aws::is_throttling_code(error.remote->code) || error.remote->http_status == 429);
}

bool is_cost_explorer_off(const Error& error) {
  return error.remote &&
         to_lower(error.remote->message).find("not enabled for cost explorer") != std::string::npos;
}

Outcome outcome_of(const Error& error) {
  // These come from behind authorization.
  constexpr std::array<std::string_view, 5> kAllowed = {"NoSuchEntity", "NoSuchEntityException",
                                                        "NoSuchBucketPolicy",
                                                        "DataUnavailableException", "NoSuchTagSet"};
  constexpr std::array<std::string_view, 2> kOff = {"AWSOrganizationsNotInUseException",
                                                    "OptInRequired"};
  if (is_cost_explorer_off(error) || is_one_of(error, kOff)) return Outcome::kNotEnabled;
  if (is_access_denied(error)) return Outcome::kDenied;
  if (is_one_of(error, kAllowed)) return Outcome::kAllowed;
  return Outcome::kUnknown;
}

std::string words_of(const Error& error) {
  return error.remote && !error.remote->message.empty() ? error.remote->message : error.detail;
}

Result<boost::json::value> ObservingApi::call(std::string_view service, std::string_view operation,
                                              const boost::json::object& input,
                                              const CallContext& context) {
  const SteadyTime start = clock_.steady();
  auto result = inner_->call(service, operation, input, context);
  note(service, operation, result,
       std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - start));
  return result;
}

Result<boost::json::value> ObservingApi::call_all_pages(std::string_view service,
                                                        std::string_view operation,
                                                        const boost::json::object& input,
                                                        const CallContext& context) {
  const SteadyTime start = clock_.steady();
  auto result = inner_->call_all_pages(service, operation, input, context);
  note(service, operation, result,
       std::chrono::duration_cast<std::chrono::milliseconds>(clock_.steady() - start));
  return result;
}

void ObservingApi::note(std::string_view service, std::string_view operation,
                        const Result<boost::json::value>& result,
                        std::chrono::milliseconds elapsed) {
  Observation observation{Outcome::kAllowed, Evidence::kProved, "", elapsed};
  if (!result) {
    observation.outcome = outcome_of(result.error());
    observation.said = words_of(result.error());
    if (observation.outcome == Outcome::kUnknown) observation.evidence = Evidence::kNotTested;
  }
  const std::lock_guard lock(mutex_);
  Observation& kept = seen_[std::string(service) + "." + std::string(operation)];
  if (kept.outcome == Outcome::kAllowed ||
      (kept.outcome == Outcome::kDenied && observation.outcome == Outcome::kUnknown)) {
    return;
  }
  kept = std::move(observation);
}

std::optional<Observation> ObservingApi::seen(std::string_view service,
                                              std::string_view operation) const {
  const std::lock_guard lock(mutex_);
  const auto found = seen_.find(std::string(service) + "." + std::string(operation));
  if (found == seen_.end()) return std::nullopt;
  return found->second;
}

}  // namespace sextant::connect
