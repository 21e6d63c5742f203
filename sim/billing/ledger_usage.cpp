#include <fmt/core.h>

#include <array>

#include "sim/billing/ledger_builder.h"

namespace sextant::sim {

namespace {

constexpr std::size_t kCommonServices = 6;  // of the price list: nearly everyone uses these
constexpr int kDiscountPermille = 60;
constexpr RegionKind kGlobal = {"global", ""};

// What people write into tags, some of it hostile to pages, terminals and parsers.
constexpr std::array<std::string_view, 8> kTeams = {"payments",
                                                    "search",
                                                    "data platform",
                                                    "web$frontend",
                                                    "naïve-bayes 🚀",
                                                    "\u202egnitekram",
                                                    "<script>alert(1)</script>",
                                                    "o'neil; drop table costs"};
constexpr std::array<std::string_view, 3> kStages = {"prod", "staging", "dev"};
constexpr std::array<std::string_view, 4> kCostCenters = {"1000", "2000", "0042", "4711"};

constexpr std::array<Pico, 5> kSteps = {1, 100, 10'000, 1'000'000, 100'000'000};

}  // namespace

void LedgerBuilder::add_usage(std::uint32_t account) {
  Dice dice(options_.seed, fmt::format("usage/{}", accounts_[account].id));
  const std::span<const RegionKind> regions = regions_of(currency_);
  const bool is_payer = account == 0 && accounts_.size() > 1;
  for (std::size_t i = 0; i < services_.size(); ++i) {
    const ServiceKind& service = services_[i];
    const int percent = is_payer ? 25 : (i < kCommonServices ? 95 : 60);
    const bool uses = dice.chance(service.is_marketplace ? 20 : percent);
    if (!uses) continue;
    if (service.is_global) {
      add_service(account, service, kGlobal);
      continue;
    }
    add_service(account, service, regions[0]);
    for (std::size_t r = 1; r < regions.size(); ++r) {
      if (dice.chance(r == 1 ? 35 : 8)) add_service(account, service, regions[r]);
    }
  }
}

void LedgerBuilder::add_service(std::uint32_t account, const ServiceKind& service,
                                const RegionKind& region) {
  for (const UsageKind& kind : service.usage) add_kind(account, service, region, kind);
}

void LedgerBuilder::name_usage(ChargeLine& line, const ServiceKind& service,
                               const RegionKind& region, const UsageKind& kind) {
  const bool is_instance = !kind.instance_type.empty();
  set(line, Dimension::kService, service.name);
  set(line, Dimension::kServiceCode, service.code);
  set(line, Dimension::kRegion, region.name);
  set(line, Dimension::kUsageType, fmt::format("{}{}", region.usage_type_prefix, kind.usage_type));
  set(line, Dimension::kOperation, kind.operation);
  set(line, Dimension::kPurchaseType, kind.purchase_type);
  set(line, Dimension::kInstanceType, kind.instance_type);
  set(line, Dimension::kInstanceTypeFamily, kind.instance_family);
  set(line, Dimension::kOperatingSystem, kind.operating_system);
  set(line, Dimension::kPlatform, kind.operating_system);
  set(line, Dimension::kDatabaseEngine, kind.database_engine);
  set(line, Dimension::kCacheEngine, kind.cache_engine);
  if (is_instance) {
    set(line, Dimension::kAz, fmt::format("{}a", region.name));
    set(line, Dimension::kTenancy, "Shared");
    set(line, Dimension::kUsageTypeGroup, "EC2: Running Hours");
  }
  if (!kind.database_engine.empty()) set(line, Dimension::kDeploymentOption, "Single-AZ");
  if (service.is_marketplace) {
    set(line, Dimension::kBillingEntity, "AWS Marketplace");
    set(line, Dimension::kLegalEntityName, "Example \"Observability\" GmbH & Co. KG");
  }
  line.unit = names_.id(kind.unit);
}

void LedgerBuilder::add_tags(ChargeLine& line, Dice& dice) {
  const auto pick = [&](const auto& values) {
    return dice.chance(70) ? names_.id(values[dice.next() % values.size()]) : 0;
  };
  line.tags[0] = pick(kCostCenters);
  line.tags[1] =
      dice.chance(10) ? names_.id(fmt::format("Root:{}", accounts_[line.account].id)) : 0;
  line.tags[2] = pick(kStages);
  line.tags[3] = pick(kTeams);
}

void LedgerBuilder::add_kind(std::uint32_t account, const ServiceKind& service,
                             const RegionKind& region, const UsageKind& kind) {
  Dice dice(options_.seed, fmt::format("line/{}/{}/{}/{}", accounts_[account].id, service.name,
                                       region.name, kind.usage_type));
  ChargeLine line = line_of(account, "Usage");
  name_usage(line, service, region, kind);
  add_tags(line, dice);
  line.base = dice.skewed(kind.micros_per_day_min, kind.micros_per_day_max) * 1'000'000 +
              dice.between(0, 999'999);
  line.step = kSteps[dice.next() % kSteps.size()];
  line.noise_seed = dice.seed();
  line.noise_permille = static_cast<std::int32_t>(dice.between(5, 120));
  line.weekend_permille = kind.weekend_permille;
  line.growth_permille = static_cast<std::int32_t>(dice.between(kGrowthMin, kGrowthMax));
  line.weight.fill(1000);
  line.quantity_permille = kind.quantity_permille;
  line.normalized_permille = kind.normalized_permille;
  if (kind.usage_type == "KMS-Requests" && account % 3 == 1) {
    // Less than a millionth a day: what Cost Explorer writes as 1.2E-7.
    line.base = 120'000;
    line.step = 1;
    line.noise_permille = 0;
    line.weekend_permille = 1000;
    line.growth_permille = 0;
  }
  if (kind.usage_type == "NatGateway-Hours" && account == 2 && region.name != "global") {
    line.spike_first = options_.today - std::chrono::days(33);
    line.spike_last = line.spike_first + std::chrono::days(3);
    line.spike_percent = 450;
  }
  if (kind.usage_type == "BoxUsage:m5.large" && (account == 1 || account == 2)) {
    // So that both shares of the amount are whole.
    line.step = 1000;
    add_discount(line);
    line.weight_of(Metric::kNetUnblendedCost) = 1000 - kDiscountPermille;
    line.weight_of(Metric::kNetAmortizedCost) = 1000 - kDiscountPermille;
  }
  push(line);
}

// What the organization's reseller takes off, which members are not shown.
void LedgerBuilder::add_discount(ChargeLine usage) {
  set(usage, Dimension::kRecordType, "Solution Provider Program Discount");
  usage.weight.fill(-kDiscountPermille);
  usage.weight_of(Metric::kNetUnblendedCost) = 0;
  usage.weight_of(Metric::kNetAmortizedCost) = 0;
  usage.quantity_permille = 0;
  usage.normalized_permille = 0;
  usage.in_member_view = false;
  push(usage);
}

}  // namespace sextant::sim
