#include "operations/sync.h"

#include "operations/side_effects.h"
#include "operations/sync_json.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes kSyncLimit{30};
constexpr std::chrono::minutes kPlanLimit{2};

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

Outcome<operations::SyncWords> words_of(const ApiRequest& request) {
  operations::SyncWords words;
  words.names = request.body_texts("connections");
  words.force = request.body_flag("force");
  if (const auto text = request.body_text("max_cost_usd")) {
    const auto limit = Decimal::parse(*text);
    if (!limit || limit->is_negative())
      return wrong_field("usage.sync", "max_cost_usd", "'" + *text + "' is no amount of dollars");
    words.max_cost_usd = *limit;
  }
  return words;
}

// What a sync of these words would do, as far as the request says that it was agreed to.
Outcome<std::vector<operations::Consent>> agreed_of(Desk& desk, const operations::SyncWords& words,
                                                    const ApiRequest& request) {
  SEXTANT_TRY(const auto choice, operations::choose_for_sync(desk.context, words.names));
  auto agreed = operations::effects_of_connections(desk.context, choice.chosen, kSyncLimit);
  SEXTANT_TRY_VOID(desk.require(agreed, request));
  return agreed;
}

Outcome<Reply> plan_sync(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto words, words_of(request));
  SEXTANT_TRY(const auto agreed, agreed_of(desk, words, request));
  AgreedContext world(desk, agreed);
  SEXTANT_TRY(const auto planned,
              operations::PlannedSync::prepare(
                  world.get(), words, request.call.within(desk.context.outside.clock, kPlanLimit)));
  json::object out = operations::to_json(planned.plan());
  SEXTANT_TRY(const auto expected, operations::expected_time(desk.context, planned.plan()));
  out["expected_s"] = expected.count();
  return Reply::of(out);
}

Outcome<json::value> run_sync(Desk& desk, const operations::SyncWords& words,
                              const std::vector<operations::Consent>& agreed, TaskEmitter& emitter,
                              const CallContext& call) {
  AgreedContext world(desk, agreed);
  const Clock& clock = desk.context.outside.clock;
  const SteadyTime start = clock.steady();
  SEXTANT_TRY(auto planned, operations::PlannedSync::prepare(world.get(), words, call));
  json::object plan = operations::to_json(planned.plan());
  SEXTANT_TRY(const auto expected, operations::expected_time(desk.context, planned.plan()));
  plan["expected_s"] = expected.count();
  emitter.emit("plan", std::move(plan));
  SEXTANT_TRY_VOID(planned.check_price());
  SyncEvents events(emitter, desk.services.changes);
  const auto summary = planned.run(events, call);
  for (const char* what : {"accounts", "costs", "schedule"}) desk.services.changes.publish(what);
  if (!summary) return std::unexpected(summary.error());
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - start);
  json::object out = operations::to_json(planned.plan(), *summary, elapsed);
  emitter.emit("summary", out);
  return out;
}

Outcome<Reply> start_sync(const SharedDesk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto words, words_of(request));
  SEXTANT_TRY(const auto agreed, agreed_of(*desk, words, request));
  if (const auto running = desk->services.tasks.find_running("sync")) {
    return std::unexpected(Error{"sync.locked", "the task " + *running + " is syncing"}.with(
        "holder", "of this server"));
  }
  const std::string subject = words.names.size() == 1 ? words.names.front() : "";
  const std::string title = subject.empty() ? "Sync costs" : "Sync " + subject;
  SEXTANT_TRY(const auto task,
              desk->services.tasks.start(
                  {"sync", title, subject, kSyncLimit},
                  [desk, words, agreed](TaskEmitter& emitter, const CallContext& call) {
                    return run_sync(*desk, words, agreed, emitter, call);
                  }));
  return Reply::accepted(task);
}

}  // namespace

void add_sync_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("planSync", [desk](const ApiRequest& request) { return plan_sync(*desk, request); });
  table.add("startSync", [desk](const ApiRequest& request) { return start_sync(desk, request); });
}

}  // namespace sextant::web
