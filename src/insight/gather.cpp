#include "insight/gather.h"

#include <fmt/format.h>

#include "base/text.h"

namespace sextant::insight {
namespace {

using std::chrono::days;

// The days that the controls hold. They have a row for each day, even one without costs, which the
// other faces do not.
Result<std::map<std::string, std::set<Date>>> read_control_days(const std::vector<HeldFile>& files,
                                                                lake::Engine& engine,
                                                                const CallContext& context) {
  std::map<std::string, std::set<Date>> held;
  std::map<std::string, std::string> payers;  // by path
  std::vector<std::string> paths;
  for (const HeldFile& file : files) {
    if (!file.face->keys.empty() || file.grain != Grain::kDaily) continue;
    paths.push_back(file.path.string());
    payers[paths.back()] = file.payer;
  }
  if (paths.empty()) return held;
  SEXTANT_TRY(
      const lake::Table table,
      engine.query(
          fmt::format("SELECT filename, CAST(ChargePeriodStart AS DATE) FROM read_parquet({}, "
                      "hive_partitioning = false, filename = true)",
                      sql_list(paths)),
          {}, context));
  for (const lake::Row& row : table.rows) {
    SEXTANT_TRY(const Date day, parse_date(row[1].value_or("")));
    held[payers[row[0].value_or("")]].insert(day);
  }
  return held;
}

// Those of `payers` whose view is not a payer's, by the footer of one file of each.
Result<std::set<std::string>> without_payers_view(const std::set<std::string>& payers,
                                                  const std::vector<HeldFile>& files,
                                                  lake::Engine& engine,
                                                  const CallContext& context) {
  std::vector<const HeldFile*> newest;
  for (const std::string& payer : payers) {
    const HeldFile* last = nullptr;
    for (const HeldFile& file : files) {
      if (file.payer == payer && file.face->keys.empty() &&
          (last == nullptr || file.month > last->month))
        last = &file;
    }
    if (last != nullptr) newest.push_back(last);
  }
  SEXTANT_TRY(const auto facts, read_facts(engine, newest, Metric::kUnblended, context));
  std::set<std::string> found;
  for (const HeldFile* file : newest) {
    const auto entry = facts.find(file->path.string());
    if (entry != facts.end() && entry->second.perspective != "payer") found.insert(file->payer);
  }
  return found;
}

// Where Organizations could not be read, a payer's members are those that its costs name. Only
// asked where it matters: where somebody else's view is held too, which must not be counted beside
// the payer's.
Result<void> add_members_from_costs(Held& held, lake::Engine& engine, const CallContext& context) {
  std::set<std::string> all;
  std::set<std::string> unknown;
  for (const HeldFile& file : held.files) {
    all.insert(file.payer);
    if (!held.accounts.contains(file.payer)) unknown.insert(file.payer);
  }
  if (unknown.empty() || all.size() < 2) return {};
  SEXTANT_TRY(const auto members, without_payers_view(unknown, held.files, engine, context));
  std::map<std::string, std::string> payers;  // by path
  std::vector<std::string> paths;
  for (const HeldFile& file : held.files) {
    if (file.face->face != lake::Face::kAccountService || members.contains(file.payer)) continue;
    paths.push_back(file.path.string());
    payers[paths.back()] = file.payer;
  }
  if (members.empty() || paths.empty()) return {};
  SEXTANT_TRY(
      const lake::Table table,
      engine.query(
          fmt::format("SELECT DISTINCT filename, SubAccountId FROM read_parquet({}, "
                      "hive_partitioning = false, filename = true) WHERE SubAccountId IS NOT NULL",
                      sql_list(paths)),
          {}, context));
  for (const lake::Row& row : table.rows) {
    held.accounts.try_emplace(row[1].value_or(""), KnownAccount{"", payers[row[0].value_or("")]});
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> files_by_payer(Files& files,
                                                const std::filesystem::path& lake_folder,
                                                std::string_view table,
                                                const std::filesystem::path& rest) {
  std::vector<std::string> paths;
  SEXTANT_TRY(const auto names, files.list(lake_folder / table));
  for (const std::string& name : names) {
    const auto path = lake_folder / table / name / rest;
    const bool is_payer =
        name.starts_with("payer=") && lake::is_account_id(std::string_view(name).substr(6));
    if (is_payer && files.exists(path)) paths.push_back(path.string());
  }
  return paths;
}

namespace {

// Accounts as the payers' Organizations list them.
Result<KnownAccounts> read_accounts(const AnswerSources& sources, const CallContext& context) {
  KnownAccounts accounts;
  SEXTANT_TRY(const auto paths,
              files_by_payer(sources.files, sources.lake_folder, "accounts", "data.parquet"));
  if (paths.empty()) return accounts;
  SEXTANT_TRY(const lake::Table table,
              sources.engine.query(
                  fmt::format("SELECT SubAccountId, SubAccountName, BillingAccountId FROM "
                              "read_parquet({}, hive_partitioning = false) ORDER BY x_SnapshotAt",
                              sql_list(paths)),
                  {}, context));
  // An account that moved to another organization is where the newest snapshot says.
  for (const lake::Row& row : table.rows) {
    accounts[row[0].value_or("")] = {row[1].value_or(""), row[2].value_or("")};
  }
  return accounts;
}

}  // namespace

Result<Held> gather_accounts(const AnswerSources& sources, const CallContext& context) {
  Held held;
  held.today = date_of(sources.clock.wall());
  held.connections = sources.connections;
  held.cells = sources.cells;
  SEXTANT_TRY(held.files, find_cost_files(sources.files, sources.lake_folder));
  SEXTANT_TRY(held.accounts, read_accounts(sources, context));
  SEXTANT_TRY_VOID(add_members_from_costs(held, sources.engine, context));
  return held;
}

Result<Held> gather(const CostQuestion& question, const AnswerSources& sources,
                    const CallContext& context) {
  SEXTANT_TRY(Held held, gather_accounts(sources, context));
  const std::vector<Key> keys = keys_needed(question);
  const DateInterval& asked = question.window.days;
  std::vector<const HeldFile*> candidates;
  std::vector<const HeldFile*> controls;
  for (const HeldFile& file : held.files) {
    if (file.month >= asked.end || add_months(file.month, 1) <= asked.start) continue;
    if (covers(*file.face, keys))
      candidates.push_back(&file);
    else if (file.face->keys.empty())
      controls.push_back(&file);
  }
  SEXTANT_TRY(held.facts, read_facts(sources.engine, candidates, question.metric, context));
  // A file without rows has no facts of its own; its control says whether nothing was spent.
  if (held.facts.size() < candidates.size()) {
    SEXTANT_TRY(auto more, read_facts(sources.engine, controls, question.metric, context));
    held.facts.merge(more);
  }
  SEXTANT_TRY(held.control_days, read_control_days(held.files, sources.engine, context));
  return held;
}

}  // namespace sextant::insight
