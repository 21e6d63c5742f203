#pragma once

#include <map>
#include <string>
#include <vector>

#include "connect/check/api.h"
#include "connect/check/report.h"
#include "connect/connection.h"
#include "connect/setup/role_setup.h"
#include "state/cells.h"

namespace sextant::connect {

inline constexpr std::chrono::days kSetupLifetime{7};

struct SetupRequest {
  std::string name;
  bool is_organization = false;
  std::string base_profile;
  std::string role_name = {};  // "": that of the set-up where it is there, else the suggested one
};

// How connections come to be. Nothing here prints or asks; all of it may be repeated.
class Onboarding {
 public:
  // References outlive it.
  Onboarding(ConnectionStore& store, Cloud& cloud, const Clock& clock, Random& random,
             ActionLookup actions)
      : store_(store),
        cloud_(cloud),
        clock_(clock),
        random_(random),
        actions_(std::move(actions)) {}

  // Asks AWS who we are, and makes the pending set-up of that name with an external ID of its own;
  // the one that is there is shown again, and an expired one gets a new external ID. Errors:
  // connection.bad_name, .bad_role_name, .exists (a profile's connection has the name),
  // .identity_cannot_assume, and those of the calls.
  Result<RoleSetup> set_up_role(const SetupRequest& request, const CallContext& context);

  // The connection that the set-up and this ARN make, to be checked; nothing is stored yet. In an
  // organization's set-up each further account becomes a connection of its own, "NAME-ACCOUNT",
  // with the same external ID. Errors: connection.bad_role_arn, .no_setup, .setup_expired,
  // .already_bound, .other_role_name.
  Result<Connection> connection_for_role(const std::string& name, const std::string& role_arn,
                                         const std::string& base_profile) const;

  // The connection of a profile, to be checked; the one that is there if it is this profile's.
  // Errors: connection.bad_name, .exists.
  Result<Connection> connection_for_profile(const std::string& name,
                                            const std::string& profile) const;

  // Stores a checked connection with what the check has learned; adds it, or binds the pending
  // set-up.
  Result<Connection> keep(Connection connection, const CheckReport& report);

 private:
  Result<Connection> member_of_setup(const Connection& setup, const RoleArn& role) const;

  ConnectionStore& store_;
  Cloud& cloud_;
  const Clock& clock_;
  Random& random_;
  ActionLookup actions_;
};

// What a check has learned, put into the connection.
void learn(Connection& connection, const CheckReport& report);

// The connection of that name; connection.not_found with the nearest names, connection.none where
// there is none at all.
Result<Connection> find_connection(const ConnectionStore& store, const std::string& name);

// What the calls of the last sync through this connection proved, by "ce.GetCostForecast". Older
// cells than 31 days say nothing.
std::map<std::string, Observation> past_observations(const std::vector<state::Cell>& cells,
                                                     const std::string& connection, WallTime now);

}  // namespace sextant::connect
