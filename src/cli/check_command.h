#pragma once

#include <optional>
#include <string>

#include "cli/context.h"
#include "connect/check/check.h"

namespace sextant::cli {

// What `sextant check` was asked to do.
struct CheckCommand {
  std::string name;     // "" for every connection that is on
  bool may_pay = true;  // not --no-paid
  std::string
      role_json;  // file with the output of `aws iam get-role`, "-" for standard input, "" for none
  std::string format = "text";
};
int run_check_command(Context& context, const CheckCommand& command);

// Checks one connection: what it may cost is said first, steps are printed on `out` as they end
// (nothing where it is null). The report is not stored. Errors: those of state and, of nothing
// else, since a check itself never fails.
Result<connect::CheckReport> check_connection(Context& context,
                                              const connect::Connection& connection, bool may_pay,
                                              const std::optional<connect::RoleAsRead>& pasted_role,
                                              std::ostream* out);

// The role in a file with the output of `aws iam get-role`, "-" for standard input; nullopt for "".
// Errors: file.*, check.role_json.
Result<std::optional<connect::RoleAsRead>> read_pasted_role(Context& context,
                                                            const std::string& path);

}  // namespace sextant::cli
