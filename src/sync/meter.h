#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/decimal.h"
#include "state/ledger.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// What one request to Cost Explorer costs.
Decimal request_price_usd();

// Counts what a sync spends: each attempt is entered in the ledger, durably, before it is made, and
// refused where it would exceed what may be spent. Thread-safe. References outlive it.
class Meter {
 public:
  Meter(state::Ledger& ledger, const Clock& clock, std::int64_t run_id,
        std::optional<Decimal> max_usd)
      : ledger_(ledger), clock_(clock), run_id_(run_id), max_usd_(max_usd) {}

  // Errors: sync.budget, state.*.
  Result<void> attempt(const std::string& connection, const CellSpec& spec, const Request& request);
  Decimal spent_usd() const;
  std::int64_t paid_attempts() const;

 private:
  state::Ledger& ledger_;
  const Clock& clock_;
  const std::int64_t run_id_;
  const std::optional<Decimal> max_usd_;
  mutable std::mutex mutex_;
  std::int64_t paid_attempts_ = 0;  // guarded by mutex_, as is the one below
  Decimal spent_usd_;
};

}  // namespace sextant::sync
