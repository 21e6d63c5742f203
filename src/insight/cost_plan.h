#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "connect/connection.h"
#include "insight/held_costs.h"
#include "state/cells.h"

namespace sextant::insight {

// What is known of the accounts of all organizations: from Organizations, by way of the payers. By
// account id.
struct KnownAccount {
  std::string name;
  std::string payer;  // whose organization it is in
};
using KnownAccounts = std::map<std::string, KnownAccount>;

// All that a plan is made of; read before, so that planning is a pure function.
struct Held {
  std::vector<HeldFile> files;
  std::map<std::string, FileFacts> facts;  // by path
  // The days that the control without keys holds, by payer.
  std::map<std::string, std::set<Date>> control_days;
  KnownAccounts accounts;
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
  Date today;
};

// One account's Cost Explorer as a source of this answer: one face of it, so that nothing is
// counted twice.
struct Part {
  std::string payer;
  std::string name;
  std::string perspective;
  const KeyedFace* face = nullptr;
  Grain grain = Grain::kMonthly;
  std::vector<const HeldFile*> files;  // into Held; empty in an answer
  DateInterval days;  // what of the asked interval it covers, months that are missing aside
  WallTime snapshot_oldest{};
  WallTime snapshot_newest{};
};

// A piece of the asked interval that should be there and is not.
struct Missing {
  std::string account;
  std::string name;
  DateInterval days;
  std::string status;  // the cell's: "denied", "not_enabled", "failed", ..., or "not_synced"
  std::string reason;  // in words
};

// Accounts whose own view is held but not counted, and why.
struct LeftOut {
  std::string account;
  std::string name;
  std::string reason;
};

struct Coverage {
  std::size_t sources_expected = 0;
  std::size_t sources_held = 0;
  std::size_t periods_expected = 0;  // months, or days where days answer; summed over the sources
  std::size_t periods_held = 0;
  std::vector<Missing> missing;
  std::vector<LeftOut> left_out;
  bool is_complete() const { return missing.empty(); }
};

struct CostPlan {
  std::vector<Part> parts;
  Coverage coverage;
  DateInterval days;  // what the parts cover of the asked interval
};

// Chooses for each account that answers the one face and grain whose keys cover the question, which
// hold all of its interval, with the newest snapshot. A payer's view goes before its members' own.
//
// Errors: cost.not_answerable (with the fact "take": what it would take), cost.no_data,
// connection.none.
Result<CostPlan> plan_costs(const CostQuestion& question, const Held& held);

// True where a face exists that has the keys, whatever the lake holds. Error: cost.not_answerable.
Result<void> check_keys(const CostQuestion& question);

}  // namespace sextant::insight
