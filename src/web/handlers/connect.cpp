#include "operations/connect.h"

#include "connect/arn.h"
#include "operations/json_values.h"
#include "operations/side_effects.h"
#include "web/handlers/check_events.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds kSetupLimit{30};

// A task that checks a connection and keeps it.
Outcome<Reply> begin(const SharedDesk& desk, const ApiRequest& request,
                     const connect::Connection& connection) {
  const auto agreed = operations::effects_of_connections(desk->context, {connection}, kCheckLimit);
  SEXTANT_TRY_VOID(desk->require(agreed, request));
  const operations::CheckOptions options{request.body_flag("may_pay"), std::nullopt};
  const bool accepts_red = request.body_flag("accept_red");
  SEXTANT_TRY(const auto task,
              desk->services.tasks.start(
                  {"connect", "Connect " + connection.name, connection.name, kCheckLimit},
                  [desk, connection, options, accepts_red, agreed](
                      TaskEmitter& emitter, const CallContext& call) -> Outcome<json::value> {
                    operations::AgreedContext world(desk->context, agreed);
                    SEXTANT_TRY(const auto connected,
                                operations::check_and_keep(
                                    world.get(), connection, options, [&] { return accepts_red; },
                                    events_of_check(emitter), call));
                    for (const char* what : {"accounts", "profiles"})
                      desk->services.changes.publish(what);
                    return operations::to_json(connected);
                  }));
  return Reply::accepted(task);
}

Outcome<Reply> connect_profile(const SharedDesk& desk, const ApiRequest& request) {
  SEXTANT_TRY(
      const auto connection,
      operations::connection_of(desk->context, {request.body_text("name").value_or(""),
                                                request.required_body_text("profile"), "", ""}));
  return begin(desk, request, connection);
}

Outcome<Reply> connect_role(const SharedDesk& desk, const ApiRequest& request) {
  SEXTANT_TRY(
      const auto connection,
      operations::connection_of(desk->context, {request.required_body_text("name"), "",
                                                request.required_body_text("role_arn"),
                                                request.body_text("base_profile").value_or("")}));
  return begin(desk, request, connection);
}

Outcome<Reply> set_up_role(Desk& desk, const ApiRequest& request) {
  connect::SetupRequest setup;
  setup.name = request.required_body_text("name");
  setup.is_organization = request.body_flag("organization");
  setup.base_profile = request.body_text("base_profile").value_or("");
  setup.role_name = request.body_text("role_name").value_or("");
  const auto base = setup.base_profile.empty() ? std::nullopt : std::optional(setup.base_profile);
  const auto agreed = operations::effects_of_profile(desk.context, base, kSetupLimit);
  SEXTANT_TRY_VOID(desk.require(agreed, request));
  operations::AgreedContext world(desk.context, agreed);
  SEXTANT_TRY(const auto made, operations::set_up_role(
                                   world.get(), setup,
                                   request.call.within(desk.context.outside.clock, kSetupLimit)));
  desk.services.changes.publish("accounts");
  return Reply::of(operations::to_json(made));
}

Outcome<Reply> validate_role(Desk& desk, const ApiRequest& request) {
  const std::string arn = request.required_body_text("role_arn");
  json::object out = {{"valid", false}};
  if (const auto role = connect::parse_role_arn(arn)) {
    out["account_id"] = role->account_id;
    out["role_name"] = role->name;
  }
  const auto connection =
      operations::connection_of(desk.context, {request.required_body_text("name"), "", arn, ""});
  if (connection) {
    out["valid"] = true;
    out["connection"] = connection->name;
    return Reply::of(out);
  }
  if (!connection.error().code.starts_with("connection."))
    return std::unexpected(connection.error());
  out["problem"] = operations::explained_json(connection.error());
  return Reply::of(out);
}

}  // namespace

void add_connect_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("connectProfile",
            [desk](const ApiRequest& request) { return connect_profile(desk, request); });
  table.add("connectRole",
            [desk](const ApiRequest& request) { return connect_role(desk, request); });
  table.add("setUpRole", [desk](const ApiRequest& request) { return set_up_role(*desk, request); });
  table.add("validateRole",
            [desk](const ApiRequest& request) { return validate_role(*desk, request); });
}

}  // namespace sextant::web
