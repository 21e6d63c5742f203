#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "connect/check/check.h"
#include "operations/context.h"

namespace sextant::operations {

struct CheckOptions {
  bool may_pay = true;                             // one call of check_price_usd()
  std::optional<connect::RoleAsRead> pasted_role;  // as its owner sees it, where AWS refuses us
};

// What happens while a check runs. Called by one thread at a time.
struct CheckWatcher : connect::CheckObserver {
  // Once, with all that was found, also where the check was stopped.
  std::function<void(const connect::CheckReport&)> on_report = {};
};

// What the one paid call of a check costs.
Decimal check_price_usd();

// The connection of that name, or all that are on. Errors: connection.not_found, connection.none,
// connection.pending, state.*.
Result<std::vector<connect::Connection>> connections_to_check(Context& context,
                                                              const std::string& name);

// Checks one connection step by step; a paid attempt is entered in the ledger before it is made.
// The report is not stored. Errors: state.*; a check itself never fails.
Result<connect::CheckReport> check_connection(Context& context,
                                              const connect::Connection& connection,
                                              const CheckOptions& options,
                                              const CheckWatcher& watcher, const CallContext& call);

// The same, and what it has learned is stored with the connection. Error also: check.cancelled, and
// then nothing is stored.
Result<connect::CheckReport> check_again(Context& context, const connect::Connection& connection,
                                         const CheckOptions& options, const CheckWatcher& watcher,
                                         const CallContext& call);

}  // namespace sextant::operations
