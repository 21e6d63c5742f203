#include "operations/profiles.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "base/text.h"
#include "operations/json_values.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;
using aws::ProfileProblem;
using aws::ProfileReport;

json::value session_json(const ProfileReport& profile, WallTime now) {
  if (!has_session(profile)) return nullptr;
  json::object out = {{"status", session_status(profile, now)}};
  out["ends_at"] = time_or_null(profile.session_ends_at);
  out["sso_session"] = profile.sso ? or_null(profile.sso->name) : nullptr;
  out["sso_start_url"] = profile.sso ? or_null(profile.sso->start_url) : nullptr;
  out["sso_region"] = profile.sso ? or_null(profile.sso->region) : nullptr;
  return out;
}

json::object problem_json(const ProfileProblem& problem) {
  return {{"severity", aws::severity_name(problem.severity)},
          {"code", or_null(problem.code)},
          {"text", problem.text},
          {"file", or_null(problem.file.string())},
          {"line", problem.line == 0 ? json::value(nullptr) : json::value(problem.line)},
          {"fix", or_null(std::string(trim(problem.fix)))}};
}

json::array problems_json(const std::vector<ProfileProblem>& problems) {
  json::array out;
  for (const ProfileProblem& problem : problems) out.push_back(problem_json(problem));
  return out;
}

// The connection that reads by a profile; nullptr where none does.
const connect::Connection* reader_of(const ProfileReport& profile,
                                     const std::vector<connect::Connection>& connections) {
  const connect::Connection* found = nullptr;
  for (const connect::Connection& connection : connections) {
    const bool reads_by_it =
        connection.method == connect::Method::kProfile && connection.profile == profile.name;
    if (reads_by_it && (found == nullptr || (connection.is_on && !found->is_on)))
      found = &connection;
  }
  return found;
}

json::object profile_json(const ProfileReport& profile, const ProfilesView& view) {
  json::array endpoints;
  for (const aws::ReportedEndpoint& endpoint : profile.endpoints) {
    endpoints.push_back({{"service", or_null(endpoint.endpoint.service)},
                         {"url", endpoint.endpoint.url},
                         {"origin", endpoint.endpoint.origin},
                         {"is_aws", endpoint.is_aws},
                         {"is_allowed", endpoint.is_allowed}});
  }
  json::array files;
  if (profile.is_in_config) files.emplace_back("config");
  if (profile.is_in_credentials) files.emplace_back("credentials");
  json::object out = {{"name", profile.name},
                      {"is_default", profile.is_chosen},
                      {"method", aws::method_name(profile.method)},
                      {"account_id", or_null(profile.account_id)},
                      {"region", or_null(profile.region)},
                      {"role_arn", or_null(profile.role_arn)},
                      {"source", or_null(profile.source)},
                      {"session", session_json(profile, view.now)},
                      {"files", std::move(files)},
                      {"endpoints", std::move(endpoints)},
                      {"problems", problems_json(profile.problems)},
                      {"connection", nullptr}};
  if (const auto* reader = reader_of(profile, view.connections)) {
    out["connection"] = reader->name;
    out["connection_on"] = reader->is_on;
  }
  return out;
}

json::object file_json(const aws::ProfileFileStatus& file) {
  return {{"path", file.path.string()},
          {"variable", or_null(file.variable)},
          {"exists", file.exists},
          {"was_read", file.was_read}};
}

}  // namespace

bool has_session(const ProfileReport& profile) {
  return profile.sso.has_value() || profile.method == aws::ProfileMethod::kLogin;
}

std::string_view session_status(const ProfileReport& profile, WallTime now) {
  if (!profile.session_ends_at) return "not_signed_in";
  if (*profile.session_ends_at > now) return "signed_in";
  return profile.can_renew ? "renewable" : "expired";
}

Result<ProfilesView> view_profiles(Context& context) {
  ProfilesView view{aws::report_profiles(context.outside),
                    {},
                    context.outside.environment.home(),
                    context.outside.clock.wall()};
  if (!context.outside.files.exists(context.home / "state.db")) return view;
  SEXTANT_TRY(state::Database* const database, context.database());
  SEXTANT_TRY(view.connections, connect::ConnectionStore(*database).list());
  return view;
}

json::object to_json(const ProfilesView& view) {
  json::array profiles;
  for (const ProfileReport& profile : view.report.profiles)
    profiles.push_back(profile_json(profile, view));
  json::array variables;
  for (const aws::ReportedVariable& variable : view.report.variables) {
    variables.push_back(
        {{"name", variable.name},
         {"value", variable.is_secret ? json::value(nullptr) : json::value(variable.value)}});
  }
  return {{"home", view.home.string()},
          {"profiles", std::move(profiles)},
          {"problems", problems_json(view.report.problems)},
          {"files", json::array{file_json(view.report.files.config),
                                file_json(view.report.files.credentials)}},
          {"variables", std::move(variables)}};
}

}  // namespace sextant::operations
