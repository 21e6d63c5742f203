#pragma once

#include <filesystem>
#include <optional>

#include "aws/access.h"
#include "connect/connection.h"
#include "operations/context.h"
#include "operations/guarded_world.h"
#include "state/database.h"
#include "web/changes.h"
#include "web/scheduler.h"
#include "web/tasks.h"

namespace sextant::web {

// What the schedule does: a sync as a task that anyone may watch. Nobody is there to agree to
// anything, so it runs only those programs, and calls only those hosts that are not AWS's, to which
// somebody has agreed for good (operations/agreements.h); tokens of sessions that a person has
// begun are renewed. Thread-safe.
class ScheduledSync final : public ScheduledWork {
 public:
  // References outlive it.
  ScheduledSync(const aws::Outside& outside, const std::filesystem::path& home,
                state::Database& database, Tasks& tasks, Changes& changes);

  Result<Readiness> look(const CallContext& call) override;
  Result<void> sync(const std::vector<std::string>& connections, const Decimal& max_cost_usd,
                    const CallContext& call) override;

 private:
  std::optional<Error> why_waiting(const connect::Connection& connection);
  // What these connections need and what was agreed to. Errors: state.*.
  Result<std::vector<operations::Consent>> agreed_of(const std::vector<std::string>& connections);
  Result<void> await(const std::string& task_id, const CallContext& call);

  const aws::Outside outside_;
  const operations::GuardedWorld world_;  // in which nothing is agreed to
  operations::Context context_;
  state::Database& database_;
  Tasks& tasks_;
  Changes& changes_;
};

}  // namespace sextant::web
