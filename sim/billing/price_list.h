#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/billing/amount.h"

namespace sextant::sim {

// One thing that a service charges for. Texts that are empty say that the line has no such value.
struct UsageKind {
  std::string_view usage_type;  // without the region's prefix: "BoxUsage:m5.large"
  std::string_view operation;
  std::string_view unit;
  std::int64_t micros_per_day_min;  // of what an account pays a day, in 10^-6 currency units
  std::int64_t micros_per_day_max;
  std::int32_t quantity_permille;         // units of usage for a currency unit, times 1000
  std::int32_t normalized_permille = 0;   // normalized units, alike
  std::int32_t weekend_permille = 1000;   // of the weekdays' usage
  std::string_view instance_type = "";    // "m5.large"
  std::string_view instance_family = "";  // "m5"
  std::string_view operating_system = "";
  std::string_view database_engine = "";
  std::string_view cache_engine = "";
  std::string_view purchase_type = "";  // "On Demand Instances"
};

struct ServiceKind {
  std::string name;  // as Cost Explorer calls it: "EC2 - Other"
  std::string code;  // "AmazonEC2"
  bool is_global = false;
  bool is_marketplace = false;
  std::vector<UsageKind> usage;
};

// The services of a bill, dearest and commonest first: some thirty of AWS, then made-up ones of the
// marketplace until there are `count`.
std::vector<ServiceKind> price_list(int count);

struct RegionKind {
  std::string_view name;               // "eu-central-1"
  std::string_view usage_type_prefix;  // "EUC1-"
};
// The regions in which an organization with this currency has resources, the main one first.
std::span<const RegionKind> regions_of(std::string_view currency);

}  // namespace sextant::sim
