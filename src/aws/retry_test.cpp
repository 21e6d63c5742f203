#include "aws/retry.h"

#include <gtest/gtest.h>

#include "aws/clock_skew.h"
#include "aws/fault_error.h"
#include "base/civil_time.h"

namespace sextant::aws {
namespace {

using std::chrono::milliseconds;

Fault fault(std::string code, int status = 400, std::string message = "m") {
  return {std::move(code), std::move(message), "id-1", status, {}};
}

TEST(Retry, KnowsWhatMayBeTriedAgain) {
  for (const char* code :
       {"Throttling", "LimitExceededException", "SlowDown", "PriorRequestNotComplete"}) {
    EXPECT_EQ(retry_kind(fault(code)), RetryKind::kThrottling) << code;
  }
  EXPECT_EQ(retry_kind(fault("", 429)), RetryKind::kThrottling);
  for (const int status : {500, 502, 503, 504})
    EXPECT_EQ(retry_kind(fault("", status)), RetryKind::kTransient);
  EXPECT_EQ(retry_kind(fault("RequestTimeout")), RetryKind::kTransient);
  for (const int status : {400, 403, 404, 501})
    EXPECT_EQ(retry_kind(fault("Other", status)), RetryKind::kNone);
  EXPECT_EQ(retry_kind(Error{"http.cut_body", ""}), RetryKind::kTransient);
  for (const char* code :
       {"http.tls", "http.cancelled", "http.too_large", "http.bad_url", "credentials.none"}) {
    EXPECT_EQ(retry_kind(Error{code, ""}), RetryKind::kNone) << code;
  }
}

TEST(Retry, WaitsLongerEachTimeUpToItsCeiling) {
  EXPECT_EQ(retry_delay(RetryKind::kTransient, 1, 1.0, {}), milliseconds(50));
  EXPECT_EQ(retry_delay(RetryKind::kTransient, 3, 1.0, {}), milliseconds(200));
  EXPECT_EQ(retry_delay(RetryKind::kThrottling, 1, 0.5, {}), milliseconds(500));
  EXPECT_EQ(retry_delay(RetryKind::kThrottling, 4, 1.0, {}), milliseconds(8000));
  EXPECT_EQ(retry_delay(RetryKind::kThrottling, 60, 1.0, {}), milliseconds(20'000));
  EXPECT_EQ(retry_delay(RetryKind::kThrottling, 1, 0.0, {}), milliseconds(0));
}

TEST(Retry, HonoursTheServersWishWithinBounds) {
  const auto delay = [](const char* header) {
    return retry_delay(RetryKind::kThrottling, 1, 0.5, header);
  };
  EXPECT_EQ(delay("100"), milliseconds(500)) << "it never shortens";
  EXPECT_EQ(delay("2000"), milliseconds(2000));
  EXPECT_EQ(delay("99999999999999"), milliseconds(5500));
  for (const char* nonsense : {"", "-5", "1.5", "soon", "99999999999999999999999"}) {
    EXPECT_EQ(delay(nonsense), milliseconds(500)) << nonsense;
  }
}

TEST(Retry, PaysFromAQuotaThatSuccessRefills) {
  RetryQuota quota;
  int transient = 0;
  while (quota.take(RetryKind::kTransient)) ++transient;
  EXPECT_EQ(transient, 35);
  EXPECT_EQ(quota.available(), 10);
  EXPECT_TRUE(quota.take(RetryKind::kThrottling));
  EXPECT_TRUE(quota.take(RetryKind::kThrottling));
  EXPECT_FALSE(quota.take(RetryKind::kThrottling));
  quota.give_back(RetryKind::kNone);
  EXPECT_EQ(quota.available(), 1);
  quota.give_back(RetryKind::kTransient);
  EXPECT_EQ(quota.available(), 15);
  for (int i = 0; i < 1000; ++i) quota.give_back(RetryKind::kThrottling);
  EXPECT_EQ(quota.available(), RetryQuota::kCapacity);
}

TEST(ClockSkew, MeasuresFromTheDateHeader) {
  const WallTime local = *parse_rfc3339("2026-10-01T12:00:00Z");
  EXPECT_EQ(ClockSkew::measure("Thu, 01 Oct 2026 12:20:00 GMT", local), std::chrono::minutes(20));
  EXPECT_EQ(ClockSkew::measure("Thu, 01 Oct 2026 11:59:00 GMT", local), -std::chrono::minutes(1));
  EXPECT_FALSE(ClockSkew::measure(std::nullopt, local));
  EXPECT_FALSE(ClockSkew::measure("yesterday", local));
  EXPECT_EQ(describe_skew(std::chrono::minutes(20)), "20 min behind AWS's");
  EXPECT_EQ(describe_skew(milliseconds(1'199'400)), "20 min behind AWS's");
  EXPECT_EQ(describe_skew(-std::chrono::hours(3)), "3 h ahead of AWS's");
}

TEST(FaultError, SpeaksInTheCatalogsTerms) {
  const auto code = [](const Fault& given, const char* service = "ec2") {
    return error_from_fault(service, "Op", given).code;
  };
  EXPECT_EQ(code(fault("AccessDeniedException")), "aws.access_denied");
  EXPECT_EQ(code(fault("UnauthorizedOperation", 403)), "aws.access_denied");
  EXPECT_EQ(code(fault("AccessDeniedException", 400, "User 1 not enabled for cost explorer access"),
                 "ce"),
            "aws.cost_explorer_not_enabled");
  EXPECT_EQ(code(fault("LimitExceededException"), "ce"), "aws.throttled");
  EXPECT_EQ(code(fault("DataUnavailableException"), "ce"), "aws.data_unavailable");
  EXPECT_EQ(code(fault("BillExpirationException"), "ce"), "aws.bill_expired");
  EXPECT_EQ(code(fault("RequestChangedException"), "ce"), "aws.request_changed");
  EXPECT_EQ(code(fault("InvalidNextTokenException"), "ce"), "aws.invalid_page_token");
  EXPECT_EQ(code(fault("BillingViewHealthStatusException"), "ce"), "aws.billing_view_unhealthy");
  EXPECT_EQ(code(fault("ExpiredTokenException")), "aws.expired_token");
  EXPECT_EQ(code(fault("UnauthorizedException", 401), "sso"), "aws.expired_token");
  EXPECT_EQ(code(fault("UnauthorizedException", 401), "iot"), "aws.access_denied");
  EXPECT_EQ(code(fault("InvalidClientTokenId", 403)), "aws.invalid_token");
  EXPECT_EQ(code(fault("SignatureDoesNotMatch", 403)), "aws.signature_refused");
  EXPECT_EQ(code(fault("OptInRequired", 403)), "aws.not_subscribed");
  EXPECT_EQ(code(fault("NoSuchEntity", 404)), "aws.not_found");
  EXPECT_EQ(code(fault("InvalidInstanceID.NotFound")), "aws.not_found");
  EXPECT_EQ(code(fault("ValidationException")), "aws.bad_request");
  EXPECT_EQ(code(fault("InternalError", 500)), "aws.server_error");
  EXPECT_EQ(code(fault("", 404)), "aws.not_found");
  EXPECT_EQ(code(fault("", 403)), "aws.access_denied");
  EXPECT_EQ(code(fault("Strange", 418)), "aws.service_error");
}

TEST(FaultError, KeepsTheServicesWordsAndNamesTheAction) {
  const Error error =
      error_from_fault("s3", "ListBuckets", fault("AccessDenied", 403, "not for you"));
  EXPECT_EQ(error.detail, "AccessDenied: not for you");
  EXPECT_EQ(error.remote->request_id, "id-1");
  EXPECT_EQ(error.remote->http_status, 403);
  EXPECT_NE(std::ranges::find(
                error.facts, std::pair<std::string, std::string>("actions", "s3:ListAllMyBuckets")),
            error.facts.end());
  EXPECT_EQ(error_from_fault("s3", "X", fault("", 503, "")).detail, "HTTP status 503");
}

}  // namespace
}  // namespace sextant::aws
