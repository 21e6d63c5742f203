#include "operations/accounts.h"

#include "operations/policy.h"
#include "operations/profiles.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

Outcome<Reply> list_accounts(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(auto view, operations::view_accounts(desk.context, request.call));
  // The schedule of this very server, which other processes learn a little later.
  const auto next = desk.services.next_sync_at ? desk.services.next_sync_at() : std::nullopt;
  connect::tell_next_sync(view.accounts, {next.has_value(), next},
                          desk.context.outside.clock.wall());
  return Reply::of(operations::to_json(view));
}

Outcome<Reply> list_profiles(Desk& desk) {
  SEXTANT_TRY(const auto view, operations::view_profiles(desk.context));
  return Reply::of(operations::to_json(view));
}

Outcome<Reply> get_policy() {
  SEXTANT_TRY(const auto policy, operations::least_policy());
  return Reply::of(operations::to_json(policy));
}

}  // namespace

void add_account_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("listAccounts",
            [desk](const ApiRequest& request) { return list_accounts(*desk, request); });
  table.add("listProfiles", [desk](const ApiRequest&) { return list_profiles(*desk); });
  table.add("getPolicy", [](const ApiRequest&) { return get_policy(); });
}

}  // namespace sextant::web
