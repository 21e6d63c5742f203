#include "cli/policy_command.h"

#include <ostream>

#include "connect/policy.h"
#include "connect/setup/policy_formats.h"

namespace sextant::cli {

int run_policy(Context& context, const PolicyCommand& command) {
  const auto format = connect::parse_policy_format(command.format);
  if (!format)
    return fail(context,
                Error{"usage.connect", "--format is one of json|text|cloudformation|terraform"});
  const auto policy =
      connect::least_policy(connect::ReaderKind::kAny, "", connect::catalog_actions());
  if (!policy) return fail(context, policy.error());
  context.terminal.out << connect::render_policy(*policy, *format);
  return kFine;
}

}  // namespace sextant::cli
