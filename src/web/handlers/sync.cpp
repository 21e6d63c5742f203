#include "operations/sync.h"

#include "operations/side_effects.h"
#include "operations/sync_json.h"
#include "web/handlers/desk.h"
#include "web/handlers/sync_task.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::chrono::minutes kSyncLimit{30};
constexpr std::chrono::minutes kPlanLimit{2};

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
  operations::AgreedContext world(desk.context, agreed);
  SEXTANT_TRY(const auto planned,
              operations::PlannedSync::prepare(
                  world.get(), words, request.call.within(desk.context.outside.clock, kPlanLimit)));
  json::object out = operations::to_json(planned.plan());
  SEXTANT_TRY(const auto expected, operations::expected_time(desk.context, planned.plan()));
  out["expected_s"] = expected.least.count();
  out["expected_max_s"] = expected.most.count();
  return Reply::of(out);
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
                    operations::AgreedContext world(desk->context, agreed);
                    return run_sync_task(world.get(), desk->services.changes, words, emitter, call);
                  }));
  return Reply::accepted(task);
}

}  // namespace

void add_sync_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("planSync", [desk](const ApiRequest& request) { return plan_sync(*desk, request); });
  table.add("startSync", [desk](const ApiRequest& request) { return start_sync(desk, request); });
}

}  // namespace sextant::web
