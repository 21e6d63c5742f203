#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_time.h"
#include "base/decimal.h"
#include "lake/engine.h"
#include "lake/layout.h"

namespace sextant::lake {

// What Cost Explorer's five cost metrics say of one row. The net ones are absent where the API gave
// none.
struct Amounts {
  Decimal unblended;
  Decimal blended;
  Decimal amortized;
  std::optional<Decimal> net_unblended;
  std::optional<Decimal> net_amortized;

  // FOCUS's BilledCost and EffectiveCost.
  Decimal billed() const { return net_unblended.value_or(unblended); }
  Decimal effective() const { return net_amortized.value_or(amortized); }
  bool is_zero() const;
  // Metric by metric. A net metric that either side lacks is absent in the result. Error:
  // decimal.overflow.
  Result<Amounts> plus(const Amounts& other) const;
  Result<Amounts> minus(const Amounts& other) const;
  bool operator==(const Amounts&) const = default;
};

// One row of `lake/costs`. Keys that are not of its face are nullopt. A plain value.
struct CostRow {
  std::string billing_account_id;
  std::string perspective;  // "payer", "member" or "standalone": whose figures these are
  std::string billing_view = "primary";
  Datum sub_account_id;
  Datum sub_account_name;
  Datum service;
  Datum region;  // nullopt also for costs that have no region
  Datum charge_type;
  Datum charge_category;
  Date start{};
  Date end{};      // exclusive
  Datum currency;  // nullopt where nothing was spent and the API named none
  Amounts amounts;
  bool is_estimated = false;
  bool is_unallocated = false;  // makes up the difference to the control; has no keys
  WallTime snapshot_at{};  // see docs: files of one month with equal ones agree with one control

  bool operator==(const CostRow&) const = default;
};

// What is held of one period (a month or a day) of one face.
struct HeldPeriod {
  bool is_estimated = false;
  bool is_zero = false;  // every amount is zero
  WallTime snapshot_at{};
  bool has_unallocated = false;
};

// Periods by their first day, those of `window` where one is given. Empty where nothing is held. A
// file that is damaged counts as not held; its path goes to `damaged`.
Result<std::map<Date, HeldPeriod>> held_periods(Engine& engine, const Layout& layout,
                                                const CostPartition& stream,
                                                const CallContext& context,
                                                std::vector<std::string>& damaged,
                                                const std::optional<DateInterval>& window = {});

// The rows of one file, sorted as stored; empty where there is no such file. Errors: lake.*.
Result<std::vector<CostRow>> read_costs(Engine& engine, const Layout& layout,
                                        const CostPartition& partition, const CallContext& context);

}  // namespace sextant::lake
