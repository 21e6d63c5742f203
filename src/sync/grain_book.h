#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "sync/cost_writer.h"
#include "sync/plan.h"
#include "sync/reconcile.h"

namespace sextant::sync {

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
  GrainBook(CostWriter& writer, std::string account_id, std::string view, lake::Grain grain,
            WallTime snapshot_at)
      : writer_(writer),
        account_id_(std::move(account_id)),
        view_(std::move(view)),
        grain_(grain),
        snapshot_at_(snapshot_at) {}

  // The control was not asked in this sync, since it is fresh: faces are compared with what is
  // stored.
  Result<void> load_control(const DateInterval& window, const CallContext& context);
  // The control's answer to `window`: written where it says something new.
  Result<void> settle_control(const DateInterval& window, const std::vector<lake::CostRow>& rows,
                              const CallContext& context);
  bool has_control() const { return has_control_; }

  // Keeps a face's answer to `window`, over an earlier one.
  void add_face(lake::Face face, const DateInterval& window, std::vector<lake::CostRow> rows);
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
  struct FaceAnswer {
    std::set<Date> periods;
    std::vector<lake::CostRow> rows;
  };
  Stream stream_of(lake::Face face) const;
  std::vector<lake::CostRow> control_rows(const std::set<Date>& periods) const;
  WallTime snapshot_of(Date period) const;
  Result<void> renew_control(const std::set<Date>& periods, const CallContext& context);
  Result<void> note_moved_money(lake::Face face, const std::vector<lake::CostRow>& stored,
                                const std::set<Date>& changed, const CallContext& context);

  CostWriter& writer_;
  const std::string account_id_;
  const std::string view_;
  const lake::Grain grain_;
  const WallTime snapshot_at_;
  bool has_control_ = false;
  std::map<Date, std::vector<lake::CostRow>> control_;
  std::map<lake::Face, FaceAnswer> faces_;
  std::set<Date> changed_closed_;
};

}  // namespace sextant::sync
