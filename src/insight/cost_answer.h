#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "base/files.h"
#include "insight/cost_plan.h"
#include "insight/cost_question.h"
#include "lake/engine.h"
#include "state/database.h"

namespace sextant::insight {

enum class RowKind {
  kCost,
  kUnallocated,  // what AWS's total has more (or less) than its rows: it belongs to no group
  kOthers        // the rows beyond the limit, added up
};

struct CostRow {
  RowKind kind = RowKind::kCost;
  // One for each group of the question, in its order; nullopt: the cost has none ("no region"), or
  // `kind` says why. Days as 2026-10-01, months as 2026-10.
  std::vector<std::optional<std::string>> values;
  std::string account_name;  // where account is a group and its name is known
  std::string currency;
  Decimal amount;
  std::size_t others = 0;  // how many rows kOthers stands for
};

struct Money {
  std::string currency;
  Decimal amount;
};

// Where the figures come from, and how far to trust them.
struct Provenance {
  Metric metric = Metric::kUnblended;
  std::vector<std::string> currencies;  // sorted; never added to one another
  DateInterval days;                    // covered, which ends where the data end
  DateInterval days_asked;
  std::vector<std::string> charge_types;  // those included; empty: all
  std::vector<Filter> filters;            // as resolved
  std::optional<Date> estimated_since;    // from here on AWS may still change the figures
  std::vector<Part> parts;
  std::chrono::seconds age{0};         // of the oldest snapshot that was used
  std::chrono::seconds age_newest{0};  // of the newest
  Coverage coverage;
  std::vector<Money> totals;       // of all rows, by currency
  std::vector<Money> unallocated;  // what no group has, by currency; in a row of its own unless a
                                   // filter leaves it out
  std::vector<std::string> notes;  // what else a reader must know, in sentences
};

struct CostAnswer {
  std::vector<Key> groups;
  std::vector<CostRow> rows;  // by time, then by amount, largest first; unallocated and others last
  Provenance provenance;
};

// What an answer is drawn from. References; the caller keeps them alive.
struct AnswerSources {
  Files& files;
  const Clock& clock;
  std::filesystem::path lake_folder;
  lake::Engine& engine;
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
};

// Answers from the lake alone. All sums are exact. Errors: cost.not_answerable, cost.no_data,
// cost.unknown_value, connection.none, lake.*, decimal.overflow.
Result<CostAnswer> answer_costs(const CostQuestion& question, const AnswerSources& sources,
                                const CallContext& context);

}  // namespace sextant::insight
