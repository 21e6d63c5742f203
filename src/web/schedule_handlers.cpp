#include "web/own_handlers.h"

namespace sextant::web {
namespace {

Outcome<Reply> get_schedule(const OwnServices& services) {
  SEXTANT_TRY(const auto schedule, services.scheduler.to_json());
  return Reply::of(schedule);
}

}  // namespace

void add_schedule_handlers(HandlerTable& table, const OwnServices& services) {
  table.add("getSchedule", [services](const ApiRequest&) { return get_schedule(services); });
  table.add("changeSchedule", [services](const ApiRequest& request) -> Outcome<Reply> {
    SEXTANT_TRY_VOID(services.scheduler.switch_to(request.body_flag("on")));
    return get_schedule(services);
  });
}

}  // namespace sextant::web
