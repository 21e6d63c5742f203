#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "sim/simulation.h"

namespace sextant::sim {

// What a local profile needs, as --write-profiles writes it.
struct ProfileKeys {
  std::string profile;  // "payer"
  std::string account_id;
  std::string user_name;
  std::string key_id;
  std::string secret;
};

// Makes the users, roles, keys, people and organization policies of the simulated accounts. Called
// once.
void populate(Simulation& simulation);

// The profiles with static keys.
std::vector<ProfileKeys> profile_keys(const Simulation& simulation);

// The external ID that an organization's SextantReadOnly roles ask for.
std::string external_id_of(const Simulation& simulation, const SimOrganization& organization);

// For tests: accounts, keys, roles, external ids, people, addresses (identities.json).
boost::json::object describe_identities(const Simulation& simulation);

}  // namespace sextant::sim
