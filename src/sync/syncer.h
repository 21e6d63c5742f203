#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file_lock.h"
#include "state/runs.h"
#include "sync/account_sync.h"
#include "sync/source.h"

namespace sextant::sync {

// What a sync works with. References outlive it.
struct Dependencies {
  state::Database& database;
  Files& files;
  const Clock& clock;
  Random& random;
  std::filesystem::path home;  // of spool, lake and lock
  ApiFactory api_factory;
};

struct SyncOptions {
  bool force = false;
  std::optional<Decimal> max_cost_usd;
  int threads = 6;  // for all accounts together
  state::RunOrigin origin = state::RunOrigin::kPerson;
};

// What one account will be asked. `blocked` says why it cannot be: then its cells fail.
struct AccountPlan {
  Source source;
  AccountJob job;
  std::unique_ptr<Access> access;
  std::optional<WallTime> fresh_until;  // where nothing needs to be asked
  std::optional<Error> blocked;

  int paid_requests() const;
  int most_requests() const;
};

struct SyncPlan {
  std::vector<AccountPlan> accounts;
  std::vector<Skipped> skipped;

  bool is_empty() const;      // nothing needs to be asked
  int paid_requests() const;  // at least so many; more where answers have more pages than last time
  Decimal price_usd() const;
  // So many at most, as far as can be told before; see estimate.h.
  int most_requests() const;
  Decimal most_usd() const;
};

struct Summary {
  std::vector<state::Cell> cells;
  std::map<std::string, Error> errors;  // of cells, by key; with the facts that explain them
  state::RunStatus status = state::RunStatus::kDone;
  std::optional<Error> fatal;  // what ended everything
  std::int64_t paid_attempts = 0;
  Decimal spent_usd;

  // Cells that have not brought what they should. A forecast that AWS cannot make yet is none of
  // them.
  std::vector<state::Cell> missing() const;
};

// Pulls costs into the lake: plans first, so that the price can be shown, then runs. Holds the lock
// of the sync as long as it lives. Use from one thread.
class Syncer {
 public:
  // Takes the lock and clears up after a crash. Errors: sync.locked, file.*, state.*, lake.*.
  static Result<std::unique_ptr<Syncer>> open(Dependencies dependencies,
                                              const SyncOptions& options);

  // What `chosen` need now; `all` are all connections that are on. Asks AWS only free calls, and
  // only where something is due or not known.
  Result<SyncPlan> plan(const std::vector<connect::Connection>& chosen,
                        const std::vector<connect::Connection>& all, const CallContext& context);
  // Errors only where the run could not even be entered; all else is in the summary.
  Result<Summary> run(SyncPlan& plan, Observer& observer, const CallContext& context);

 private:
  Syncer(Dependencies dependencies, const SyncOptions& options, FileLock lock,
         std::unique_ptr<lake::Engine> engine);

  Result<void> clear_up();
  Result<AccountPlan> plan_account(const Source& source, const CallContext& context);
  Result<std::map<Stream, StreamState>> states_of(const std::vector<Stream>& streams,
                                                  const CallContext& context);
  std::vector<PlannedCell> plan_cells(const std::map<Stream, StreamState>& states,
                                      const std::vector<Stream>& streams,
                                      const PlanTime& time) const;
  // How many accounts' costs are asked of it; nullopt where AWS does not say.
  std::optional<std::size_t> count_accounts(const Source& source, AccountPlan& plan,
                                            const CallContext& context);
  bool is_member_of(const std::string& payer, const std::string& account,
                    const CallContext& context);
  void learn(const connect::Connection& connection);

  Dependencies dependencies_;
  const SyncOptions options_;
  const FileLock lock_;
  const std::unique_ptr<lake::Engine> engine_;
  lake::Publisher publisher_;
  Spool spool_;
  state::CellStore cells_;
  state::RunStore runs_;
  state::Ledger ledger_;
  std::vector<SpooledCell> spooled_;
};

}  // namespace sextant::sync
