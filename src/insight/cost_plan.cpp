#include "insight/cost_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "insight/account_choice.h"
#include "insight/plan_refusals.h"
#include "insight/why_missing.h"

namespace sextant::insight {

using std::chrono::days;

namespace {

// One face and grain of one account, held against the question.
struct Candidate {
  Part part;
  std::vector<Missing> missing;
  std::size_t periods_expected = 0;
  std::size_t periods_held = 0;
  std::vector<WallTime> snapshots;  // of its files, newest month first

  bool is_complete() const { return missing.empty(); }
  // The newest snapshot goes before the smallest face; months before days, since they go further
  // back.
  bool is_better_than(const Candidate& other) const {
    if (is_complete() != other.is_complete()) return is_complete();
    const auto gap = periods_expected - periods_held;
    const auto other_gap = other.periods_expected - other.periods_held;
    if (gap != other_gap) return gap < other_gap;
    if (snapshots != other.snapshots) return snapshots > other.snapshots;
    if (part.grain != other.part.grain) return part.grain == Grain::kMonthly;
    return part.face->keys.size() < other.part.face->keys.size();
  }
};

class Planner {
 public:
  Planner(const CostQuestion& question, const Held& held)
      : question_(question),
        held_(held),
        keys_(keys_needed(question)),
        asked_(question.window.days.start,
               std::min(question.window.days.end, held.today + days(1))) {}

  Result<CostPlan> plan() {
    AccountChoice choice = choose_accounts(held_);
    if (!question_.asked_accounts.empty()) choice = {question_.asked_accounts, {}};
    if (choice.accounts.empty() && choice.left_out.empty()) return nothing_held(held_, asked_);
    plan_.coverage.left_out = std::move(choice.left_out);
    for (const std::string& account : choice.accounts) {
      ++plan_.coverage.sources_expected;
      if (auto best = best_candidate(account))
        take(std::move(*best));
      else
        miss(account);
    }
    if (plan_.parts.empty()) return refuse();
    SEXTANT_TRY_VOID(check_beginning());
    plan_.days = {asked_.start, asked_.start};
    for (const Part& part : plan_.parts) plan_.days.end = std::max(plan_.days.end, part.days.end);
    return std::move(plan_);
  }

 private:
  // When the figures of a file were read; nullopt where that cannot be said. A file without rows
  // says that nothing was spent, which is as old as the control that says so too.
  std::optional<WallTime> snapshot_of(const HeldFile& file) const {
    if (const FileFacts* facts = facts_of(file)) return facts->snapshot;
    for (const HeldFile& control : held_.files) {
      const bool is_its_control = control.face->keys.empty() && control.grain == file.grain &&
                                  control.payer == file.payer && control.month == file.month;
      const FileFacts* facts = is_its_control ? facts_of(control) : nullptr;
      if (facts != nullptr && facts->is_zero) return facts->snapshot;
    }
    return std::nullopt;
  }

  const FileFacts* facts_of(const HeldFile& file) const {
    const auto found = held_.facts.find(file.path.string());
    return found == held_.facts.end() ? nullptr : &found->second;
  }

  std::vector<const HeldFile*> files_of(const std::string& payer, const KeyedFace& face,
                                        Grain grain) const {
    std::vector<const HeldFile*> out;
    for (const HeldFile& file : held_.files) {
      const bool is_asked = file.month < asked_.end && add_months(file.month, 1) > asked_.start;
      if (file.payer == payer && file.face == &face && file.grain == grain && is_asked)
        out.push_back(&file);
    }
    return out;
  }

  std::optional<Candidate> best_candidate(const std::string& payer) {
    std::optional<Candidate> best;
    for (const KeyedFace& face : faces()) {
      if (!covers(face, keys_)) continue;
      for (const Grain grain : {Grain::kMonthly, Grain::kDaily}) {
        if (grain == Grain::kMonthly && needs_days(question_, held_.today)) continue;
        auto candidate = make_candidate(payer, face, grain);
        if (candidate && (!best || candidate->is_better_than(*best))) best = std::move(candidate);
      }
    }
    return best;
  }

  std::optional<Candidate> make_candidate(const std::string& payer, const KeyedFace& face,
                                          Grain grain) {
    Candidate candidate;
    Part& part = candidate.part;
    part = {payer, account_name(held_, payer),   "standalone", &face,
            grain, files_of(payer, face, grain), {},           {},
            {}};
    if (part.files.empty()) return std::nullopt;
    std::erase_if(part.files, [&](const HeldFile* file) { return !snapshot_of(*file); });
    if (part.files.empty()) return std::nullopt;
    part.snapshot_oldest = WallTime::max();
    for (auto file = part.files.rbegin(); file != part.files.rend(); ++file) {
      if (const FileFacts* facts = facts_of(**file)) {
        lacks_metric_ = lacks_metric_ || !facts->has_metric;
        if (!facts->has_metric) return std::nullopt;
        part.perspective = facts->perspective;
      }
      const WallTime snapshot = *snapshot_of(**file);
      part.snapshot_oldest = std::min(part.snapshot_oldest, snapshot);
      part.snapshot_newest = std::max(part.snapshot_newest, snapshot);
      candidate.snapshots.push_back(snapshot);
    }
    const bool is_held = grain == Grain::kDaily ? hold_days(candidate) : hold_months(candidate);
    return is_held ? std::optional(std::move(candidate)) : std::nullopt;
  }

  void add_gap(Candidate& candidate, DateInterval gap) const {
    WhyMissing why = why_missing(held_.cells, candidate.part.payer, gap);
    if (!candidate.missing.empty() && candidate.missing.back().days.end == gap.start &&
        candidate.missing.back().reason == why.words) {
      candidate.missing.back().days.end = gap.end;
      return;
    }
    candidate.missing.push_back({candidate.part.payer, candidate.part.name, gap,
                                 std::move(why.status), std::move(why.words)});
  }

  // Months that have a file are held up to the day that their snapshot was taken on.
  bool hold_months(Candidate& candidate) const {
    for (const Date month : months_of(asked_)) {
      const DateInterval whole{month, std::min(add_months(month, 1), asked_.end)};
      const auto file = std::ranges::find(candidate.part.files, month, &HeldFile::month);
      // Of a month that begins today nothing can be known yet.
      if (file == candidate.part.files.end() && month == held_.today) continue;
      ++candidate.periods_expected;
      if (file == candidate.part.files.end()) {
        add_gap(candidate, whole);
        continue;
      }
      const Date known_to = date_of(*snapshot_of(**file)) + days(1);
      candidate.part.days = {asked_.start, std::min(whole.end, known_to)};
      if (known_to < std::min(whole.end, held_.today))
        add_gap(candidate, {known_to, std::min(whole.end, held_.today)});
      else
        ++candidate.periods_held;
    }
    return true;
  }

  // Days answer only where each of them is held, except those after the snapshot.
  bool hold_days(Candidate& candidate) const {
    const Date known_to = std::min(asked_.end, date_of(candidate.part.snapshot_newest) + days(1));
    const auto control = held_.control_days.find(candidate.part.payer);
    if (known_to <= asked_.start || control == held_.control_days.end()) return false;
    Date held_to = asked_.start;
    while (held_to < known_to && control->second.contains(held_to)) held_to += days(1);
    // The day of the snapshot itself may not have reached AWS's books yet.
    if (held_to == asked_.start || held_to + days(1) < known_to) return false;
    candidate.part.days = {asked_.start, held_to};
    candidate.periods_held = static_cast<std::size_t>((held_to - asked_.start).count());
    candidate.periods_expected = candidate.periods_held;
    const DateInterval gap{held_to, std::min(asked_.end, held_.today)};
    if (!gap.empty()) {
      candidate.periods_expected += static_cast<std::size_t>((gap.end - gap.start).count());
      add_gap(candidate, gap);
    }
    return true;
  }

  void take(Candidate&& candidate) {
    Coverage& coverage = plan_.coverage;
    ++coverage.sources_held;
    coverage.periods_expected += candidate.periods_expected;
    coverage.periods_held += candidate.periods_held;
    std::ranges::move(candidate.missing, std::back_inserter(coverage.missing));
    plan_.parts.push_back(std::move(candidate.part));
  }

  void miss(const std::string& account) {
    WhyMissing why = why_missing(held_.cells, account, asked_);
    plan_.coverage.periods_expected += months_of(asked_).size();
    plan_.coverage.missing.push_back({account, account_name(held_, account), asked_,
                                      std::move(why.status), std::move(why.words)});
  }

  // A person who names an early month must not take a shorter history for the whole.
  Result<void> check_beginning() const {
    if (!question_.window.is_explicit) return {};
    Date earliest = Date::max();
    for (const Part& part : plan_.parts) {
      for (const HeldFile* file : part.files) earliest = std::min(earliest, file->month);
    }
    if (earliest <= asked_.start || first_of_month(asked_.start) == earliest) return {};
    return begins_later(asked_, earliest);
  }

  Result<CostPlan> refuse() const {
    const bool any_files = std::ranges::any_of(
        held_.files, [&](const HeldFile& file) { return covers(*file.face, keys_); });
    if (lacks_metric_) return lacks_metric(question_.metric);
    if (any_files && needs_days(question_, held_.today)) return lacks_days(question_, held_);
    if (any_files && question_.window.is_explicit) {
      Date earliest = Date::max();
      for (const HeldFile& file : held_.files) earliest = std::min(earliest, file.month);
      if (asked_.end <= earliest) return begins_later(asked_, earliest);
    }
    return no_data(plan_.coverage, asked_);
  }

  const CostQuestion& question_;
  const Held& held_;
  const std::vector<Key> keys_;
  const DateInterval asked_;  // never reaches past today
  bool lacks_metric_ = false;
  CostPlan plan_;
};

}  // namespace

Result<CostPlan> plan_costs(const CostQuestion& question, const Held& held) {
  SEXTANT_TRY_VOID(check_keys(question));
  return Planner(question, held).plan();
}

}  // namespace sextant::insight
