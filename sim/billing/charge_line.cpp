#include "sim/billing/charge_line.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace sextant::sim {

namespace {

struct DimensionTexts {
  std::string_view name;
  std::string_view absent;
};
constexpr std::array<DimensionTexts, kDimensionCount> kDimensions = {{
    {"AZ", "NoAZ"},
    {"INSTANCE_TYPE", "NoInstanceType"},
    {"LINKED_ACCOUNT", ""},
    {"OPERATION", "NoOperation"},
    {"PURCHASE_TYPE", "NoPurchaseType"},
    {"SERVICE", "NoService"},
    {"USAGE_TYPE", "NoUsageType"},
    {"PLATFORM", "NoPlatform"},
    {"TENANCY", "NoTenancy"},
    {"RECORD_TYPE", "NoRecordType"},
    {"LEGAL_ENTITY_NAME", "NoLegalEntityName"},
    {"INVOICING_ENTITY", "NoInvoicingEntity"},
    {"DEPLOYMENT_OPTION", "NoDeploymentOption"},
    {"DATABASE_ENGINE", "NoDatabaseEngine"},
    {"CACHE_ENGINE", "NoCacheEngine"},
    {"INSTANCE_TYPE_FAMILY", "NoInstanceTypeFamily"},
    {"REGION", "NoRegion"},
    {"BILLING_ENTITY", "NoBillingEntity"},
    {"RESERVATION_ID", "NoReservationId"},
    {"SAVINGS_PLANS_TYPE", "NoSavingsPlansType"},
    {"SAVINGS_PLAN_ARN", "NoSavingsPlanArn"},
    {"OPERATING_SYSTEM", "NoOperatingSystem"},
    {"LINKED_ACCOUNT_NAME", ""},
    {"PAYER_ACCOUNT", ""},
    {"USAGE_TYPE_GROUP", "NoUsageTypeGroup"},
    {"SERVICE_CODE", "NoServiceCode"},
    {"SCOPE", "NoScope"},
    {"SUBSCRIPTION_ID", "NoSubscriptionId"},
    {"PAYMENT_OPTION", "NoPaymentOption"},
}};

struct MetricTexts {
  std::string_view name;
  std::string_view enumerated;
};
constexpr std::array<MetricTexts, kMetricCount> kMetrics = {{
    {"UnblendedCost", "UNBLENDED_COST"},
    {"BlendedCost", "BLENDED_COST"},
    {"AmortizedCost", "AMORTIZED_COST"},
    {"NetUnblendedCost", "NET_UNBLENDED_COST"},
    {"NetAmortizedCost", "NET_AMORTIZED_COST"},
    {"UsageQuantity", "USAGE_QUANTITY"},
    {"NormalizedUsageAmount", "NORMALIZED_USAGE_AMOUNT"},
}};

}  // namespace

std::string_view dimension_name(Dimension dimension) {
  return kDimensions[static_cast<std::size_t>(dimension)].name;
}

std::optional<Dimension> find_dimension(std::string_view name) {
  const auto* found = std::ranges::find(kDimensions, name, &DimensionTexts::name);
  if (found == kDimensions.end()) return std::nullopt;
  return static_cast<Dimension>(found - kDimensions.begin());
}

std::string_view absent_value(Dimension dimension) {
  return kDimensions[static_cast<std::size_t>(dimension)].absent;
}

std::string_view metric_name(Metric metric) {
  return kMetrics[static_cast<std::size_t>(metric)].name;
}

std::optional<Metric> find_metric(std::string_view name) {
  const auto* found = std::ranges::find_if(kMetrics, [&](const MetricTexts& texts) {
    return texts.name == name || texts.enumerated == name;
  });
  if (found == kMetrics.end()) return std::nullopt;
  return static_cast<Metric>(found - kMetrics.begin());
}

std::uint32_t Names::id(std::string_view text) {
  if (const auto found = ids_.find(text); found != ids_.end()) return found->second;
  assert(texts_.size() < std::numeric_limits<std::uint32_t>::max());
  const auto id = static_cast<std::uint32_t>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(texts_.back(), id);
  return id;
}

}  // namespace sextant::sim
