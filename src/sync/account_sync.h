#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "state/cells.h"
#include "sync/access.h"
#include "sync/grain_book.h"
#include "sync/puller.h"
#include "sync/worker_pool.h"

namespace sextant::sync {

// What all accounts of one sync share. References outlive it.
struct Shared {
  Spool& spool;
  lake::Engine& engine;
  lake::Publisher& publisher;
  state::CellStore& cells;
  Meter& meter;
  const Clock& clock;
  Random& random;
  Observer& observer;
  WorkerPool& pool;
  const CallContext context;
  GracefulStop& stop;  // of the context's
  const std::int64_t run_id;

  // The first error that ends everything (no space, no money). Guarded by its mutex.
  std::mutex mutex{};
  std::optional<Error> fatal{};
};

// What one account is to be asked, as planned.
struct AccountJob {
  std::string account_id;
  std::string kind;             // "payer", "member", "standalone"
  std::string organization_id;  // "" where there is none
  std::vector<PlannedCell> cells;
  std::map<std::string, SpooledCell> second_looks;  // left by a sync that did not end, by key
  WallTime snapshot_at{};
};

// Syncs one account: pulls its cells side by side, compares faces with their control, looks again
// where they disagree, and publishes each face as soon as it agrees.
//
// In each grain: 1. control and faces are pulled; what agrees is published at once. 2. Where a face
// disagrees, AWS may have drawn up its figures between two requests: the control is pulled again
// for these periods, and then the faces that still disagree. Faces are also asked again about
// closed periods that have changed. 3. What still differs is published as a row of its own.
//
// Its tasks run in the pool; the object must outlive them.
class AccountSync {
 public:
  // `access` outlives it.
  AccountSync(Shared& shared, AccountJob job, Access& access);
  ~AccountSync();
  AccountSync(const AccountSync&) = delete;
  AccountSync& operator=(const AccountSync&) = delete;

  // Puts the first tasks into the pool.
  void start();
  // All cells as they ended. Only after the pool has become idle.
  const std::vector<state::Cell>& ended() const { return ended_; }
  // Why cells have failed, by key. Only then, too.
  const std::map<std::string, Error>& errors() const { return errors_; }

 private:
  enum class Phase { kFirstLook, kControlAgain, kFacesAgain, kSettled };
  struct Work;   // one cell that is pulled
  struct Grain;  // the costs of one grain

  void start_costs(const std::map<std::string, std::string>& account_names);
  void add_to_grain(const std::shared_ptr<Work>& work, const BookOwner& owner);
  Result<void> load_fresh_control(Grain& grain);
  void add_task(const std::shared_ptr<Work>& work);
  void run(Work& work);
  bool pull(Work& work);
  Result<void> read_accounts(Work& work);
  Result<void> read_forecast_of(Work& work);
  Result<std::map<std::string, std::string>> load_account_names();
  Result<void> take_in_spooled(Work& work);

  void run_costs(Work& work, bool is_pulled);
  Result<void> settle(Work& work);
  void settle_waiting(Grain& grain);
  void next_phase(Grain& grain);
  Result<bool> look_at_control_again(Grain& grain);
  Result<bool> look_at_faces_again(Grain& grain);
  Result<void> publish_all(Grain& grain);
  void end_grain(Grain& grain);

  std::shared_ptr<Work> work_of(const PlannedCell& planned);
  std::shared_ptr<Work> second_look(Grain& grain, lake::Face face, const std::set<Date>& periods);
  void change(Work& work);
  void end(Work& work, state::CellStatus status, const std::optional<Error>& error);
  void fail(Work& work, const Error& error);
  std::optional<Error> fatal() const;
  void set_fatal(const Error& error);

  Shared& shared_;
  const AccountJob job_;
  Access& access_;
  CostWriter writer_;
  Puller puller_;
  std::mutex mutex_;  // guards the grains
  std::map<lake::Grain, std::unique_ptr<Grain>> grains_;
  std::mutex ended_mutex_;
  std::vector<state::Cell> ended_;  // guarded by ended_mutex_, as is the one below
  std::map<std::string, Error> errors_;
};

}  // namespace sextant::sync
