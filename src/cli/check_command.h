#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "cli/context.h"
#include "operations/check.h"

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

// Says what a check may cost, and tells steps as they end and its verdict on `out` (nothing where
// it is null). `context` and `out` outlive the watcher.
operations::CheckWatcher watch_check(Context& context, const std::string& name, bool may_pay,
                                     std::ostream* out);

// The role in a file with the output of `aws iam get-role`, "-" for standard input; nullopt for "".
// Errors: file.*, check.role_json.
Result<std::optional<connect::RoleAsRead>> read_pasted_role(Context& context,
                                                            const std::string& path);

}  // namespace sextant::cli
