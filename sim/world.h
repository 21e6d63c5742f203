#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/civil_time.h"

namespace sextant::sim {

// What the simulated cloud consists of, as plain data that follows from the seed alone. What
// changes at run time (roles, sessions, faults) is kept elsewhere.

struct WorldOptions {
  std::uint64_t seed = 7;
  WallTime now{};         // the start; dates of joining and leaving are drawn up backwards from it
  int members = 12;       // of each organization, now; 1 to 5000
  int organizations = 1;  // 1 or 2
  std::string second_currency = "EUR";
  bool plain_names = false;  // no account has a name that pages, terminals or parsers stumble over
};

struct SimAccount {
  std::string id;  // 12 digits
  std::string name;
  std::string email;
  std::string state = "ACTIVE";  // as Organizations has it: ACTIVE, SUSPENDED, PENDING_CLOSURE, ...
  Date joined{};                 // first day of its costs
  std::optional<Date> left;      // first day without costs: left the organization, or was closed
  bool is_payer = false;

  // Whether Organizations lists it: a member that left is not, a closed one still is (SUSPENDED).
  bool is_listed() const { return !left || state != "ACTIVE"; }
  // Whether it has costs on that day.
  bool is_alive(Date day) const { return day >= joined && (!left || day < *left); }
};

struct SimOrganization {
  std::string id;       // "o-..."
  std::string root_id;  // "r-..."
  std::string currency = "USD";
  std::vector<SimAccount> accounts;  // the payer first, then members, those that left last

  const SimAccount& payer() const { return accounts.front(); }
  const SimAccount* find(std::string_view account_id) const;
};

struct World {
  std::uint64_t seed = 0;
  std::vector<SimOrganization> organizations;  // never empty
  SimAccount base;  // stands alone: the account that Sextant itself runs in

  // The organization that the account belongs, or belonged, to; nullptr for one that stands alone.
  const SimOrganization* organization_of(std::string_view account_id) const;
  const SimAccount* find_account(std::string_view account_id) const;
};

World make_world(const WorldOptions& options);

}  // namespace sextant::sim
