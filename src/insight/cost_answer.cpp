#include "insight/cost_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "insight/cost_rows.h"
#include "insight/cost_sql.h"
#include "insight/filter_values.h"
#include "insight/gather.h"

namespace sextant::insight {
namespace {

using std::chrono::days;

constexpr std::chrono::hours kStaleAfter(48);
constexpr std::size_t kRowsMax = 1'000'000;

// An account that is asked but has no view of its own held is a filter on its payer's view.
void turn_members_into_filters(CostQuestion& question, const Held& held) {
  std::vector<std::string> payers;
  Filter members{Key::kAccount, false, {}};
  for (const std::string& account : question.asked_accounts) {
    const bool has_view =
        std::ranges::find(held.files, account, &HeldFile::payer) != held.files.end();
    const auto known = held.accounts.find(account);
    if (has_view || known == held.accounts.end()) {
      payers.push_back(account);
    } else {
      members.values.push_back(account);
      payers.push_back(known->second.payer);
    }
  }
  if (members.values.empty()) return;
  std::ranges::sort(payers);
  payers.erase(std::ranges::unique(payers).begin(), payers.end());
  question.asked_accounts = std::move(payers);
  question.filters.push_back(std::move(members));
}

class Answering {
 public:
  Answering(const CostQuestion& question, const AnswerSources& sources, const CallContext& context)
      : question_(question), sources_(sources), context_(context) {}

  Result<CostAnswer> run() {
    SEXTANT_TRY_VOID(check_keys(question_));
    SEXTANT_TRY(held_, gather(question_, sources_, context_));
    turn_members_into_filters(question_, held_);
    SEXTANT_TRY(plan_, plan_costs(question_, held_));
    SEXTANT_TRY_VOID(
        resolve_filters(question_, plan_, held_, sources_, context_, provenance().notes));
    const Statement sums = sum_statement(question_, plan_, held_);
    SEXTANT_TRY(const lake::Table table,
                sources_.engine.query(sums.sql, sums.parameters, context_, {.rows_max = kRowsMax}));
    if (table.is_cut)
      return failure("cost.too_many_rows", fmt::format("more than {} rows", kRowsMax));
    answer_.groups = question_.groups;
    SEXTANT_TRY(answer_.rows, read_rows(question_, table));
    SEXTANT_TRY(provenance().totals, totals_of(answer_.rows));
    SEXTANT_TRY_VOID(limit_rows(question_.groups, question_.limit, answer_.rows));
    sort_rows(question_.groups, answer_.rows);
    SEXTANT_TRY_VOID(name_accounts());
    SEXTANT_TRY_VOID(fill_provenance());
    return std::move(answer_);
  }

 private:
  Provenance& provenance() { return answer_.provenance; }

  Result<void> name_accounts() {
    const auto column = std::ranges::find(question_.groups, Key::kAccount);
    if (column == question_.groups.end()) return {};
    const auto index = static_cast<std::size_t>(column - question_.groups.begin());
    std::vector<lake::Parameter> unnamed;
    for (const CostRow& row : answer_.rows) {
      if (!row.values[index]) continue;
      KnownAccount& account = held_.accounts[*row.values[index]];
      if (account.name.empty() && unnamed.size() < kNamesMax)
        unnamed.emplace_back(*row.values[index]);
    }
    if (!unnamed.empty()) SEXTANT_TRY_VOID(read_names(unnamed));
    for (CostRow& row : answer_.rows) {
      if (row.values[index]) row.account_name = held_.accounts[*row.values[index]].name;
    }
    return {};
  }

  // Accounts that have left the organization are named by their old costs alone.
  Result<void> read_names(const std::vector<lake::Parameter>& ids) {
    std::vector<std::string> paths;
    for (const Part& part : plan_.parts) {
      for (const HeldFile* file : part.files) paths.push_back(file->path.string());
    }
    const std::vector<std::string> marks(ids.size(), "?");
    SEXTANT_TRY(const lake::Table table,
                sources_.engine.query(
                    fmt::format("SELECT SubAccountId, max(SubAccountName) FROM read_parquet({}, "
                                "hive_partitioning = false) WHERE SubAccountId IN ({}) GROUP BY 1",
                                sql_list(paths), join(marks, ", ")),
                    ids, context_));
    for (const lake::Row& row : table.rows)
      held_.accounts[row[0].value_or("")].name = row[1].value_or("");
    return {};
  }

  Result<void> fill_provenance() {
    Provenance& out = provenance();
    out.metric = question_.metric;
    out.days = plan_.days;
    out.days_asked = question_.window.days;
    out.filters = question_.filters;
    for (const Filter& filter : question_.filters) {
      if (filter.key == Key::kChargeType && !filter.is_negated) out.charge_types = filter.values;
    }
    for (const Money& total : out.totals) out.currencies.push_back(total.currency);
    SEXTANT_TRY_VOID(find_unallocated());
    SEXTANT_TRY_VOID(find_estimated());
    WallTime oldest = WallTime::max();
    WallTime newest{};
    for (const Part& part : plan_.parts) {
      oldest = std::min(oldest, part.snapshot_oldest);
      newest = std::max(newest, part.snapshot_newest);
    }
    const auto age_since = [&](WallTime then) {
      return std::max(std::chrono::floor<std::chrono::seconds>(sources_.clock.wall() - then),
                      std::chrono::seconds(0));
    };
    out.age = age_since(oldest);
    out.age_newest = age_since(newest);
    add_notes();
    out.parts = std::move(plan_.parts);
    for (Part& part : out.parts) part.files.clear();  // they end with this object
    out.coverage = std::move(plan_.coverage);
    return {};
  }

  Result<void> find_unallocated() {
    if (!has_unallocated(question_, plan_, held_)) return {};
    SEXTANT_TRY(const lake::Table table,
                sources_.engine.query(unallocated_statement(question_, plan_).sql, {}, context_));
    for (const lake::Row& row : table.rows) {
      SEXTANT_TRY(const Decimal amount, Decimal::parse(row[1].value_or("0")));
      if (!amount.is_zero()) provenance().unallocated.push_back({row[0].value_or(""), amount});
    }
    return {};
  }

  // Of months the footers tell; days are many to a file.
  Result<void> find_estimated() {
    std::vector<const HeldFile*> days_files;
    for (const Part& part : plan_.parts) {
      for (const HeldFile* file : part.files) {
        const auto facts = held_.facts.find(file->path.string());
        if (facts == held_.facts.end() || !facts->second.may_be_estimated) continue;
        if (file->grain == Grain::kDaily)
          days_files.push_back(file);
        else
          take_estimated(file->month);
      }
    }
    if (days_files.empty()) return {};
    SEXTANT_TRY(const lake::Table table,
                sources_.engine.query(estimated_statement(plan_, days_files).sql, {}, context_));
    if (table.rows.empty() || !table.rows[0][0]) return {};
    SEXTANT_TRY(const Date first, parse_date(*table.rows[0][0]));
    take_estimated(first);
    return {};
  }

  void take_estimated(Date since) {
    auto& first = provenance().estimated_since;
    if (!first || since < *first) first = since;
  }

  void add_notes() {
    Provenance& out = provenance();
    const bool all_zero =
        std::ranges::all_of(answer_.rows, [](const CostRow& row) { return row.amount.is_zero(); });
    if (answer_.rows.empty() && !question_.filters.empty()) {
      out.notes.emplace_back("No costs match the filters in this interval; others are held.");
    } else if (all_zero) {
      out.notes.emplace_back("AWS reports that nothing was spent in this interval.");
    }
    if (out.currencies.size() > 1) {
      out.notes.push_back("Amounts in " + join(out.currencies, " and ") +
                          " stand apart and are never added up.");
    }
    if (!question_.filters.empty()) {
      for (const Money& money : out.unallocated) {
        out.notes.push_back(
            fmt::format("{} {} are not allocated by AWS and in no row, since filters need a key.",
                        money.amount.to_fixed(2), money.currency));
      }
    }
    if (out.age_newest > kStaleAfter && plan_.days.end > held_.today - days(40)) {
      out.notes.push_back(
          fmt::format("The newest figures were read {} ago; sextant sync reads new ones.",
                      describe_age(out.age_newest)));
    }
  }

  static constexpr std::size_t kNamesMax = 10'000;

  CostQuestion question_;
  const AnswerSources& sources_;
  const CallContext& context_;
  Held held_;
  CostPlan plan_;
  CostAnswer answer_;
};

}  // namespace

Result<CostAnswer> answer_costs(const CostQuestion& question, const AnswerSources& sources,
                                const CallContext& context) {
  return Answering(question, sources, context).run();
}

}  // namespace sextant::insight
