#include "connect/onboarding.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "connect/check/principal_policies.h"
#include "connect/external_id.h"
#include "connect/json_access.h"
#include "connect/trust_policy.h"

namespace sextant::connect {
namespace {

std::unexpected<Error> named_failure(std::string code, const std::string& name,
                                     std::string detail = "") {
  return failure(Error{std::move(code), std::move(detail)}.with("name", name));
}

Result<std::optional<Connection>> find(const ConnectionStore& store, const std::string& name) {
  auto found = store.get(name);
  if (found) return std::optional(std::move(*found));
  if (found.error().code == "connection.not_found") return std::optional<Connection>();
  return failure(found.error());
}

// What the role is to be called: as asked, as the set-up was made, or as the role that it led to
// is.
std::string role_name_of(const Connection& setup, const SetupRequest& request) {
  if (!request.role_name.empty()) return request.role_name;
  if (const auto role = parse_role_arn(setup.role_arn)) return role->name;
  return setup.role_name.empty() ? std::string(kSuggestedRoleName) : setup.role_name;
}

bool is_expired(const Connection& setup, WallTime now) {
  return setup.expires_at && *setup.expires_at <= now;
}

}  // namespace

Result<RoleSetup> Onboarding::set_up_role(const SetupRequest& request, const CallContext& context) {
  if (!is_connection_name(request.name)) return named_failure("connection.bad_name", request.name);
  if (!request.role_name.empty() && !is_role_name(request.role_name)) {
    return failure(Error{"connection.bad_role_name", ""}.with("role_name", request.role_name));
  }
  SEXTANT_TRY(auto there, find(store_, request.name));
  if (there && there->method != Method::kRole)
    return named_failure("connection.exists", request.name, "it reads by a profile");

  aws::Identity identity;
  const std::string profile =
      request.base_profile.empty() && there ? there->profile : request.base_profile;
  if (!profile.empty()) identity.profile = profile;
  SEXTANT_TRY(const auto api, cloud_.open(identity, {}));
  SEXTANT_TRY(const auto answer, api->call("sts", "GetCallerIdentity", {}, context));
  SEXTANT_TRY(const Principal principal, parse_principal(text_at(answer, {"Arn"})));
  if (!principal.can_assume_roles()) {
    return failure(Error{"connection.identity_cannot_assume", ""}.with("principal", principal.arn));
  }

  const WallTime now = std::chrono::floor<std::chrono::seconds>(clock_.wall());
  Connection connection = there.value_or(Connection{});
  connection.name = request.name;
  connection.method = Method::kRole;
  connection.profile = profile;
  if (!there || connection.state == ConnectionState::kPending) {
    if (!there || is_expired(connection, now)) {
      connection.external_id = make_external_id(random_);
      connection.created_at = now;
      connection.expires_at = now + kSetupLifetime;
    }
    connection.state = ConnectionState::kPending;
    connection.is_organization_setup = connection.is_organization_setup || request.is_organization;
    if (!request.role_name.empty()) connection.role_name = request.role_name;
    SEXTANT_TRY_VOID(there ? store_.update(connection) : store_.add(connection));
  }

  const std::string role_name = role_name_of(connection, request);
  const std::string self = fmt::format("arn:{}:iam::*:role/{}", principal.partition, role_name);
  SEXTANT_TRY(auto policy, least_policy(ReaderKind::kRole, self, actions_));
  return RoleSetup{
      request.name,     connection.is_organization_setup,
      principal,        principal_patterns(principal, look_up_role_path(*api, principal, context)),
      profile,          connection.external_id,
      role_name,        connection.expires_at,
      std::move(policy)};
}

Result<Connection> Onboarding::member_of_setup(const Connection& setup, const RoleArn& role) const {
  const auto first = parse_role_arn(setup.role_arn);
  if (first && first->name != role.name) {
    return failure(Error{"connection.other_role_name", role.text()}.with("role_name", first->name));
  }
  Connection out = setup;
  out.name = setup.name.substr(0, 64 - 13) + "-" + role.account_id;
  SEXTANT_TRY(const auto there, find(store_, out.name));
  if (there) return *there;
  out.role_arn = role.text();
  out.account_id.clear();
  out.account_name.clear();
  out.account_kind.clear();
  out.note.clear();
  out.created_at = clock_.wall();
  out.is_organization_setup = false;
  return out;
}

Result<Connection> Onboarding::connection_for_role(const std::string& name,
                                                   const std::string& role_arn,
                                                   const std::string& base_profile) const {
  SEXTANT_TRY(const RoleArn role, parse_role_arn(role_arn));
  SEXTANT_TRY(auto there, find(store_, name));
  if (!there || there->method != Method::kRole) return named_failure("connection.no_setup", name);
  Connection out = *there;
  if (out.state == ConnectionState::kPending) {
    if (is_expired(out, clock_.wall())) return named_failure("connection.setup_expired", name);
    out.role_arn = role.text();
  } else if (out.role_arn != role.text()) {
    if (!out.is_organization_setup) {
      return named_failure("connection.already_bound", name, "its role is " + out.role_arn);
    }
    SEXTANT_TRY(out, member_of_setup(out, role));
  }
  if (!base_profile.empty()) out.profile = base_profile;
  return out;
}

Result<Connection> Onboarding::connection_for_profile(const std::string& name,
                                                      const std::string& profile) const {
  const std::string wanted = name.empty() ? to_connection_name(profile) : name;
  if (!is_connection_name(wanted)) return named_failure("connection.bad_name", wanted);
  SEXTANT_TRY(auto there, find(store_, wanted));
  if (there) {
    if (there->method == Method::kProfile && there->profile == profile) return *there;
    return named_failure("connection.exists", wanted,
                         there->method == Method::kRole ? "it reads by a role"
                                                        : "it reads by profile " + there->profile);
  }
  Connection out;
  out.name = wanted;
  out.method = Method::kProfile;
  out.profile = profile;
  out.created_at = clock_.wall();
  return out;
}

Result<Connection> Onboarding::keep(Connection connection, const CheckReport& report) {
  connection.state = ConnectionState::kConnected;
  connection.expires_at.reset();
  learn(connection, report);
  SEXTANT_TRY(const auto there, find(store_, connection.name));
  SEXTANT_TRY_VOID(there ? store_.update(connection) : store_.add(connection));
  return connection;
}

void learn(Connection& connection, const CheckReport& report) {
  connection.last_check_at = report.started_at;
  connection.last_check = boost::json::serialize(to_json(report));
  if (report.account_id.empty()) return;  // what an earlier check knew stands
  connection.account_id = report.account_id;
  if (!report.account_alias.empty()) connection.account_name = report.account_alias;
  if (report.account_kind.empty()) return;
  connection.account_kind = report.account_kind;
  connection.organization_id = report.organization_id;
}

Result<Connection> find_connection(const ConnectionStore& store, const std::string& name) {
  auto found = store.get(name);
  if (found || found.error().code != "connection.not_found") return found;
  SEXTANT_TRY(const auto all, store.list());
  if (all.empty()) return failure("connection.none", "");
  return found;
}

std::map<std::string, Observation> past_observations(const std::vector<state::Cell>& cells,
                                                     const std::string& connection, WallTime now) {
  constexpr std::chrono::days kAgeMax{31};
  std::map<std::string, Observation> out;
  for (const state::Cell& cell : cells) {  // latest last
    if (cell.connection != connection || now - cell.updated_at > kAgeMax) continue;
    const std::string operation = cell.face == "accounts"   ? "organizations.ListAccounts"
                                  : cell.face == "forecast" ? "ce.GetCostForecast"
                                                            : "ce.GetCostAndUsage";
    if (cell.status == state::CellStatus::kDone || cell.status == state::CellStatus::kNoData) {
      out[operation] = {Outcome::kAllowed, Evidence::kProved, "by the last sync", {}};
    } else if (cell.status == state::CellStatus::kDenied) {
      out[operation] = {Outcome::kDenied, Evidence::kProved, cell.error_detail, {}};
    } else if (cell.status == state::CellStatus::kNotEnabled) {
      out[operation] = {Outcome::kNotEnabled, Evidence::kProved, cell.error_detail, {}};
    }
  }
  return out;
}

}  // namespace sextant::connect
