#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <vector>

#include "sim/billing/ledger.h"
#include "sim/faults/faults.h"
#include "sim/sim_clock.h"
#include "sim/world.h"

namespace sextant::sim {

// How large the bills are and what Cost Explorer offers on them, from flags.
struct BillingOptions {
  int months = 17;              // of history, the current one included
  int services = 22;            // that accounts choose from
  bool has_net_metrics = true;  // in the first organization; the second never has them
  int history_months = 14;      // that Cost Explorer shows: 14, or up to 38 where it was opted for
  std::uint64_t drift = 0;      // refresh the figures after each so many answers; 0: never
};

// The ledgers of all organizations, and the account that stands alone. Thread-safe.
class Books {
 public:
  // `world`, `clock` and `faults` outlive the books.
  Books(const World& world, const SimClock& clock, const Faults& faults,
        const BillingOptions& options);

  // One account's bill as it stands now. No refresh happens while it lives: keep it short.
  struct Reading {
    std::shared_lock<std::shared_mutex> lock;
    const Ledger* ledger = nullptr;
    Perspective perspective;
    Freshness fresh;

    const SimAccount& account() const { return ledger->accounts()[perspective.account]; }
    const SimAccount& payer() const { return ledger->accounts().front(); }
    bool is_organization() const { return ledger->accounts().size() > 1; }
  };
  std::optional<Reading> read(std::string_view account_id) const;

  // Draws the figures up anew, with changes.
  void refresh();
  // Counts an answer and refreshes when `drift` or the fault `drift_after_requests` says so.
  void count_answer();

  const BillingOptions& options() const { return options_; }
  const World& world() const { return world_; }
  Date today() const { return date_of(clock_.true_now()); }
  WallTime now() const { return clock_.true_now(); }

 private:
  const World& world_;
  const SimClock& clock_;
  const Faults& faults_;
  const BillingOptions options_;

  mutable std::shared_mutex mutex_;
  std::vector<std::unique_ptr<Ledger>> ledgers_;  // guarded; the last is the lone account's

  std::mutex count_mutex_;
  std::uint64_t answers_ = 0;              // guarded by count_mutex_, as all below
  std::shared_ptr<const FaultPlan> plan_;  // the one that answers_in_plan_ is counted under
  std::uint64_t answers_in_plan_ = 0;
};

}  // namespace sextant::sim
