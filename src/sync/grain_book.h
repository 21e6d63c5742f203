#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "sync/cost_intake.h"
#include "sync/plan.h"
#include "sync/reconcile.h"

namespace sextant::sync {

// Whose costs a GrainBook is about. A plain value.
struct BookOwner {
  std::string account_id;
  std::string perspective;  // "payer", "member", "standalone"
  std::string view = "primary";
  std::map<std::string, std::string> account_names;  // these win over the names in answers
};

// The costs of one account in one grain while they are synced: compares each face with the control,
// decides what is written, and what has to be looked at again.
//
// Snapshots: a period of the control gets a new x_SnapshotAt when it is new, open or changed; a
// face takes over that of the control with which it agrees. A closed period that is unchanged is
// not written again.
//
// Not thread-safe. Errors: lake.*, decimal.overflow.
class GrainBook {
 public:
  GrainBook(CostWriter& writer, BookOwner owner, lake::Grain grain, WallTime snapshot_at)
      : writer_(writer), owner_(std::move(owner)), grain_(grain), snapshot_at_(snapshot_at) {}

  // The control was not asked in this sync, since it is fresh: faces are compared with what is
  // stored.
  Result<void> load_control(const DateInterval& window, const CallContext& context);
  // The control's answer: written where it says something new.
  Result<void> settle_control(CostIntake& answer, const CallContext& context);

  // Takes over a face's answer to `window`, over an earlier one.
  Result<void> add_face(lake::Face face, const DateInterval& window, CostIntake& answer);
  // The periods in which a face, as far as it was asked, does not sum to the control.
  Result<std::set<Date>> disagreeing(lake::Face face) const;
  // Writes a face, with a row that makes up for what it lacks. Periods that turn out to have
  // changed though they were closed are added to `changed_closed`.
  Result<void> write_face(lake::Face face, const CallContext& context);

  // Closed periods that have changed: every face has to be asked about them again.
  const std::set<Date>& changed_closed() const { return changed_closed_; }
  // Those of them that the face was not asked about in this sync.
  std::set<Date> not_asked(lake::Face face) const;

 private:
  using Held = std::map<Date, lake::HeldPeriod>;
  struct FaceAnswer {
    std::set<Date> periods;  // that were asked for
    AnswerFacts facts;
    std::unique_ptr<lake::CostTable> table;
    lake::PeriodSums sums;  // of the table
  };
  Stream stream_of(lake::Face face) const;
  lake::CostStamp stamp_of(const AnswerFacts& facts) const;
  std::vector<lake::CostRow> control_rows(const std::set<Date>& periods) const;
  WallTime snapshot_of(Date period) const;
  Result<std::set<Date>> changed_of(const Stream& stream, const lake::CostTable& now,
                                    const std::set<Date>& periods, const Held& held,
                                    const CallContext& context) const;
  Result<std::set<Date>> add_unallocated(FaceAnswer& answer) const;
  std::set<Date> renewed_periods(const FaceAnswer& answer, const Held& held,
                                 const std::set<Date>& changed, const std::set<Date>& unallocated,
                                 const std::set<Date>& with_rows) const;
  Result<void> note_moved_money(lake::Face face, const Held& held, const std::set<Date>& changed,
                                const CallContext& context);
  Result<void> renew_control(const std::set<Date>& periods, const CallContext& context);

  CostWriter& writer_;
  const BookOwner owner_;
  const lake::Grain grain_;
  const WallTime snapshot_at_;
  bool has_control_ = false;
  std::map<Date, std::vector<lake::CostRow>> control_;
  std::map<lake::Face, FaceAnswer> faces_;
  std::set<Date> changed_closed_;
};

}  // namespace sextant::sync
