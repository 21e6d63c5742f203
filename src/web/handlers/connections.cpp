#include "operations/connections.h"

#include <boost/json/array.hpp>

#include "operations/check.h"
#include "operations/diagnostics.h"
#include "operations/removal.h"
#include "operations/side_effects.h"
#include "web/handlers/check_events.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

Outcome<Reply> list_connections(Desk& desk) {
  SEXTANT_TRY(const auto connections, operations::list_connections(desk.context));
  json::array list;
  for (const connect::Connection& connection : connections)
    list.push_back(operations::to_json(connection));
  return Reply::of(json::object{{"connections", std::move(list)}});
}

Outcome<Reply> get_connection(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto connection,
              operations::change_connection(desk.context, request.required_text("name"), {}));
  return Reply::of(operations::to_json(connection));
}

Outcome<Reply> change_connection(Desk& desk, const ApiRequest& request) {
  operations::ConnectionChange change;
  if (request.body.contains("on")) change.is_on = request.body_flag("on");
  change.note = request.body_text("note");
  if (request.body.contains("regions")) change.regions = request.body_texts("regions");
  SEXTANT_TRY(const auto connection,
              operations::change_connection(desk.context, request.required_text("name"), change));
  for (const char* what : {"accounts", "profiles", "costs"}) desk.services.changes.publish(what);
  return Reply::of(operations::to_json(connection));
}

Outcome<Reply> plan_removal(Desk& desk, const ApiRequest& request) {
  const bool keep_data = request.flag("keep_data");
  SEXTANT_TRY(const auto removal,
              operations::plan_removal(desk.context, request.required_text("name"), keep_data));
  return Reply::of(operations::to_json(removal, keep_data));
}

Outcome<Reply> remove_connection(Desk& desk, const ApiRequest& request) {
  const bool keep_data = request.flag("keep_data");
  SEXTANT_TRY(const auto removal,
              operations::remove_connection(desk.context, request.required_text("name"), keep_data,
                                            [](const auto&) { return Result<void>(); }));
  for (const char* what : {"accounts", "profiles", "costs"}) desk.services.changes.publish(what);
  return Reply::of(operations::to_json(removal, keep_data));
}

Outcome<Reply> diagnose(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(const auto found, operations::diagnose(desk.context, request.required_text("name")));
  return Reply::of(operations::to_json(found));
}

Outcome<Reply> check_connection(const SharedDesk& desk, const ApiRequest& request) {
  const std::string name = request.required_text("name");
  SEXTANT_TRY(auto found, operations::connections_to_check(desk->context, name));
  const connect::Connection connection = std::move(found.front());
  const auto agreed = operations::effects_of_connections(desk->context, {connection}, kCheckLimit);
  SEXTANT_TRY_VOID(desk->require(agreed, request));
  const operations::CheckOptions options{request.body_flag("may_pay"), std::nullopt};
  SEXTANT_TRY(const auto task,
              desk->services.tasks.start(
                  {"check", "Check " + name, name, kCheckLimit},
                  [desk, connection, options, agreed](
                      TaskEmitter& emitter, const CallContext& call) -> Outcome<json::value> {
                    operations::AgreedContext world(desk->context, agreed);
                    SEXTANT_TRY(const auto report,
                                operations::check_again(world.get(), connection, options,
                                                        events_of_check(emitter), call));
                    for (const char* what : {"accounts", "profiles"})
                      desk->services.changes.publish(what);
                    return connect::to_json(report);
                  }));
  return Reply::accepted(task);
}

}  // namespace

void add_connection_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("listConnections", [desk](const ApiRequest&) { return list_connections(*desk); });
  table.add("getConnection",
            [desk](const ApiRequest& request) { return get_connection(*desk, request); });
  table.add("changeConnection",
            [desk](const ApiRequest& request) { return change_connection(*desk, request); });
  table.add("planRemoval",
            [desk](const ApiRequest& request) { return plan_removal(*desk, request); });
  table.add("removeConnection",
            [desk](const ApiRequest& request) { return remove_connection(*desk, request); });
  table.add("diagnoseConnection",
            [desk](const ApiRequest& request) { return diagnose(*desk, request); });
  table.add("checkConnection",
            [desk](const ApiRequest& request) { return check_connection(desk, request); });
}

}  // namespace sextant::web
