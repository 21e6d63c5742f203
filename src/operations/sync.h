#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "operations/context.h"
#include "sync/observer.h"
#include "sync/syncer.h"

namespace sextant::operations {

// What to sync. A plain value.
struct SyncWords {
  std::vector<std::string> names;       // of connections; empty: all that are on
  bool force = false;                   // also what was pulled less than 8 hours ago
  std::optional<Decimal> max_cost_usd;  // stop rather than spend more
  state::RunOrigin origin = state::RunOrigin::kPerson;
};

// The connections that the names mean.
struct SyncChoice {
  std::vector<connect::Connection> chosen;
  std::vector<connect::Connection> all;  // that are on
  std::vector<sync::Skipped> skipped;    // that were named and cannot be synced
};
// Errors: connection.none, connection.not_found, sync.connection_off, state.*.
Result<SyncChoice> choose_for_sync(Context& context, const std::vector<std::string>& names);

// One sync: planned, so that its price can be shown, then run. Holds the lock of the sync as long
// as it lives. Use from one thread.
class PlannedSync {
 public:
  // Makes free calls only. `context` outlives the sync. Errors: as above, sync.locked, file.*,
  // lake.*.
  static Result<PlannedSync> prepare(Context& context, const SyncWords& words,
                                     const CallContext& call);

  const sync::SyncPlan& plan() const { return plan_; }
  // Error: sync.over_budget, where it would cost more than may be spent.
  Result<void> check_price() const;
  // Something that was asked for cannot be had.
  bool has_failure() const;
  // Errors only where the run could not even be entered; all else is in the summary.
  Result<sync::Summary> run(sync::Observer& observer, const CallContext& call);

 private:
  PlannedSync(std::unique_ptr<sync::Syncer> syncer, sync::SyncPlan plan,
              std::optional<Decimal> max_cost_usd)
      : syncer_(std::move(syncer)), plan_(std::move(plan)), max_cost_usd_(max_cost_usd) {}

  std::unique_ptr<sync::Syncer> syncer_;
  sync::SyncPlan plan_;
  std::optional<Decimal> max_cost_usd_;
};

// How long a sync of this plan may take: from the time of its fewest requests to that of its most,
// by what past ones took and by the pace that AWS allows.
struct ExpectedTime {
  std::chrono::seconds least{0};
  std::chrono::seconds most{0};
};
// Errors: state.*.
Result<ExpectedTime> expected_time(Context& context, const sync::SyncPlan& plan);

// "Price: 7 to 33 requests to Cost Explorer at 0.01 USD = 0.07 to 0.33 USD (each page is a
// request). ..." in sentences; "" where nothing is asked.
std::string price_words(const sync::SyncPlan& plan);
// "7 to 33 requests", "1 request".
std::string count_words(int least, int most);
// "0.07 to 0.33 USD".
std::string usd_words(const Decimal& least, const Decimal& most);

}  // namespace sextant::operations
