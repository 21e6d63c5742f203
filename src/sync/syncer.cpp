#include "sync/syncer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.h"
#include "sync/answer.h"
#include "sync/estimate.h"

namespace sextant::sync {
namespace {

using state::CellStatus;
using state::RunStatus;

// Cells older than this say nothing any more.
constexpr std::chrono::days kCellsKept{120};
// What DuckDB may use while costs are pulled and written; more of them spill to a folder.
constexpr std::uint64_t kMemoryMax = 96ULL << 20U;
constexpr std::string_view kSpillFolder = "spill";

Result<FileLock> take_lock(const std::filesystem::path& home) {
  auto lock = FileLock::acquire(home / "sync.lock");
  if (!lock && lock.error().code == "file.locked") {
    Error error = lock.error();
    error.code = "sync.locked";
    return failure(std::move(error));
  }
  return lock;
}

bool is_young(const SpooledCell& cell, WallTime now) {
  return cell.started_at > now - kFreshFor && cell.started_at <= now + kFreshFor;
}

RunStatus status_of(const Summary& summary, const SyncPlan& plan, bool is_stopped) {
  if (is_stopped) return RunStatus::kStopped;
  const bool has_failed_connection = std::ranges::any_of(plan.skipped, &Skipped::is_failure);
  if (summary.missing().empty() && !summary.fatal && !has_failed_connection)
    return RunStatus::kDone;
  const bool has_done = std::ranges::any_of(
      summary.cells, [](const auto& cell) { return cell.status == CellStatus::kDone; });
  return has_done ? RunStatus::kPartly : RunStatus::kFailed;
}

// The lake is read quickly and without a deadline, which is for what waits for AWS.
CallContext without_deadline(const CallContext& context) {
  return {SteadyTime::max(), context.stop};
}

}  // namespace

int AccountPlan::paid_requests() const {
  int count = 0;
  if (blocked) return count;
  for (const PlannedCell& cell : job.cells) {
    if (request_of(cell.spec).is_paid) count += cell.requests_expected;
  }
  return count;
}

int AccountPlan::most_requests() const {
  int count = 0;
  if (blocked) return count;
  for (const PlannedCell& cell : job.cells) {
    if (request_of(cell.spec).is_paid) count += cell.requests_most;
  }
  return count;
}

bool SyncPlan::is_empty() const {
  return std::ranges::all_of(accounts,
                             [](const AccountPlan& account) { return account.job.cells.empty(); });
}

int SyncPlan::paid_requests() const {
  int count = 0;
  for (const AccountPlan& account : accounts) count += account.paid_requests();
  return count;
}

Decimal SyncPlan::price_usd() const {
  return request_price_usd().times(paid_requests()).value_or(Decimal());
}

int SyncPlan::most_requests() const {
  int count = 0;
  for (const AccountPlan& account : accounts) count += account.most_requests();
  return count;
}

Decimal SyncPlan::most_usd() const {
  return request_price_usd().times(most_requests()).value_or(Decimal());
}

std::vector<state::Cell> Summary::missing() const {
  std::vector<state::Cell> out;
  for (const state::Cell& cell : cells) {
    const bool is_expected = cell.status == CellStatus::kNoData && cell.face == "forecast";
    if (cell.status != CellStatus::kDone && !is_expected) out.push_back(cell);
  }
  return out;
}

Syncer::Syncer(Dependencies dependencies, const SyncOptions& options, FileLock lock,
               std::unique_ptr<lake::Engine> engine)
    : dependencies_(std::move(dependencies)),
      options_(options),
      lock_(std::move(lock)),
      engine_(std::move(engine)),
      publisher_(*engine_, dependencies_.files, lake::Layout(dependencies_.home / "lake")),
      spool_(dependencies_.files, dependencies_.home / "spool"),
      cells_(dependencies_.database),
      runs_(dependencies_.database),
      ledger_(dependencies_.database) {}

Result<std::unique_ptr<Syncer>> Syncer::open(Dependencies dependencies,
                                             const SyncOptions& options) {
  SEXTANT_TRY_VOID(dependencies.files.make_folders(dependencies.home));
  SEXTANT_TRY(FileLock lock, take_lock(dependencies.home));
  lake::EngineOptions engine_options;
  engine_options.memory_bytes_max = kMemoryMax;
  engine_options.threads = 1;  // waiting for AWS takes longer than writing, and threads take memory
  engine_options.settings = {{"allocator_flush_threshold", "16MB"},
                             {"allocator_bulk_deallocation_flush_threshold", "16MB"}};
  // What a crash has left there is of no use to anybody.
  engine_options.temporary_folder = dependencies.home / kSpillFolder;
  SEXTANT_TRY_VOID(dependencies.files.remove(engine_options.temporary_folder));
  SEXTANT_TRY(auto engine, lake::Engine::open(dependencies.clock, engine_options));
  auto syncer = std::unique_ptr<Syncer>(
      new Syncer(std::move(dependencies), options, std::move(lock), std::move(engine)));
  SEXTANT_TRY_VOID(syncer->clear_up());
  return syncer;
}

// What a crash has left, and what is too old to be of use.
Result<void> Syncer::clear_up() {
  const WallTime now = dependencies_.clock.wall();
  SEXTANT_TRY_VOID(publisher_.clean_leftovers());
  SEXTANT_TRY_VOID(runs_.close_abandoned(now));
  SEXTANT_TRY_VOID(cells_.remove_before(now - kCellsKept));
  SEXTANT_TRY(auto found, spool_.list());
  for (SpooledCell& cell : found) {
    if (is_young(cell, now)) {
      spooled_.push_back(std::move(cell));
      continue;
    }
    log::info("dropped pages that are too old to go on with: " + cell.spec.key());
    SEXTANT_TRY_VOID(spool_.remove(cell.spec));
  }
  // The latest last, so that it wins where a stream has several.
  std::ranges::sort(spooled_, {}, &SpooledCell::started_at);
  return {};
}

bool Syncer::is_member_of(const std::string& payer, const std::string& account,
                          const CallContext& context) {
  if (!lake::is_account_id(payer)) return false;
  const auto path = publisher_.layout().accounts(payer);
  if (!dependencies_.files.exists(path)) return false;
  const auto found = engine_->query("SELECT 1 FROM read_parquet(?) WHERE SubAccountId = ?",
                                    {path.string(), account}, context);
  return found && !found->rows.empty();
}

std::optional<std::size_t> Syncer::count_accounts(const Source& source, AccountPlan& plan,
                                                  const CallContext& context) {
  if (source.kind != "payer") return 1;
  if (const auto held = count_members(*engine_, dependencies_.files, publisher_.layout(),
                                      source.account_id, without_deadline(context)))
    return held;
  const auto entry = plan.access->current(context);
  if (!entry) return std::nullopt;
  // The first sync of an organization: its members are listed, which is free.
  std::vector<lake::AccountRow> members;
  const auto listed = entry->api->pages(
      "organizations", "ListAccounts", {}, context, {},
      [&](aws::Page&& page) -> Result<bool> {
        SEXTANT_TRY_VOID(add_accounts(page.result, members));
        return true;
      },
      nullptr);
  return listed ? std::optional(members.size()) : std::nullopt;
}

// A connection's facts in the store, where they were not known yet.
void Syncer::learn(const connect::Connection& connection) {
  connect::ConnectionStore store(dependencies_.database);
  auto stored = store.get(connection.name);
  if (!stored) return;
  stored->account_id = connection.account_id;
  stored->account_kind = connection.account_kind;
  stored->organization_id = connection.organization_id;
  if (const auto done = store.update(*stored); !done)
    log::warning("could not note what was learned: " + done.error().detail);
}

Result<SyncPlan> Syncer::plan(const std::vector<connect::Connection>& chosen,
                              const std::vector<connect::Connection>& all,
                              const CallContext& context) {
  const SourceFinder finder(
      dependencies_.api_factory,
      [this](const connect::Connection& connection) { learn(connection); },
      [&](const std::string& payer, const std::string& account) {
        return is_member_of(payer, account, without_deadline(context));
      });
  Sources found = finder.find(chosen, all, context);
  SyncPlan plan;
  plan.skipped = std::move(found.skipped);
  for (const Source& source : found.sources) {
    SEXTANT_TRY(auto account, plan_account(source, context));
    plan.accounts.push_back(std::move(account));
  }
  return plan;
}

Result<std::map<Stream, StreamState>> Syncer::states_of(const std::vector<Stream>& streams,
                                                        const CallContext& context) {
  SEXTANT_TRY(const auto cells, cells_.list(streams.front().account_id));
  std::map<Stream, StreamState> states;
  std::vector<std::string> damaged;
  for (const Stream& stream : streams) {
    StreamState& state = states[stream];
    for (const state::Cell& cell : cells) {
      if (is_of_stream(cell, stream)) state.cells.push_back(cell);
    }
    for (const SpooledCell& spooled : spooled_) {
      if (spooled.spec.stream == stream && !spooled.spec.is_second_look) state.spooled = spooled;
    }
    if (stream.subject != Subject::kCosts) continue;
    const lake::CostPartition partition{
        stream.face, stream.grain, stream.account_id, stream.view, {}};
    SEXTANT_TRY(state.held,
                lake::held_periods(*engine_, publisher_.layout(), partition, context, damaged));
  }
  for (auto& [stream, state] : states) {
    Stream control = stream;
    control.face = lake::Face::kTotal;
    if (stream.subject == Subject::kCosts) state.control = states.at(control).held;
  }
  for (const std::string& path : damaged)
    log::warning("a damaged file of the lake is pulled again: " + path);
  return states;
}

std::vector<PlannedCell> Syncer::plan_cells(const std::map<Stream, StreamState>& states,
                                            const std::vector<Stream>& streams,
                                            const PlanTime& time) const {
  std::vector<PlannedCell> cells;
  for (const Stream& stream : streams) {
    if (auto cell = plan_stream(stream, states.at(stream), time)) cells.push_back(std::move(*cell));
  }
  return cells;
}

Result<AccountPlan> Syncer::plan_account(const Source& source, const CallContext& context) {
  AccountPlan plan;
  plan.source = source;
  plan.access = std::make_unique<Access>(source, dependencies_.api_factory);
  plan.job.account_id = source.account_id;
  plan.job.kind = source.kind;
  plan.job.organization_id = source.organization_id;
  const auto streams = streams_of(source.account_id, source.kind == "payer");
  SEXTANT_TRY(const auto states, states_of(streams, without_deadline(context)));
  PlanTime time{dependencies_.clock.wall(), date_of(dependencies_.clock.wall()), options_.force};
  plan.job.cells = plan_cells(states, streams, time);
  for (const auto& [stream, state] : states) {
    const auto until = fresh_until(state);
    if (until && (!plan.fresh_until || *until < *plan.fresh_until)) plan.fresh_until = until;
  }
  std::chrono::seconds skew(0);
  if (!plan.job.cells.empty()) {
    // A free call that proves the session, and tells AWS's time: our clock may stand on another
    // day.
    const auto entry = plan.access->current(context);
    if (entry) {
      skew = entry->api->clock_skew();
    } else {
      plan.blocked = entry.error();
    }
    time.today = date_of(time.now + skew);
    plan.job.cells = plan_cells(states, streams, time);
    const auto accounts = plan.blocked ? std::nullopt : count_accounts(source, plan, context);
    for (PlannedCell& cell : plan.job.cells) {
      cell.requests_most = sync::most_requests(cell, states.at(cell.spec.stream),
                                               accounts.value_or(kAccountsAssumed));
    }
  }
  plan.job.snapshot_at = std::chrono::floor<std::chrono::seconds>(time.now + skew);
  for (const SpooledCell& spooled : spooled_) {
    if (spooled.spec.is_second_look) plan.job.second_looks[spooled.spec.key()] = spooled;
  }
  return plan;
}

Result<Summary> Syncer::run(SyncPlan& plan, Observer& observer, const CallContext& context) {
  if (plan.is_empty()) {  // nothing to enter
    Summary summary;
    summary.status = status_of(summary, plan, false);
    return summary;
  }
  SEXTANT_TRY(const std::int64_t run_id,
              runs_.begin(dependencies_.clock.wall(), plan.paid_requests(), options_.origin));
  Meter meter(ledger_, dependencies_.clock, run_id, options_.max_cost_usd);
  Summary summary;
  {
    std::vector<std::unique_ptr<AccountSync>> accounts;
    WorkerPool pool(options_.threads);
    GracefulStop stop(context.stop);
    Shared shared{
        spool_,   *engine_, publisher_, cells_, meter, dependencies_.clock, dependencies_.random,
        observer, pool,     context,    stop,   run_id};
    for (AccountPlan& account : plan.accounts) {
      if (account.job.cells.empty()) continue;
      accounts.push_back(std::make_unique<AccountSync>(shared, account.job, *account.access));
      accounts.back()->start();
    }
    pool.wait();
    for (const auto& account : accounts) {
      std::ranges::copy(account->ended(), std::back_inserter(summary.cells));
      summary.errors.insert(account->errors().begin(), account->errors().end());
    }
    summary.fatal = shared.fatal;
  }
  std::ranges::sort(summary.cells, {}, &state::Cell::key);
  summary.paid_attempts = meter.paid_attempts();
  summary.spent_usd = meter.spent_usd();
  summary.status = status_of(summary, plan, context.stop.stop_requested());
  if (const auto ended = runs_.end(run_id, summary.status, dependencies_.clock.wall());
      !ended && !summary.fatal) {
    summary.fatal = ended.error();
  }
  return summary;
}

}  // namespace sextant::sync
