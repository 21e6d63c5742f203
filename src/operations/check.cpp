#include "operations/check.h"

#include <charconv>
#include <utility>

#include "aws/catalog.h"
#include "connect/onboarding.h"
#include "state/ledger.h"

namespace sextant::operations {
namespace {

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

}  // namespace

Decimal check_price_usd() {
  return price_of("ce", "GetCostAndUsage");
}

Result<std::vector<connect::Connection>> connections_to_check(Context& context,
                                                              const std::string& name) {
  SEXTANT_TRY(auto* database, context.database());
  const connect::ConnectionStore store(*database);
  if (!name.empty()) {
    SEXTANT_TRY(auto one, connect::find_connection(store, name));
    if (one.state == connect::ConnectionState::kPending)
      return failure(Error{"connection.pending", ""}.with("name", name));
    return std::vector{std::move(one)};
  }
  SEXTANT_TRY(auto all, store.list());
  std::erase_if(all, [](const connect::Connection& connection) {
    return connection.state == connect::ConnectionState::kPending || !connection.is_on;
  });
  if (all.empty()) return failure("connection.none", "no connection is switched on");
  return all;
}

Result<connect::CheckReport> check_connection(Context& context,
                                              const connect::Connection& connection,
                                              const CheckOptions& options,
                                              const CheckWatcher& watcher,
                                              const CallContext& call) {
  const aws::Outside& outside = context.outside;
  SEXTANT_TRY(auto* database, context.database());
  SEXTANT_TRY(auto others, connect::ConnectionStore(*database).list());
  SEXTANT_TRY(const auto cells, state::CellStore(*database).list());
  connect::AwsCloud cloud(outside);
  state::Ledger ledger(*database);
  const connect::CheckSetting setting{
      cloud,
      outside.environment,
      outside.files,
      outside.clock,
      outside.random,
      connect::catalog_actions(),
      [&](const std::string& account, std::string_view service, std::string_view operation) {
        return ledger.enter({std::nullopt, outside.clock.wall(), connection.name, account,
                             std::string(service), std::string(operation), "check",
                             price_of(service, operation)});
      },
      trust_retest_after(outside.environment)};
  connect::CheckRequest request{connection,      std::move(others),   {},
                                options.may_pay, options.pasted_role, "the pasted role"};
  request.past = connect::past_observations(cells, connection.name, outside.clock.wall());
  auto report = connect::run_check(setting, request, watcher, call);
  if (watcher.on_report) watcher.on_report(report);
  return report;
}

Result<connect::CheckReport> check_again(Context& context, const connect::Connection& connection,
                                         const CheckOptions& options, const CheckWatcher& watcher,
                                         const CallContext& call) {
  SEXTANT_TRY(auto report, check_connection(context, connection, options, watcher, call));
  if (call.stop.stop_requested()) return failure("check.cancelled", "");
  SEXTANT_TRY(auto* database, context.database());
  connect::ConnectionStore store(*database);
  // Read afresh: somebody may have changed its note or switch meanwhile.
  SEXTANT_TRY(auto stored, store.get(connection.name));
  connect::learn(stored, report);
  SEXTANT_TRY_VOID(store.update(stored));
  return report;
}

}  // namespace sextant::operations
