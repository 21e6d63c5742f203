#include "sync/grain_book.h"

#include <algorithm>
#include <iterator>

namespace sextant::sync {
namespace {

using Rows = std::vector<lake::CostRow>;

DateInterval hull(const std::set<Date>& periods) {
  if (periods.empty()) return {};
  return {*periods.begin(), *periods.rbegin() + std::chrono::days(1)};
}

std::set<Date> periods_with_rows(const Rows& rows) {
  std::set<Date> out;
  for (const lake::CostRow& row : rows) out.insert(row.start);
  return out;
}

std::set<Date> periods_with_rows(const lake::PeriodSums& sums) {
  std::set<Date> out;
  for (const auto& [key, sum] : sums) out.insert(key.first);
  return out;
}

}  // namespace

Stream GrainBook::stream_of(lake::Face face) const {
  return {owner_.account_id, owner_.view, Subject::kCosts, face, grain_};
}

lake::CostStamp GrainBook::stamp_of(const AnswerFacts& facts) const {
  lake::CostStamp stamp;
  stamp.perspective = owner_.perspective;
  stamp.currency = facts.currency;
  stamp.account_names = owner_.account_names;
  stamp.account_names.insert(facts.account_names.begin(), facts.account_names.end());
  return stamp;
}

Result<void> GrainBook::load_control(const DateInterval& window, const CallContext& context) {
  SEXTANT_TRY(const Rows stored, writer_.stored(stream_of(lake::Face::kTotal), window, context));
  control_.clear();
  for (const lake::CostRow& row : stored) control_[row.start].push_back(row);
  has_control_ = !control_.empty();
  return {};
}

// Of `periods`, the closed ones that are stored otherwise than `now` has them. Open ones are
// written again in any case.
Result<std::set<Date>> GrainBook::changed_of(const Stream& stream, const lake::CostTable& now,
                                             const std::set<Date>& periods, const Held& held,
                                             const CallContext& context) const {
  std::set<Date> closed;
  for (const Date period : periods) {
    const auto before = held.find(period);
    if (before != held.end() && !before->second.is_estimated) closed.insert(period);
  }
  return writer_.changed_periods(stream, now, closed, context);
}

Result<void> GrainBook::settle_control(CostIntake& answer, const CallContext& context) {
  const Stream stream = stream_of(lake::Face::kTotal);
  const Rows rows = answer.control();
  SEXTANT_TRY(const auto table, answer.take_table());
  SEXTANT_TRY(const Held held, writer_.held(stream, hull(periods_with_rows(rows)), context));
  SEXTANT_TRY(const auto changed,
              changed_of(stream, *table, periods_with_rows(rows), held, context));
  lake::CostStamp stamp = stamp_of(answer.facts());
  for (lake::CostRow row : rows) {
    const Date period = row.start;
    const auto before = held.find(period);
    const bool was_closed = before != held.end() && !before->second.is_estimated;
    const bool is_known = was_closed && !changed.contains(period) && !row.is_estimated;
    if (was_closed && !is_known) changed_closed_.insert(period);
    row.snapshot_at = is_known ? before->second.snapshot_at : snapshot_at_;
    if (!is_known) stamp.periods[period] = {row.is_estimated, snapshot_at_};
    control_[period] = {std::move(row)};
  }
  has_control_ = true;
  return writer_.replace(stream, *table, stamp, context);
}

Result<void> GrainBook::add_face(lake::Face face, const DateInterval& window, CostIntake& answer) {
  SEXTANT_TRY(auto table, answer.take_table());
  const auto earlier = faces_.find(face);
  if (earlier != faces_.end()) SEXTANT_TRY_VOID(earlier->second.table->replace(window, *table));
  const lake::CostTable& all = earlier != faces_.end() ? *earlier->second.table : *table;
  SEXTANT_TRY(auto sums, all.sums());
  FaceAnswer& whole = faces_[face];  // from here on nothing fails, so that none is kept in part
  for (const Date period : periods_of(window, grain_)) {
    whole.periods.insert(period);
    whole.facts.estimated.erase(period);
  }
  const AnswerFacts& facts = answer.facts();
  whole.facts.estimated.insert(facts.estimated.begin(), facts.estimated.end());
  whole.facts.account_names.insert(facts.account_names.begin(), facts.account_names.end());
  if (facts.currency) whole.facts.currency = facts.currency;
  if (!whole.table) whole.table = std::move(table);
  whole.sums = std::move(sums);
  return {};
}

Rows GrainBook::control_rows(const std::set<Date>& periods) const {
  Rows out;
  for (const Date period : periods) {
    if (const auto found = control_.find(period); found != control_.end())
      std::ranges::copy(found->second, std::back_inserter(out));
  }
  return out;
}

Result<std::set<Date>> GrainBook::disagreeing(lake::Face face) const {
  const auto answer = faces_.find(face);
  if (answer == faces_.end() || !has_control_) return std::set<Date>();
  SEXTANT_TRY(const Rows lacking,
              differences(control_rows(answer->second.periods), answer->second.sums));
  return periods_with_rows(lacking);
}

WallTime GrainBook::snapshot_of(Date period) const {
  const auto control = control_.find(period);
  return has_control_ && control != control_.end() ? control->second.front().snapshot_at
                                                   : snapshot_at_;
}

std::set<Date> GrainBook::not_asked(lake::Face face) const {
  const auto answer = faces_.find(face);
  if (answer == faces_.end()) return changed_closed_;
  std::set<Date> out;
  std::ranges::set_difference(changed_closed_, answer->second.periods,
                              std::inserter(out, out.end()));
  return out;
}

// Marks periods of the control as of this sync, though their amounts are the same.
Result<void> GrainBook::renew_control(const std::set<Date>& periods, const CallContext& context) {
  lake::CostStamp stamp = stamp_of({});
  for (const Date period : periods) {
    for (lake::CostRow& row : control_[period]) {
      row.snapshot_at = snapshot_at_;
      stamp.periods[period] = {row.is_estimated, snapshot_at_};
    }
  }
  SEXTANT_TRY(const auto table, writer_.make_table(lake::Face::kTotal));
  SEXTANT_TRY_VOID(table->append(control_rows(periods)));
  return writer_.replace(stream_of(lake::Face::kTotal), *table, stamp, context);
}

// Money that moved between accounts or services at a constant total is seen by account and service
// only: then the other faces of that period are out of date too.
Result<void> GrainBook::note_moved_money(lake::Face face, const Held& held,
                                         const std::set<Date>& changed,
                                         const CallContext& context) {
  if (face != lake::Face::kAccountService || !has_control_) return {};
  std::set<Date> moved;
  for (const Date period : changed) {  // which are closed and held
    const bool was_settled = held.at(period).snapshot_at >= snapshot_of(period);
    if (was_settled && control_.contains(period)) moved.insert(period);
  }
  if (moved.empty()) return {};
  changed_closed_.insert(moved.begin(), moved.end());
  return renew_control(moved, context);
}

// Adds rows that make up for what the face lacks; the periods of these.
Result<std::set<Date>> GrainBook::add_unallocated(FaceAnswer& answer) const {
  SEXTANT_TRY_VOID(answer.table->remove_unallocated());
  if (!has_control_) return std::set<Date>();
  SEXTANT_TRY(const Rows lacking, differences(control_rows(answer.periods), answer.sums));
  SEXTANT_TRY_VOID(answer.table->append(lacking));
  return periods_with_rows(lacking);
}

std::set<Date> GrainBook::renewed_periods(const FaceAnswer& answer, const Held& held,
                                          const std::set<Date>& changed,
                                          const std::set<Date>& unallocated,
                                          const std::set<Date>& with_rows) const {
  std::set<Date> renewed;
  for (const Date period : answer.periods) {
    const auto before = held.find(period);
    const bool is_held = before != held.end();
    const auto estimated = answer.facts.estimated.find(period);
    const bool is_final = estimated == answer.facts.estimated.end() || !estimated->second;
    const bool is_known =
        is_held && !before->second.is_estimated && !before->second.has_unallocated &&
        before->second.snapshot_at >= snapshot_of(period) && !changed.contains(period);
    if (is_known && is_final && !unallocated.contains(period)) continue;
    // A month without costs gets a file without rows, which tells it from one that was never asked
    // for; of days the control tells the same.
    const bool is_empty = !with_rows.contains(period) && !unallocated.contains(period);
    if (!is_held && is_empty && grain_ == lake::Grain::kDaily) continue;
    renewed.insert(period);
  }
  return renewed;
}

Result<void> GrainBook::write_face(lake::Face face, const CallContext& context) {
  const auto found = faces_.find(face);
  if (found == faces_.end()) return {};
  FaceAnswer& answer = found->second;
  const Stream stream = stream_of(face);
  SEXTANT_TRY(const Held held, writer_.held(stream, hull(answer.periods), context));
  SEXTANT_TRY(const auto changed, changed_of(stream, *answer.table, answer.periods, held, context));
  SEXTANT_TRY_VOID(note_moved_money(face, held, changed, context));
  SEXTANT_TRY(const auto unallocated, add_unallocated(answer));
  lake::CostStamp stamp = stamp_of(answer.facts);
  for (const Date period :
       renewed_periods(answer, held, changed, unallocated, periods_with_rows(answer.sums))) {
    stamp.periods[period] = {answer.facts.estimated[period], snapshot_of(period)};
  }
  return writer_.replace(stream, *answer.table, stamp, context);
}

}  // namespace sextant::sync
