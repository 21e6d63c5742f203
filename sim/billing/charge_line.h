#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/civil_time.h"
#include "sim/billing/amount.h"

namespace sextant::sim {

// What a bill can be grouped and filtered by, under Cost Explorer's names.
enum class Dimension : std::uint8_t {
  kAz,
  kInstanceType,
  kLinkedAccount,
  kOperation,
  kPurchaseType,
  kService,
  kUsageType,
  kPlatform,
  kTenancy,
  kRecordType,
  kLegalEntityName,
  kInvoicingEntity,
  kDeploymentOption,
  kDatabaseEngine,
  kCacheEngine,
  kInstanceTypeFamily,
  kRegion,
  kBillingEntity,
  kReservationId,
  kSavingsPlansType,
  kSavingsPlanArn,
  kOperatingSystem,
  // The rest can be filtered by, not grouped by.
  kLinkedAccountName,
  kPayerAccount,
  kUsageTypeGroup,
  kServiceCode,
  kScope,
  kSubscriptionId,
  kPaymentOption,
};
inline constexpr std::size_t kDimensionCount = 29;
inline constexpr std::size_t kGroupableDimensionCount = 22;

// "LINKED_ACCOUNT".
std::string_view dimension_name(Dimension dimension);
std::optional<Dimension> find_dimension(std::string_view name);
// What Cost Explorer shows for a line without a value: "NoRegion", "NoInstanceType".
std::string_view absent_value(Dimension dimension);

enum class Metric : std::uint8_t {
  kUnblendedCost,
  kBlendedCost,
  kAmortizedCost,
  kNetUnblendedCost,
  kNetAmortizedCost,
  kUsageQuantity,
  kNormalizedUsageAmount,
};
inline constexpr std::size_t kMetricCount = 7;
inline constexpr std::size_t kCostMetricCount = 5;

// "UnblendedCost".
std::string_view metric_name(Metric metric);
// Takes "UnblendedCost" and "UNBLENDED_COST", as Cost Explorer does.
std::optional<Metric> find_metric(std::string_view name);
inline bool is_net(Metric metric) {
  return metric == Metric::kNetUnblendedCost || metric == Metric::kNetAmortizedCost;
}

using Amounts = std::array<Pico, kMetricCount>;

// Texts that lines share. Id 0 is "". Not thread-safe while it grows.
class Names {
 public:
  Names() { id(""); }
  std::uint32_t id(std::string_view text);
  const std::string& text(std::uint32_t id) const { return texts_[id]; }

 private:
  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::uint32_t> ids_;  // views into texts_
};

inline constexpr std::array<std::string_view, 4> kTagKeys = {"CostCenter", "aws:createdBy", "env",
                                                             "team"};
inline constexpr std::array<std::string_view, 2> kCategoryNames = {"Business Unit", "Stage"};

// When a line has amounts.
enum class Cadence : std::uint8_t {
  kDaily,    // every day from `first` to before `last`
  kMonthly,  // on the first of each month of that span
  kOnce,     // on `first`
};

// One line of the bill: all that is charged under the same names, and the rule by which its amount
// of any day follows. A plain value.
//
// The raw amount of a day is `base`, moved by growth, weekend, noise and spike and cut to `step`.
// Each cost metric of the day is fixed[m] + raw × weight[m] / 1000; the two usage metrics follow
// alike from `quantity_*` and `normalized_*`.
struct ChargeLine {
  std::array<std::uint32_t, kDimensionCount> values{};
  std::array<std::uint32_t, kTagKeys.size()> tags{};              // 0: not tagged
  std::array<std::uint32_t, kCategoryNames.size()> categories{};  // 0: in none
  std::uint32_t unit = 0;                                         // of the usage: "Hrs"
  std::uint32_t account = 0;                                      // index in the ledger's accounts
  bool in_payer_view = true;                                      // what the payer sees
  bool in_member_view = true;  // what the account itself sees: without discounts shared by others

  Cadence cadence = Cadence::kDaily;
  Date first{};
  Date last{};
  bool by_days_of_month = false;  // monthly: amounts are per day, times the days of the month

  Pico base = 0;
  Pico step = 1;
  std::uint64_t noise_seed = 0;
  std::int32_t noise_permille = 0;
  std::int32_t weekend_permille = 1000;
  std::int32_t growth_permille = 0;  // from month to month
  Date spike_first{};
  Date spike_last{};
  std::int32_t spike_percent = 100;

  std::array<Pico, kCostMetricCount> fixed{};
  std::array<std::int32_t, kCostMetricCount> weight{};
  Pico quantity_fixed = 0;
  std::int32_t quantity_permille = 0;
  Pico normalized_fixed = 0;
  std::int32_t normalized_permille = 0;

  std::uint32_t value(Dimension dimension) const {
    return values[static_cast<std::size_t>(dimension)];
  }
  std::uint32_t& value(Dimension dimension) { return values[static_cast<std::size_t>(dimension)]; }
  Pico& fixed_of(Metric metric) { return fixed[static_cast<std::size_t>(metric)]; }
  std::int32_t& weight_of(Metric metric) { return weight[static_cast<std::size_t>(metric)]; }
};

}  // namespace sextant::sim
