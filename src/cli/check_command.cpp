#include "cli/check_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <istream>
#include <ostream>

#include "base/json_text.h"
#include "base/text.h"
#include "cli/check_view.h"

namespace sextant::cli {
namespace {

constexpr std::size_t kPastedMax = 1U << 20U;
int exit_code_of(const std::vector<connect::CheckReport>& reports) {
  const auto red = std::ranges::count_if(reports, [](const connect::CheckReport& report) {
    return report.status() == connect::ReportStatus::kRed;
  });
  if (red == 0) return kFine;
  return static_cast<std::size_t>(red) == reports.size() ? kFailed : kPartly;
}

Result<std::vector<connect::CheckReport>> check_all(Context& context, const CheckCommand& command) {
  operations::CheckOptions options{command.may_pay, std::nullopt};
  SEXTANT_TRY(options.pasted_role, read_pasted_role(context, command.role_json));
  SEXTANT_TRY(const auto connections, operations::connections_to_check(context, command.name));
  std::ostream* out = command.format == "json" ? nullptr : &context.terminal.out;
  std::vector<connect::CheckReport> reports;
  for (const connect::Connection& connection : connections) {
    const auto watcher = watch_check(context, connection.name, command.may_pay, out);
    SEXTANT_TRY(auto report,
                operations::check_again(context, connection, options, watcher, context.call));
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace

Result<std::optional<connect::RoleAsRead>> read_pasted_role(Context& context,
                                                            const std::string& path) {
  if (path.empty()) return std::optional<connect::RoleAsRead>();
  std::string text;
  if (path == "-") {
    for (char c = 0; text.size() <= kPastedMax && context.terminal.in.get(c);) text += c;
  } else {
    SEXTANT_TRY(text, context.outside.files.read(path, kPastedMax));
  }
  SEXTANT_TRY(auto role, connect::read_role_text(text));
  return std::optional(std::move(role));
}

operations::CheckWatcher watch_check(Context& context, const std::string& name, bool may_pay,
                                     std::ostream* out) {
  const TextStyle style = style_of(context.terminal, context.outside.environment);
  if (out != nullptr && !context.terminal.quiet) {
    *out << toned(fmt::format("Checking {}", for_terminal(name)), Tone::kStrong, style);
    *out << (may_pay ? fmt::format(": at most one paid call, Cost Explorer's, at {} USD (--no-paid "
                                   "leaves it out)\n",
                                   operations::check_price_usd().to_string())
                     : std::string(": without paid calls\n"));
    out->flush();
  }
  operations::CheckWatcher watcher;
  if (out != nullptr) {
    watcher.on_step = [out, style](const connect::CheckStep& step) {
      print_step(*out, step, style);
    };
    watcher.on_report = [out, style](const connect::CheckReport& report) {
      print_verdict(*out, report, style);
    };
  }
  if (!context.terminal.quiet) {
    watcher.on_wait = [&context](const std::string& text) {
      context.terminal.err << for_terminal(text) << std::endl;
    };
  }
  return watcher;
}

int run_check_command(Context& context, const CheckCommand& command) {
  const auto reports = check_all(context, command);
  if (!reports) return fail(context, reports.error());
  if (command.format == "json") {
    boost::json::array list;
    for (const connect::CheckReport& report : *reports) list.push_back(connect::to_json(report));
    context.terminal.out << pretty_json(boost::json::object{{"reports", std::move(list)}}) << "\n";
  }
  return exit_code_of(*reports);
}

}  // namespace sextant::cli
