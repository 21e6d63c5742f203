#pragma once

#include <functional>
#include <optional>

#include "base/random.h"
#include "state/cells.h"
#include "sync/api.h"
#include "sync/graceful_stop.h"
#include "sync/meter.h"
#include "sync/observer.h"
#include "sync/outcome.h"
#include "sync/plan.h"
#include "sync/spool.h"

namespace sextant::sync {

// How a pull ended: whole in the spool, or with an outcome that says why not.
struct Pulled {
  SpooledCell spooled;  // what is in the spool now
  Outcome outcome;      // where that is not whole
};

// Where a pull tells how it goes on.
struct PullHooks {
  std::function<void()> on_change;  // something is to be seen
  // A page that is durable now. An error ends the pull.
  std::function<Result<void>(const boost::json::value& page)> on_page;
  std::function<void()> on_start_over;  // the pages until now do not count
};

// Pulls one cell into the spool, page by page: each page is durable before the next one is asked.
// Throttled pulls wait and go on, broken connections are tried a few times, a refused token starts
// the cell over once. Thread-safe. References outlive it.
class Puller {
 public:
  static constexpr int kTransientsMax = 6;  // in a row, each after the client's own retries
  static constexpr int kStartOversMax = 2;

  Puller(Spool& spool, Meter& meter, const Clock& clock, Random& random, Observer& observer,
         GracefulStop& stop)
      : spool_(spool),
        meter_(meter),
        clock_(clock),
        random_(random),
        observer_(observer),
        stop_(stop) {}

  // Goes on behind the pages of `planned.spooled`. `cell` is kept up to date. Waits no longer than
  // `context` allows; after a stop a request that is under way may still bring its page.
  Pulled pull(Api& api, const connect::Connection& connection, const PlannedCell& planned,
              state::Cell& cell, const CallContext& context, const PullHooks& hooks) const;

 private:
  struct Progress;
  Result<void> ask(Progress& progress) const;
  bool wait(Progress& progress, const Outcome& outcome) const;
  std::optional<Outcome> outside_end(const CallContext& context, const state::Cell& cell) const;

  Spool& spool_;
  Meter& meter_;
  const Clock& clock_;
  Random& random_;
  Observer& observer_;
  GracefulStop& stop_;
};

}  // namespace sextant::sync
