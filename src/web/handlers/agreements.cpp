#include "operations/agreements.h"

#include <boost/json/array.hpp>

#include "operations/connections.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

namespace json = boost::json;

Outcome<Reply> list(Desk& desk, bool is_new) {
  SEXTANT_TRY(const auto agreements, operations::list_agreements(desk.context));
  json::array out;
  for (const operations::Agreement& one : agreements) out.push_back(operations::to_json(one));
  const json::object body = {{"agreements", std::move(out)}};
  return is_new ? Reply::created(body) : Reply::of(body);
}

// Remembers what the syncs by schedule of a connection need, where the request says that a person
// has agreed to all of it.
Outcome<Reply> agree(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(
      const auto connection,
      operations::change_connection(desk.context, request.required_body_text("connection"), {}));
  const auto needed = operations::agreements_needed(desk.context, connection);
  SEXTANT_TRY_VOID(desk.require(needed, request));
  SEXTANT_TRY_VOID(operations::remember_agreements(desk.context, needed));
  if (desk.services.wake_schedule) desk.services.wake_schedule();
  desk.services.changes.publish("schedule");
  return list(desk, true);
}

Outcome<Reply> revoke(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY_VOID(operations::revoke_agreement(desk.context, request.required_text("id")));
  desk.services.changes.publish("schedule");
  return Reply::no_content();
}

}  // namespace

void add_agreement_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("listAgreements", [desk](const ApiRequest&) { return list(*desk, false); });
  table.add("agree", [desk](const ApiRequest& request) { return agree(*desk, request); });
  table.add("revokeAgreement",
            [desk](const ApiRequest& request) { return revoke(*desk, request); });
}

}  // namespace sextant::web
