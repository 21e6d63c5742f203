#include "cli/policy_command.h"

#include <ostream>

#include "connect/setup/policy_formats.h"
#include "operations/policy.h"

namespace sextant::cli {

int run_policy(Context& context, const PolicyCommand& command) {
  const auto format = connect::parse_policy_format(command.format);
  if (!format)
    return fail(context,
                Error{"usage.connect", "--format is one of json|text|cloudformation|terraform"});
  const auto policy = operations::least_policy();
  if (!policy) return fail(context, policy.error());
  context.terminal.out << connect::render_policy(*policy, *format);
  return kFine;
}

}  // namespace sextant::cli
