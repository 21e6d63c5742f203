#include "operations/connect.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "operations/connections.h"
#include "operations/json_values.h"
#include "operations/policy.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;

// What onboarding works with, over one state.
struct Desk {
  explicit Desk(Context& context, state::Database& database)
      : store(database),
        cloud(context.outside),
        onboarding(store, cloud, context.outside.clock, context.outside.random,
                   connect::catalog_actions()) {}
  connect::ConnectionStore store;
  connect::AwsCloud cloud;
  connect::Onboarding onboarding;
};

}  // namespace

Result<connect::Connection> connection_of(Context& context, const ConnectWords& words) {
  SEXTANT_TRY(auto* database, context.database());
  const Desk desk(context, *database);
  return words.profile.empty()
             ? desk.onboarding.connection_for_role(words.name, words.role_arn, words.base_profile)
             : desk.onboarding.connection_for_profile(words.name, words.profile);
}

Result<Connected> check_and_keep(Context& context, const connect::Connection& connection,
                                 const CheckOptions& options, const std::function<bool()>& keep_red,
                                 const CheckWatcher& watcher, const CallContext& call) {
  Connected out;
  SEXTANT_TRY(out.report, check_connection(context, connection, options, watcher, call));
  if (call.stop.stop_requested()) return failure("check.cancelled", "");
  const bool is_red = out.report.status() == connect::ReportStatus::kRed;
  // Nothing has failed, and yet it is not known whose account this is.
  if (out.report.account_id.empty() && !is_red) {
    return failure(Error{"connection.slow_down", ""}.with("name", connection.name));
  }
  if (out.report.account_id.empty() || (is_red && !keep_red())) return out;
  SEXTANT_TRY(auto* database, context.database());
  Desk desk(context, *database);
  SEXTANT_TRY(out.connection, desk.onboarding.keep(connection, out.report));
  SEXTANT_TRY(const auto all, desk.store.list());
  for (const connect::Connection& other : all) {
    if (other.name != connection.name && other.account_id == out.connection->account_id)
      out.also_reached_by.push_back(other.name);
  }
  return out;
}

json::object to_json(const Connected& connected) {
  return {{"connected", connected.connection.has_value()},
          {"connection", connected.connection ? json::value(to_json(*connected.connection))
                                              : json::value(nullptr)},
          {"report", connect::to_json(connected.report)},
          {"also_reached_by",
           json::array(connected.also_reached_by.begin(), connected.also_reached_by.end())}};
}

Result<connect::RoleSetup> set_up_role(Context& context, const connect::SetupRequest& request,
                                       const CallContext& call) {
  SEXTANT_TRY(auto* database, context.database());
  return Desk(context, *database).onboarding.set_up_role(request, call);
}

json::object to_json(const connect::RoleSetup& setup) {
  using connect::SetupFormat;
  const auto form = [&](SetupFormat format) { return connect::render(setup, format); };
  return {{"name", setup.name},
          {"organization", setup.is_organization},
          {"our_account_id", setup.principal.account_id},
          {"our_principal_arn", setup.principal.arn},
          {"external_id", setup.external_id},
          {"role_name", setup.role_name},
          {"role_arn_pattern", setup.role_arn_pattern()},
          {"expires_at", time_or_null(setup.expires_at)},
          {"trust_policy", setup.trust()},
          {"permissions_policy", setup.policy.document()},
          {"statements", statements_json(setup.policy)},
          {"forms", json::object{{"console", form(SetupFormat::kConsole)},
                                 {"json", form(SetupFormat::kJson)},
                                 {"cloudformation", form(SetupFormat::kCloudFormation)},
                                 {"stackset", form(SetupFormat::kStackSet)},
                                 {"terraform", form(SetupFormat::kTerraform)},
                                 {"cli", form(SetupFormat::kCli)}}}};
}

}  // namespace sextant::operations
