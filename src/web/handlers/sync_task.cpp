#include "web/handlers/sync_task.h"

#include <boost/json/object.hpp>

#include "operations/sync_json.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

// Tells what a sync does as events of a task.
class SyncEvents final : public sync::Observer {
 public:
  SyncEvents(TaskEmitter& emitter, Changes& changes) : emitter_(emitter), changes_(changes) {}

  void on_cell(const state::Cell& cell, int pages_expected) override {
    emitter_.emit("cell", operations::to_json(cell, pages_expected), cell.key);
    // Its costs are in the lake now.
    if (cell.status == state::CellStatus::kDone) changes_.publish("costs");
  }
  void on_note(const sync::Note& note) override {
    emitter_.emit("note", operations::to_json(note));
  }

 private:
  TaskEmitter& emitter_;
  Changes& changes_;
};

}  // namespace

Outcome<json::value> run_sync_task(operations::Context& context, Changes& changes,
                                   const operations::SyncWords& words, TaskEmitter& emitter,
                                   const CallContext& call) {
  const Clock& clock = context.outside.clock;
  const SteadyTime start = clock.steady();
  SEXTANT_TRY(auto planned, operations::PlannedSync::prepare(context, words, call));
  json::object plan = operations::to_json(planned.plan());
  SEXTANT_TRY(const auto expected, operations::expected_time(context, planned.plan()));
  plan["expected_s"] = expected.least.count();
  plan["expected_max_s"] = expected.most.count();
  emitter.emit("plan", std::move(plan));
  SEXTANT_TRY_VOID(planned.check_price());
  SyncEvents events(emitter, changes);
  const auto summary = planned.run(events, call);
  for (const char* what : {"accounts", "costs", "schedule"}) changes.publish(what);
  if (!summary) return std::unexpected(summary.error());
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - start);
  json::object out = operations::to_json(planned.plan(), *summary, elapsed);
  emitter.emit("summary", out);
  return out;
}

}  // namespace sextant::web
