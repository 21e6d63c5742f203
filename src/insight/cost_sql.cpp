#include "insight/cost_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace sextant::insight {
namespace {

std::string source_of(const std::vector<const HeldFile*>& files) {
  std::vector<std::string> paths;
  for (const HeldFile* file : files) paths.push_back(file->path.string());
  return fmt::format("read_parquet({}, hive_partitioning = false)", sql_list(paths));
}

std::vector<const HeldFile*> files_of(const CostPlan& plan) {
  std::vector<const HeldFile*> files;
  for (const Part& part : plan.parts)
    files.insert(files.end(), part.files.begin(), part.files.end());
  return files;
}

// Rows of months begin with their month, so that only days need to be cut down to it.
std::string expression_of(Key key, bool has_days) {
  switch (key) {
    case Key::kDay:
      return "CAST(ChargePeriodStart AS DATE)";
    case Key::kMonth:
      return has_days ? "CAST(date_trunc('month', ChargePeriodStart) AS DATE)"
                      : "CAST(ChargePeriodStart AS DATE)";
    default:
      return std::string(column_of(key));
  }
}

bool has_days(const CostPlan& plan) {
  return std::ranges::any_of(plan.parts,
                             [](const Part& part) { return part.grain == Grain::kDaily; });
}

// The currency that all files have, where the footers prove that there is one.
std::optional<std::string> only_currency(const CostPlan& plan, const Held& held) {
  std::optional<std::string> only;
  for (const HeldFile* file : files_of(plan)) {
    const auto facts = held.facts.find(file->path.string());
    if (facts == held.facts.end()) continue;  // no rows
    const auto& currency = facts->second.currency;
    if (!currency || (only && only != currency)) return std::nullopt;
    only = currency;
  }
  return only;
}

std::string time_condition(const CostPlan& plan) {
  return fmt::format("ChargePeriodStart >= TIMESTAMP '{}' AND ChargePeriodStart < TIMESTAMP '{}'",
                     format_date(plan.days.start), format_date(plan.days.end));
}

std::string conditions_of(const CostQuestion& question, const CostPlan& plan,
                          std::vector<lake::Parameter>& parameters) {
  const auto bind = [&](const std::string& value) {
    parameters.emplace_back(value);
    return std::string("?");
  };
  std::vector<std::string> all;
  // Files are whole months: only days need to be cut.
  if (has_days(plan)) all.push_back(time_condition(plan));
  for (const Filter& filter : question.filters) all.push_back(condition_of(filter, bind));
  if (!question.filters.empty()) all.emplace_back("NOT x_Unallocated");
  return all.empty() ? "" : " WHERE " + join(all, " AND ");
}

}  // namespace

// "none" is the value of costs that have none.
std::string condition_of(const Filter& filter,
                         const std::function<std::string(const std::string&)>& quote) {
  const std::string column(column_of(filter.key));
  bool has_none = false;
  std::vector<std::string> quoted;
  for (const std::string& value : filter.values) {
    if (value == kNoValue)
      has_none = true;
    else
      quoted.push_back(quote(value));
  }
  const std::string listed =
      quoted.empty() ? "false" : fmt::format("{} IN ({})", column, join(quoted, ", "));
  if (!filter.is_negated)
    return has_none ? fmt::format("({0} OR {1} IS NULL)", listed, column) : listed;
  return fmt::format("NOT coalesce({}, {})", listed, has_none ? "true" : "false");
}

bool has_unallocated(const CostQuestion& question, const CostPlan& plan, const Held& held) {
  if (keys_needed(question).empty()) return false;
  return std::ranges::any_of(files_of(plan), [&](const HeldFile* file) {
    const auto facts = held.facts.find(file->path.string());
    return facts != held.facts.end() && facts->second.may_be_unallocated;
  });
}

Statement sum_statement(const CostQuestion& question, const CostPlan& plan, const Held& held) {
  Statement out;
  std::vector<std::string> columns;
  std::vector<std::string> groups;
  const auto add = [&](const std::string& expression, bool is_group) {
    columns.push_back(expression);
    if (is_group) groups.push_back(std::to_string(columns.size()));
  };
  for (const Key key : question.groups) add(expression_of(key, has_days(plan)), true);
  const auto currency = only_currency(plan, held);
  add(currency ? lake::sql_text(*currency) : "BillingCurrency", !currency);
  const bool splits = question.filters.empty() && has_unallocated(question, plan, held);
  add(splits ? "x_Unallocated" : "false", splits);
  columns.push_back(fmt::format("sum({})", column_of(question.metric)));
  out.sql = fmt::format("SELECT {} FROM {}{}", join(columns, ", "), source_of(files_of(plan)),
                        conditions_of(question, plan, out.parameters));
  if (!groups.empty()) out.sql += " GROUP BY " + join(groups, ", ");
  return out;
}

Statement unallocated_statement(const CostQuestion& question, const CostPlan& plan) {
  return {fmt::format("SELECT BillingCurrency, sum({}) FROM {} WHERE x_Unallocated AND {} GROUP BY "
                      "1 ORDER BY 1",
                      column_of(question.metric), source_of(files_of(plan)), time_condition(plan)),
          {}};
}

Statement values_statement(Key key, const std::vector<const HeldFile*>& files) {
  return {fmt::format("SELECT DISTINCT {0} FROM {1} WHERE {0} IS NOT NULL ORDER BY 1",
                      column_of(key), source_of(files)),
          {}};
}

Statement estimated_statement(const CostPlan& plan, const std::vector<const HeldFile*>& files) {
  return {
      fmt::format("SELECT CAST(min(ChargePeriodStart) AS DATE) FROM {} WHERE x_Estimated AND {}",
                  source_of(files), time_condition(plan)),
      {}};
}

}  // namespace sextant::insight
