#include "operations/accounts.h"

#include "operations/policy.h"
#include "operations/profiles.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

Outcome<Reply> list_accounts(Desk& desk, const ApiRequest& request) {
  SEXTANT_TRY(auto view, operations::view_accounts(desk.context, request.call));
  // The server syncs on its own at this time, or not at all.
  const auto next = desk.services.next_sync_at ? desk.services.next_sync_at() : std::nullopt;
  for (connect::CloudAccount& account : view.accounts) {
    const bool is_read = account.status != connect::AccountStatus::kOff;
    account.next_sync_at = is_read ? next : std::nullopt;
  }
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
