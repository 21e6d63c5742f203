#include <algorithm>

#include "base/civil_time.h"
#include "connect/connection.h"
#include "http/message.h"
#include "web/own_handlers.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

// The endpoint of all AWS calls is one of this machine: the simulated cloud.
bool is_demo(const Environment& environment) {
  const auto endpoint = environment.get_non_empty("AWS_ENDPOINT_URL");
  if (!endpoint) return false;
  const auto parts = http::split_url(*endpoint);
  return parts && http::is_loopback_host(parts->host);
}

Outcome<Reply> get_status(const OwnServices& services, const ApiRequest& request) {
  SEXTANT_TRY(const auto connections, connect::ConnectionStore(services.database).list());
  const auto pending = std::ranges::count(connections, connect::ConnectionState::kPending,
                                          &connect::Connection::state);
  const WallTime now = services.clock.wall();
  return Reply::of(
      json::object{{"version", services.version},
                   {"now", format_rfc3339(now)},
                   {"today", format_date(date_of(now))},
                   {"home", services.home.string()},
                   {"scope", name_of(request.caller.scope)},
                   {"connections", static_cast<std::int64_t>(connections.size()) - pending},
                   {"pending", pending},
                   {"tasks_running", services.tasks.running()},
                   {"is_demo", is_demo(services.environment)}});
}

}  // namespace

void add_own_handlers(HandlerTable& table, const OwnServices& services) {
  add_server_handlers(table, services);
  add_token_handlers(table, services);
  add_task_handlers(table, services);
  add_schedule_handlers(table, services);
}

void add_server_handlers(HandlerTable& table, const OwnServices& services) {
  table.add("getStatus",
            [services](const ApiRequest& request) { return get_status(services, request); });
  table.add("endSession", [services](const ApiRequest& request) -> Outcome<Reply> {
    SEXTANT_TRY_VOID(services.auth.sign_out(request.caller));
    return Reply::no_content();
  });
  table.add("streamEvents", [services](const ApiRequest&) -> Outcome<Reply> {
    return Reply::stream(services.changes.follow());
  });
}

}  // namespace sextant::web
