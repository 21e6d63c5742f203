#include "cli/sql_process_command.h"

#include <sys/prctl.h>
#include <csignal>

#include <istream>
#include <iterator>
#include <ostream>

#include "operations/sql_process.h"

namespace sextant::cli {

int run_sql_process(Context& context) {
  // What is killed cannot end what it has started.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const std::string request{std::istreambuf_iterator<char>(context.terminal.in), {}};
  context.terminal.out << operations::answer_sql_request(context, request, context.call);
  return kFine;
}

}  // namespace sextant::cli
