#pragma once

#include <boost/json/object.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "connect/onboarding.h"
#include "operations/check.h"
#include "operations/context.h"

namespace sextant::operations {

// What is to be connected: a profile, or the role of a set-up. A plain value.
struct ConnectWords {
  std::string name;  // of the connection; a profile's where ""
  std::string profile;
  std::string role_arn;
  std::string base_profile;  // of a role; "" for the set-up's
};

// The connection that the words make, to be checked; nothing is stored. Errors: connection.*.
Result<connect::Connection> connection_of(Context& context, const ConnectWords& words);

// What came of checking and connecting.
struct Connected {
  connect::CheckReport report;
  // What is stored; nullopt where the check found something red, and could not say whose account
  // it is or nobody wanted it all the same.
  std::optional<connect::Connection> connection;
  // Other connections of the same account: a second way is fine, and costs are counted once.
  std::vector<std::string> also_reached_by;
};
// Checks a connection, and keeps it where the check is fine or `keep_red` says so. Errors:
// check.cancelled, connection.slow_down where AWS throttles so much that the account is not known,
// state.*.
Result<Connected> check_and_keep(Context& context, const connect::Connection& connection,
                                 const CheckOptions& options, const std::function<bool()>& keep_red,
                                 const CheckWatcher& watcher, const CallContext& call);

// {"connected", "connection", "report", "also_reached_by"}
boost::json::object to_json(const Connected& connected);

// See connect::Onboarding::set_up_role.
Result<connect::RoleSetup> set_up_role(Context& context, const connect::SetupRequest& request,
                                       const CallContext& call);
// Who we are, what to create in the account, in each form.
boost::json::object to_json(const connect::RoleSetup& setup);

}  // namespace sextant::operations
