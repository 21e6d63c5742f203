#include "sync/account_sync.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/answer.h"

namespace sextant::sync {
namespace {

using lake::Face;
using state::CellStatus;

constexpr std::array kFaces = {Face::kAccountService, Face::kServiceRegion,
                               Face::kServiceChargeType};

DateInterval hull(const std::set<Date>& periods, lake::Grain grain) {
  return {*periods.begin(), end_of_period(*periods.rbegin(), grain)};
}

// What would be the same again when it is asked again: its pages are of no use.
bool spoils_spool(const Error& error) {
  return error.code == "aws.repeated_token" || error.code.starts_with("sync.too_many_") ||
         error.code == "sync.unexpected_answer" || error.code.starts_with("decimal.") ||
         error.code.starts_with("time.") || error.code == "sync.spool_unreadable";
}

}  // namespace

struct AccountSync::Work {
  PlannedCell planned;
  state::Cell cell;
  SteadyTime started_at{};
  bool is_whole = false;  // all pages came and could be read; guarded by the mutex of the account
  bool has_ended = false;
  std::unique_ptr<CostIntake> intake;  // of costs: what has come
  const CellSpec& spec() const { return planned.spec; }
};

struct AccountSync::Grain {
  Grain(CostWriter& writer, const BookOwner& owner, lake::Grain which, WallTime snapshot_at)
      : grain(which), book(writer, owner, which, snapshot_at) {}
  const lake::Grain grain;
  GrainBook book;
  Phase phase = Phase::kFirstLook;
  int running = 0;
  bool is_control_known = false;  // it has come, or is not asked in this sync, or has failed
  std::map<Face, std::vector<std::shared_ptr<Work>>> looks;
};

AccountSync::AccountSync(Shared& shared, AccountJob job, Access& access)
    : shared_(shared),
      job_(std::move(job)),
      access_(access),
      writer_(shared.engine, shared.publisher),
      puller_(shared.spool, shared.meter, shared.clock, shared.random, shared.observer,
              shared.stop) {}

AccountSync::~AccountSync() = default;

void AccountSync::start() {
  // The members come first, since they give the costs their names.
  shared_.pool.add([this] {
    for (const PlannedCell& planned : job_.cells) {
      if (planned.spec.stream.subject == Subject::kAccounts) run(*work_of(planned));
    }
    const auto names = load_account_names();
    if (!names && !fatal()) set_fatal(names.error());
    start_costs(names ? *names : std::map<std::string, std::string>());
  });
}

void AccountSync::start_costs(const std::map<std::string, std::string>& account_names) {
  const BookOwner owner{job_.account_id, job_.kind, "primary", account_names};
  std::vector<std::shared_ptr<Work>> works;
  {
    const std::lock_guard lock(mutex_);
    for (const PlannedCell& planned : job_.cells) {
      if (planned.spec.stream.subject == Subject::kAccounts) continue;
      works.push_back(work_of(planned));
      if (planned.spec.stream.subject == Subject::kCosts) add_to_grain(works.back(), owner);
    }
    for (const auto& [which, grain] : grains_) {
      if (const auto loaded = load_fresh_control(*grain); !loaded) set_fatal(loaded.error());
    }
  }
  for (const auto& work : works) add_task(work);
}

void AccountSync::add_to_grain(const std::shared_ptr<Work>& work, const BookOwner& owner) {
  const Stream& stream = work->spec().stream;
  auto& grain = grains_[stream.grain];
  if (!grain) grain = std::make_unique<Grain>(writer_, owner, stream.grain, job_.snapshot_at);
  grain->looks[stream.face].push_back(work);
  ++grain->running;
}

// Where the control is fresh, faces are compared with the stored one.
Result<void> AccountSync::load_fresh_control(Grain& grain) {
  if (grain.looks.contains(Face::kTotal)) return {};
  grain.is_control_known = true;
  DateInterval window = {Date::max(), Date::min()};
  for (const auto& [face, looks] : grain.looks) {
    window.start = std::min(window.start, looks.front()->spec().window.start);
    window.end = std::max(window.end, looks.front()->spec().window.end);
  }
  return grain.book.load_control(window, {});
}

void AccountSync::add_task(const std::shared_ptr<Work>& work) {
  shared_.pool.add([this, work] { run(*work); });
}

std::shared_ptr<AccountSync::Work> AccountSync::work_of(const PlannedCell& planned) {
  auto work = std::make_shared<Work>();
  work->planned = planned;
  if (planned.spec.stream.subject == Subject::kCosts)
    work->intake = std::make_unique<CostIntake>(planned.spec, writer_);
  state::Cell& cell = work->cell;
  cell.key = planned.spec.key();
  cell.account_id = job_.account_id;
  cell.view = planned.spec.stream.view;
  cell.face = planned.spec.stream.face_name();
  cell.grain = planned.spec.stream.grain_name();
  cell.window = planned.spec.window;
  cell.is_full = planned.spec.is_full;
  cell.run_id = shared_.run_id;
  return work;
}

void AccountSync::run(Work& work) {
  const bool is_pulled = pull(work);
  if (work.spec().stream.subject == Subject::kCosts) {
    run_costs(work, is_pulled);
    return;
  }
  if (!is_pulled) return;
  const auto read = work.spec().stream.subject == Subject::kAccounts ? read_accounts(work)
                                                                     : read_forecast_of(work);
  if (read) {
    end(work, CellStatus::kDone, std::nullopt);
  } else {
    fail(work, read.error());
  }
}

// Whether the cell is whole in the spool; else it has ended.
bool AccountSync::pull(Work& work) {
  work.started_at = shared_.clock.steady();
  if (const auto error = fatal()) {
    end(work, CellStatus::kPlanned, error);
    return false;
  }
  if (const auto taken = take_in_spooled(work); !taken) {
    fail(work, taken.error());
    return false;
  }
  PullHooks hooks;
  hooks.on_change = [&] { change(work); };
  hooks.on_page = [&](const auto& page) {
    return work.intake ? work.intake->add_page(page) : Result<void>();
  };
  hooks.on_start_over = [&] {
    if (work.intake) work.intake->start_over();
  };
  auto entry = access_.current(shared_.context);
  while (entry) {
    work.cell.connection = entry->connection.name;
    work.cell.status = CellStatus::kRunning;
    change(work);
    const Pulled pulled = puller_.pull(*entry->api, entry->connection, work.planned, work.cell,
                                       shared_.context, hooks);
    work.planned.spooled = pulled.spooled;  // another way in goes on where this one stopped
    if (pulled.spooled.is_whole) return true;
    const Outcome& outcome = pulled.outcome;
    if (outcome.reaction == Reaction::kEndAccount) {
      entry = access_.next(*entry, outcome.error, shared_.context);
      continue;
    }
    if (outcome.reaction == Reaction::kEndRun) set_fatal(outcome.error);
    end(work, outcome.status, outcome.error);
    return false;
  }
  // Nobody can be asked: not even who we are.
  const Outcome outcome = classify(entry.error(), work.spec(), "");
  end(work, shared_.context.stop.stop_requested() ? CellStatus::kPlanned : CellStatus::kFailed,
      outcome.error);
  return false;
}

Result<void> AccountSync::read_accounts(Work& work) {
  std::vector<lake::AccountRow> rows;
  SEXTANT_TRY_VOID(shared_.spool.read(work.spec(), work.planned.spooled->pages,
                                      [&](const auto& page) { return add_accounts(page, rows); }));
  for (lake::AccountRow& row : rows) {
    row.billing_account_id = job_.account_id;
    row.organization_id = job_.organization_id;
    row.snapshot_at = job_.snapshot_at;
  }
  work.cell.rows = static_cast<std::int64_t>(rows.size());
  return shared_.publisher.accounts(job_.account_id, rows, CallContext{});
}

Result<void> AccountSync::read_forecast_of(Work& work) {
  std::vector<lake::ForecastRow> rows;
  SEXTANT_TRY_VOID(shared_.spool.read(work.spec(), work.planned.spooled->pages,
                                      [&](const auto& page) -> Result<void> {
                                        SEXTANT_TRY(rows, read_forecast(page));
                                        return {};
                                      }));
  for (lake::ForecastRow& row : rows) {
    row.billing_account_id = job_.account_id;
    row.snapshot_at = job_.snapshot_at;
  }
  work.cell.rows = static_cast<std::int64_t>(rows.size());
  return shared_.publisher.forecasts(job_.account_id, work.spec().stream.view, rows, CallContext{});
}

Result<std::map<std::string, std::string>> AccountSync::load_account_names() {
  std::map<std::string, std::string> out;
  const auto path = shared_.publisher.layout().accounts(job_.account_id);
  SEXTANT_TRY(const auto files,
              shared_.engine.query("SELECT file FROM glob(?)", {path.string()}, CallContext{}));
  if (files.rows.empty()) return out;
  const auto names = shared_.engine.query(
      "SELECT SubAccountId, SubAccountName FROM read_parquet(?)", {path.string()}, CallContext{});
  if (!names)
    return out;  // names are a help; a damaged list is written anew by the next sync of it
  for (const lake::Row& row : names->rows) {
    if (row[0] && row[1]) out[*row[0]] = *row[1];
  }
  return out;
}

// The pages of costs that an earlier sync has left in the spool.
Result<void> AccountSync::take_in_spooled(Work& work) {
  if (!work.intake || !work.planned.spooled) return {};
  return shared_.spool.read(work.spec(), work.planned.spooled->pages,
                            [&](const auto& page) { return work.intake->add_page(page); });
}

void AccountSync::run_costs(Work& work, bool is_pulled) {
  const std::lock_guard lock(mutex_);
  Grain& grain = *grains_.at(work.spec().stream.grain);
  if (is_pulled) {
    work.cell.rows = static_cast<std::int64_t>(work.intake->facts().rows);
    const auto settled = settle(work);
    work.is_whole = settled.has_value();
    if (!settled) fail(work, settled.error());
  }
  work.intake.reset();
  if (work.spec().stream.is_control()) grain.is_control_known = true;
  settle_waiting(grain);
  if (--grain.running == 0) next_phase(grain);
}

// Takes in what a cell has brought. A control is written at once; a face waits for it.
Result<void> AccountSync::settle(Work& work) {
  Grain& grain = *grains_.at(work.spec().stream.grain);
  if (!work.spec().stream.is_control())
    return grain.book.add_face(work.spec().stream.face, work.spec().window, *work.intake);
  SEXTANT_TRY_VOID(grain.book.settle_control(*work.intake, CallContext{}));
  end(work, CellStatus::kDone, std::nullopt);
  return {};
}

// Publishes the faces that agree with their control, once it is there.
void AccountSync::settle_waiting(Grain& grain) {
  if (!grain.is_control_known || grain.phase != Phase::kFirstLook) return;
  for (const Face face : kFaces) {
    const auto looks = grain.looks.find(face);
    if (looks == grain.looks.end()) continue;
    Work& work = *looks->second.front();
    if (!work.is_whole || work.has_ended) continue;
    const auto disagreeing = grain.book.disagreeing(face);
    if (disagreeing && !disagreeing->empty()) continue;  // waits for the second look
    const auto written = disagreeing ? grain.book.write_face(face, CallContext{})
                                     : Result<void>(failure(disagreeing.error()));
    if (written) {
      end(work, CellStatus::kDone, std::nullopt);
    } else {
      fail(work, written.error());
    }
  }
}

// All cells of a phase have ended: goes on to the next one that has something to ask.
void AccountSync::next_phase(Grain& grain) {
  Result<bool> has_work = false;
  if (grain.phase == Phase::kFirstLook) {
    grain.phase = Phase::kControlAgain;
    has_work = look_at_control_again(grain);
  }
  if (has_work && !*has_work && grain.phase == Phase::kControlAgain) {
    grain.phase = Phase::kFacesAgain;
    has_work = look_at_faces_again(grain);
  }
  if (has_work && *has_work) return;
  if (!has_work) set_fatal(has_work.error());
  grain.phase = Phase::kSettled;
  end_grain(grain);
}

std::shared_ptr<AccountSync::Work> AccountSync::second_look(Grain& grain, Face face,
                                                            const std::set<Date>& periods) {
  PlannedCell planned;
  planned.spec.stream = {job_.account_id, "primary", Subject::kCosts, face, grain.grain};
  planned.spec.window = hull(periods, grain.grain);
  planned.spec.is_second_look = true;
  const auto left = job_.second_looks.find(planned.spec.key());
  if (left != job_.second_looks.end()) planned.spooled = left->second;
  auto work = work_of(planned);
  grain.looks[face].push_back(work);
  ++grain.running;
  add_task(work);
  return work;
}

Result<bool> AccountSync::look_at_control_again(Grain& grain) {
  std::set<Date> periods;
  for (const Face face : kFaces) {
    SEXTANT_TRY(const auto disagreeing, grain.book.disagreeing(face));
    periods.insert(disagreeing.begin(), disagreeing.end());
  }
  if (periods.empty() || fatal()) return false;
  second_look(grain, Face::kTotal, periods);
  shared_.observer.on_note(
      {"sync.disagreement", job_.account_id,
       fmt::format("{} to {}: the faces do not sum to the total, so both are pulled once more",
                   format_date(*periods.begin()), format_date(*periods.rbegin()))});
  return true;
}

Result<bool> AccountSync::look_at_faces_again(Grain& grain) {
  bool has_work = false;
  if (fatal()) return false;
  for (const Face face : kFaces) {
    const auto looks = grain.looks.find(face);
    const bool has_failed = looks != grain.looks.end() && !looks->second.front()->is_whole;
    const bool exists = grain.grain == lake::Grain::kMonthly || face == Face::kAccountService;
    if (has_failed || !exists) continue;
    SEXTANT_TRY(auto periods, grain.book.disagreeing(face));
    if (const auto changed = grain.book.not_asked(face); !changed.empty()) {
      periods.insert(changed.begin(), changed.end());
      shared_.observer.on_note(
          {"sync.closed_month_changed", job_.account_id,
           fmt::format("{}: AWS has changed closed figures of {}; pulled again", name_of(face),
                       format_month(*changed.begin()))});
    }
    if (periods.empty()) continue;
    second_look(grain, face, periods);
    has_work = true;
  }
  return has_work;
}

Result<void> AccountSync::publish_all(Grain& grain) {
  for (const Face face : kFaces) {
    const auto looks = grain.looks.find(face);
    if (looks == grain.looks.end()) continue;
    const bool has_data =
        std::ranges::any_of(looks->second, [](const auto& work) { return work->is_whole; });
    if (!has_data) continue;
    SEXTANT_TRY_VOID(grain.book.write_face(face, CallContext{}));
    SEXTANT_TRY(const auto unallocated, grain.book.disagreeing(face));
    if (unallocated.empty()) continue;
    shared_.observer.on_note({"sync.unallocated", job_.account_id,
                              fmt::format("{} from {}: AWS's own figures do not sum to its total; "
                                          "the difference is kept as a row "
                                          "of its own",
                                          lake::name_of(face), format_date(*unallocated.begin()))});
  }
  return {};
}

void AccountSync::end_grain(Grain& grain) {
  const bool is_all_published = std::ranges::none_of(grain.looks, [](const auto& of_face) {
    return of_face.second.size() > 1 ||
           (of_face.second.front()->is_whole && !of_face.second.front()->has_ended);
  });
  if (is_all_published) return;
  const auto published = publish_all(grain);
  for (auto& [face, looks] : grain.looks) {
    for (const auto& work : looks) {
      if (work->has_ended || !work->is_whole) continue;
      if (published) {
        end(*work, CellStatus::kDone, std::nullopt);
      } else {
        fail(*work, published.error());
      }
    }
    // Kept until now, so that a crash in between does not ask for the control's second look twice.
    if (face != Face::kTotal || !published) continue;
    for (const auto& work : looks) {
      if (work->is_whole && work->spec().is_second_look) (void)shared_.spool.remove(work->spec());
    }
  }
}

void AccountSync::change(Work& work) {
  work.cell.updated_at = shared_.clock.wall();
  work.cell.elapsed_ms = std::chrono::duration_cast<std::chrono::milliseconds>(
                             shared_.clock.steady() - work.started_at)
                             .count();
  shared_.observer.on_cell(
      work.cell, std::max(work.planned.requests_expected, static_cast<int>(work.cell.pages)));
}

void AccountSync::end(Work& work, CellStatus status, const std::optional<Error>& error) {
  work.has_ended = true;
  work.cell.status = status;
  work.cell.error_code = error ? error->code : "";
  work.cell.error_detail = error ? error->detail : "";
  if (status != CellStatus::kThrottled) work.cell.next_try_at.reset();
  if (status == CellStatus::kNoData) work.cell.next_try_at = shared_.clock.wall() + kFreshFor;
  change(work);
  {
    const std::lock_guard lock(ended_mutex_);
    ended_.push_back(work.cell);
    if (error) errors_.insert_or_assign(work.cell.key, *error);
  }
  // Where nothing was asked, what is fresh has stayed so: a next sync must not pay for it again.
  const bool is_news = status == CellStatus::kDone || work.cell.attempts > 0;
  if (work.planned.is_fresh && !is_news) return;
  const auto saved = shared_.cells.save(work.cell);
  if (!saved) set_fatal(saved.error());
  const bool is_kept = work.spec().stream.is_control() && work.spec().is_second_look;
  const bool is_of_no_use = (error && spoils_spool(*error)) || status == CellStatus::kNoData ||
                            status == CellStatus::kDenied || status == CellStatus::kNotEnabled;
  if (saved && ((status == CellStatus::kDone && !is_kept) || is_of_no_use))
    (void)shared_.spool.remove(work.spec());
}

// A cell whose answer was pulled but cannot be used or kept.
void AccountSync::fail(Work& work, const Error& error) {
  const Outcome outcome = classify(error, work.spec(), "");
  if (outcome.reaction == Reaction::kEndRun) set_fatal(outcome.error);
  end(work, CellStatus::kFailed, outcome.error);
}

std::optional<Error> AccountSync::fatal() const {
  const std::lock_guard lock(shared_.mutex);
  return shared_.fatal;
}

void AccountSync::set_fatal(const Error& error) {
  const std::lock_guard lock(shared_.mutex);
  if (!shared_.fatal) shared_.fatal = error;
}

}  // namespace sextant::sync
