#include "cli/check_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>
#include <istream>
#include <ostream>

#include "aws/catalog.h"
#include "base/json_text.h"
#include "base/text.h"
#include "cli/check_view.h"
#include "connect/onboarding.h"
#include "state/ledger.h"

namespace sextant::cli {
namespace {

constexpr std::size_t kPastedMax = 1U << 20U;
constexpr long kRetestSecondsMax = 600;

// SEXTANT_TRUST_RETEST_S shortens the wait before a role that let us in is tried again; for tests,
// since IAM itself needs the minute.
std::chrono::seconds trust_retest_after(const Environment& environment) {
  const std::string text = environment.get_non_empty("SEXTANT_TRUST_RETEST_S").value_or("");
  long seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool good = error == std::errc() && end == text.data() + text.size() && seconds >= 0 &&
                    seconds <= kRetestSecondsMax;
  return std::chrono::seconds(good ? seconds : 60);
}

Decimal price_of(std::string_view service, std::string_view operation) {
  const auto* allowed = aws::find_allowed(service, operation);
  return allowed == nullptr ? Decimal() : allowed->price_usd;
}

Result<std::vector<connect::Connection>> chosen(const connect::ConnectionStore& store,
                                                const std::string& name) {
  if (!name.empty()) {
    SEXTANT_TRY(auto one, connect::find_connection(store, name));
    if (one.state == connect::ConnectionState::kPending) {
      return failure(Error{"connection.pending", ""}.with("name", name));
    }
    return std::vector{std::move(one)};
  }
  SEXTANT_TRY(auto all, store.list());
  std::erase_if(all, [](const connect::Connection& connection) {
    return connection.state == connect::ConnectionState::kPending || !connection.is_on;
  });
  if (all.empty()) return failure("connection.none", "no connection is switched on");
  return all;
}

int exit_code_of(const std::vector<connect::CheckReport>& reports) {
  const auto red = std::ranges::count_if(reports, [](const connect::CheckReport& report) {
    return report.status() == connect::ReportStatus::kRed;
  });
  if (red == 0) return kFine;
  return static_cast<std::size_t>(red) == reports.size() ? kFailed : kPartly;
}

Result<std::vector<connect::CheckReport>> check_all(Context& context, const CheckCommand& command) {
  SEXTANT_TRY(auto* database, context.database());
  connect::ConnectionStore store(*database);
  SEXTANT_TRY(const auto pasted, read_pasted_role(context, command.role_json));
  SEXTANT_TRY(auto connections, chosen(store, command.name));
  std::ostream* out = command.format == "json" ? nullptr : &context.terminal.out;
  std::vector<connect::CheckReport> reports;
  for (connect::Connection& connection : connections) {
    SEXTANT_TRY(auto report, check_connection(context, connection, command.may_pay, pasted, out));
    if (context.call.stop.stop_requested()) return failure("check.cancelled", "");
    connect::learn(connection, report);
    SEXTANT_TRY_VOID(store.update(connection));
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

Result<connect::CheckReport> check_connection(Context& context,
                                              const connect::Connection& connection, bool may_pay,
                                              const std::optional<connect::RoleAsRead>& pasted_role,
                                              std::ostream* out) {
  SEXTANT_TRY(auto* database, context.database());
  SEXTANT_TRY(auto others, connect::ConnectionStore(*database).list());
  SEXTANT_TRY(const auto cells, state::CellStore(*database).list());
  const TextStyle style = style_of(context.terminal, context.outside.environment);
  if (out != nullptr && !context.terminal.quiet) {
    *out << toned(fmt::format("Checking {}", for_terminal(connection.name)), Tone::kStrong, style);
    *out << (may_pay ? fmt::format(": at most one paid call, Cost Explorer's, at {} USD (--no-paid "
                                   "leaves it out)\n",
                                   price_of("ce", "GetCostAndUsage").to_string())
                     : std::string(": without paid calls\n"));
    out->flush();
  }
  connect::AwsCloud cloud(context.outside);
  state::Ledger ledger(*database);
  const connect::CheckSetting setting{
      cloud,
      context.outside.environment,
      context.outside.files,
      context.outside.clock,
      context.outside.random,
      connect::catalog_actions(),
      [&](const std::string& account, std::string_view service, std::string_view operation) {
        return ledger.enter({std::nullopt, context.outside.clock.wall(), connection.name, account,
                             std::string(service), std::string(operation), "check",
                             price_of(service, operation)});
      },
      trust_retest_after(context.outside.environment)};
  connect::CheckRequest request{connection, std::move(others), {},
                                may_pay,    pasted_role,       "the pasted role"};
  request.past = connect::past_observations(cells, connection.name, context.outside.clock.wall());
  connect::CheckObserver observer;
  if (out != nullptr) {
    observer.on_step = [&](const connect::CheckStep& step) { print_step(*out, step, style); };
  }
  if (!context.terminal.quiet) {
    observer.on_wait = [&](const std::string& text) {
      context.terminal.err << for_terminal(text) << std::endl;
    };
  }
  auto report = connect::run_check(setting, request, observer, context.call);
  if (out != nullptr) print_verdict(*out, report, style);
  return report;
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
