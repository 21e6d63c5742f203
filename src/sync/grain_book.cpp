#include "sync/grain_book.h"

#include <algorithm>

namespace sextant::sync {
namespace {

using Rows = std::vector<lake::CostRow>;
using RowsByPeriod = std::map<Date, Rows>;

RowsByPeriod by_period(const Rows& rows) {
  RowsByPeriod out;
  for (const lake::CostRow& row : rows) out[row.start].push_back(row);
  return out;
}

bool is_estimated(const Rows& rows) {
  return std::ranges::any_of(rows, &lake::CostRow::is_estimated);
}
bool has_unallocated(const Rows& rows) {
  return std::ranges::any_of(rows, &lake::CostRow::is_unallocated);
}

std::set<Date> periods_with_rows(const Rows& rows) {
  std::set<Date> out;
  for (const lake::CostRow& row : rows) out.insert(row.start);
  return out;
}

DateInterval hull(const std::set<Date>& periods) {
  return {*periods.begin(), *periods.rbegin() + std::chrono::days(1)};
}

}  // namespace

Stream GrainBook::stream_of(lake::Face face) const {
  return {account_id_, view_, Subject::kCosts, face, grain_};
}

Result<void> GrainBook::load_control(const DateInterval& window, const CallContext& context) {
  SEXTANT_TRY(const Rows stored, writer_.stored(stream_of(lake::Face::kTotal), window, context));
  control_ = by_period(stored);
  has_control_ = !control_.empty();
  return {};
}

Result<void> GrainBook::settle_control(const DateInterval& window, const Rows& rows,
                                       const CallContext& context) {
  const Stream stream = stream_of(lake::Face::kTotal);
  SEXTANT_TRY(const Rows stored_rows, writer_.stored(stream, window, context));
  SEXTANT_TRY(const auto changed, changed_periods(stored_rows, rows));
  const RowsByPeriod stored = by_period(stored_rows);
  std::set<Date> renewed;
  Rows written;
  for (auto& [period, now] : by_period(rows)) {
    const auto before = stored.find(period);
    const bool was_closed = before != stored.end() && !is_estimated(before->second);
    if (was_closed && !changed.contains(period) && !is_estimated(now)) {
      control_[period] = before->second;
      continue;
    }
    if (was_closed) changed_closed_.insert(period);
    for (lake::CostRow& row : now) row.snapshot_at = snapshot_at_;
    renewed.insert(period);
    written.insert(written.end(), now.begin(), now.end());
    control_[period] = now;
  }
  has_control_ = true;
  return writer_.replace(stream, renewed, written, context);
}

void GrainBook::add_face(lake::Face face, const DateInterval& window, Rows rows) {
  FaceAnswer& answer = faces_[face];
  for (const Date period : periods_of(window, grain_)) answer.periods.insert(period);
  std::erase_if(answer.rows, [&](const lake::CostRow& row) {
    return row.start >= window.start && row.start < window.end;
  });
  std::ranges::move(rows, std::back_inserter(answer.rows));
}

Rows GrainBook::control_rows(const std::set<Date>& periods) const {
  Rows out;
  for (const Date period : periods) {
    if (const auto found = control_.find(period); found != control_.end()) {
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
  }
  return out;
}

Result<std::set<Date>> GrainBook::disagreeing(lake::Face face) const {
  const auto answer = faces_.find(face);
  if (answer == faces_.end() || !has_control_) return std::set<Date>();
  SEXTANT_TRY(const Rows lacking,
              differences(control_rows(answer->second.periods), answer->second.rows));
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
  for (const Date period : periods) {
    for (lake::CostRow& row : control_[period]) row.snapshot_at = snapshot_at_;
  }
  return writer_.replace(stream_of(lake::Face::kTotal), periods, control_rows(periods), context);
}

// Money that moved between accounts or services at a constant total is seen by account and service
// only: then the other faces of that period are out of date too.
Result<void> GrainBook::note_moved_money(lake::Face face, const Rows& stored,
                                         const std::set<Date>& changed,
                                         const CallContext& context) {
  if (face != lake::Face::kAccountService || !has_control_) return {};
  std::set<Date> moved;
  for (const auto& [period, rows] : by_period(stored)) {
    const bool was_settled = !is_estimated(rows) && rows.front().snapshot_at >= snapshot_of(period);
    if (was_settled && changed.contains(period) && control_.contains(period)) moved.insert(period);
  }
  if (moved.empty()) return {};
  changed_closed_.insert(moved.begin(), moved.end());
  return renew_control(moved, context);
}

Result<void> GrainBook::write_face(lake::Face face, const CallContext& context) {
  FaceAnswer& answer = faces_[face];
  if (answer.periods.empty()) return {};
  SEXTANT_TRY(const Rows stored_rows,
              writer_.stored(stream_of(face), hull(answer.periods), context));
  SEXTANT_TRY(const auto changed, changed_periods(stored_rows, answer.rows));
  SEXTANT_TRY_VOID(note_moved_money(face, stored_rows, changed, context));
  Rows rows = answer.rows;
  if (has_control_) {
    SEXTANT_TRY(const Rows lacking, differences(control_rows(answer.periods), answer.rows));
    rows.insert(rows.end(), lacking.begin(), lacking.end());
  }
  const RowsByPeriod stored = by_period(stored_rows);
  RowsByPeriod now = by_period(rows);
  std::set<Date> renewed;
  for (const Date period : answer.periods) {
    const auto before = stored.find(period);
    const bool is_held = before != stored.end();
    const bool is_known =
        is_held && !is_estimated(before->second) && !has_unallocated(before->second) &&
        before->second.front().snapshot_at >= snapshot_of(period) && !changed.contains(period);
    if (is_known && !is_estimated(now[period]) && !has_unallocated(now[period])) continue;
    // A month without costs gets a file without rows, which tells it from one that was never asked
    // for; of days the control tells the same.
    if (!is_held && now[period].empty() && grain_ == lake::Grain::kDaily) continue;
    renewed.insert(period);
  }
  for (lake::CostRow& row : rows) row.snapshot_at = snapshot_of(row.start);
  return writer_.replace(stream_of(face), renewed, rows, context);
}

}  // namespace sextant::sync
