#pragma once

#include <string>

#include "cli/context.h"

namespace sextant::cli {

struct AccountsCommand {
  std::string format = "table";
};
// Every cloud account, and set-ups that wait for their role.
int run_accounts(Context& context, const AccountsCommand& command);

}  // namespace sextant::cli
