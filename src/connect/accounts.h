#pragma once

#include <boost/json/object.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/call_context.h"
#include "base/civil_time.h"
#include "base/decimal.h"
#include "base/files.h"
#include "connect/connection.h"
#include "lake/publisher.h"
#include "state/cells.h"

namespace sextant::connect {

enum class AccountStatus { kGreen, kAmber, kRed, kOff };

// An account as Sextant knows it, seen through one or more connections. Everything is keyed by its
// id.
struct CloudAccount {
  std::string id;
  std::string name;
  std::string kind;  // "payer", "member", "standalone" or ""
  std::string organization_id;
  std::string payer_id;     // where its costs come from; its own id where it is read itself
  std::string cloud_state;  // Organizations' word ("ACTIVE", "SUSPENDED"), or ""
  std::vector<std::string> connections;  // that reach it, by name
  AccountStatus status = AccountStatus::kOff;
  std::string words;  // why, in a line
  std::optional<WallTime> last_sync_at;
  std::optional<WallTime> fresh_until;   // before that a sync asks nothing, unless it is forced
  std::optional<WallTime> next_sync_at;  // when a server will sync it by itself
  std::string next_sync;                 // both in words; "" of what is switched off or not reached
  std::optional<Date> costs_until;       // the last day with costs in the lake
  Decimal api_cost_usd;                  // this month, at most
};

// What will sync without a person. A plain value.
struct SyncSchedule {
  bool is_on = false;               // a server runs whose schedule is on
  std::optional<WallTime> next_at;  // nullopt: it is on, and has not settled on a moment yet
};

// What the view of accounts is drawn from. A plain value.
struct AccountFacts {
  std::vector<Connection> connections;
  std::vector<state::Cell> cells;
  std::vector<lake::AccountRow>
      members;  // as payers' Organizations list them, else as costs name them
  std::map<std::string, Date> costs_until;      // by account, from the lake
  std::map<std::string, Decimal> api_cost_usd;  // by account, this month
};

// Every account that a connection reaches or an organization lists, payers first, then by name. A
// sync asks again `sync_interval` after the last; what is said of the next is
// tell_next_sync's.
std::vector<CloudAccount> view_accounts(const AccountFacts& facts,
                                        std::chrono::hours sync_interval = std::chrono::hours(8));

// Says of each account when it is synced next.
void tell_next_sync(std::vector<CloudAccount>& accounts, const SyncSchedule& schedule,
                    WallTime now);

std::string_view to_text(AccountStatus status);  // "green", "amber", "red", "off"
boost::json::object to_json(const CloudAccount& account);

// Reads the facts from state and lake; `engine` reads the lake's files. A lake without files gives
// none. Errors: state.*, lake.*.
Result<AccountFacts> read_account_facts(state::Database& database, Files& files,
                                        const std::filesystem::path& lake, lake::Engine& engine,
                                        const Clock& clock, const CallContext& context);

}  // namespace sextant::connect
