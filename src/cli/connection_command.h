#pragma once

#include <optional>
#include <string>

#include "cli/context.h"

namespace sextant::cli {

struct ConnectionCommand {
  std::string name;
  std::optional<bool> is_on;
  std::optional<std::string> note;
  std::optional<std::string> regions;  // separated by commas; "" for all
  // Whether syncs by schedule may run its program and call its host that is not AWS's.
  std::optional<bool> agrees;
  bool yes = false;  // agree without being asked
  std::string format = "text";
};
// Shows a connection, after changing what is given.
int run_connection(Context& context, const ConnectionCommand& command);

struct DisconnectCommand {
  std::string name;
  bool keep_data = false;
  bool yes = false;
};
// Says what goes, asks, and removes it.
int run_disconnect(Context& context, const DisconnectCommand& command);

}  // namespace sextant::cli
