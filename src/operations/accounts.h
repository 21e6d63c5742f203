#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <vector>

#include "base/call_context.h"
#include "connect/accounts.h"
#include "operations/context.h"

namespace sextant::operations {

// Every cloud account, and the set-ups that wait for their role.
struct AccountsView {
  std::vector<connect::CloudAccount> accounts;
  std::vector<connect::Connection> pending;
  std::vector<state::Cell> cells;  // of the syncs of all accounts
};
// Errors: state.*, lake.*.
Result<AccountsView> view_accounts(Context& context, const CallContext& call);

// {"rows": [...], "pending": [{"name", "expires_at"}]}
boost::json::object to_json(const AccountsView& view);

}  // namespace sextant::operations
