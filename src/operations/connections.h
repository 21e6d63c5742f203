#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connect/connection.h"
#include "operations/context.h"

namespace sextant::operations {

// What is to be changed of a connection; what is absent stays. A plain value.
struct ConnectionChange {
  std::optional<bool> is_on;
  std::optional<std::string> note;
  std::optional<std::vector<std::string>> regions;  // none: all that are enabled

  bool is_empty() const { return !is_on && !note && !regions; }
};

// The connection, after changing what is given. Errors: connection.not_found, connection.none,
// connection.bad_note, connection.bad_region, state.*.
Result<connect::Connection> change_connection(Context& context, const std::string& name,
                                              const ConnectionChange& change);
// All, by name, with set-ups that wait for their role.
Result<std::vector<connect::Connection>> list_connections(Context& context);

// "eu-west-1, us-east-1" as a list; none for "". Nothing is checked.
std::vector<std::string> split_regions(std::string_view text);

// With the report of the last check.
boost::json::object to_json(const connect::Connection& connection);
// The stored report of the last check; null where there is none that can be read.
boost::json::value last_check_json(const connect::Connection& connection);

}  // namespace sextant::operations
