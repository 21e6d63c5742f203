#include "insight/repeat_sql.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/text.h"
#include "insight/account_choice.h"
#include "insight/cost_sql.h"
#include "insight/gather.h"
#include "insight/lake_tables.h"

namespace sextant::insight {
namespace {

// The rows of one cost table that answered one side.
struct Cut {
  std::string table;
  std::vector<std::string> payers;  // as SQL text
  DateInterval days;
  const std::vector<Filter>* filters = nullptr;  // as resolved
  std::string is_now;  // "true" or "false" in a comparison, "" where there is one side only
};

void add_cuts(const Provenance& from, const std::string& is_now, std::vector<Cut>& out) {
  std::map<std::string, Cut> cuts;
  for (const Part& part : from.parts) {
    const std::string table = table_of(*part.face, part.grain);
    cuts.try_emplace(table, Cut{table, {}, from.days, &from.filters, is_now})
        .first->second.payers.push_back(lake::sql_text(part.payer));
  }
  for (auto& [table, cut] : cuts) out.push_back(std::move(cut));
}

std::string expression_of(Key key) {
  switch (key) {
    case Key::kDay:
      return "strftime(ChargePeriodStart, '%Y-%m-%d')";
    case Key::kMonth:
      return "strftime(ChargePeriodStart, '%Y-%m')";
    default:
      return std::string(column_of(key));
  }
}

// What the rows of an answer show about the form that SQL for it has to have.
struct Shape {
  std::set<std::string> currencies;
  bool has_unallocated = false;
  bool has_others = false;
  bool is_comparison = false;

  template <typename Rows>
  void learn(const Rows& rows) {
    for (const auto& row : rows) {
      has_unallocated = has_unallocated || row.kind == RowKind::kUnallocated;
      has_others = has_others || row.kind == RowKind::kOthers;
    }
  }
  void learn(const Provenance& from) {
    currencies.insert(from.currencies.begin(), from.currencies.end());
    currencies.erase("");
  }
};

class Writer {
 public:
  Writer(const CostQuestion& question, Shape shape)
      : question_(question), shape_(std::move(shape)) {}

  std::string write(const std::vector<Cut>& cuts) const {
    if (cuts.size() == 1 && !shape_.has_others && !shape_.is_comparison) return simple(cuts[0]);
    std::vector<std::string> selects;
    for (const Cut& cut : cuts) selects.push_back(rows_of(cut));
    std::string out = fmt::format(
        "WITH costs AS (\n{}\n), sums AS (\n  SELECT {}, {}\n  FROM costs\n"
        "  GROUP BY ALL\n  HAVING sum(amount) IS NOT NULL\n)",
        join(selects, "\n  UNION ALL\n"), join(summed_columns(), ", "), summed_amounts());
    out += shape_.has_others ? with_others() : "\nSELECT *" + change() + "\nFROM sums";
    return out + order();
  }

 private:
  std::string currency() const {
    return shape_.currencies.size() == 1 ? lake::sql_text(*shape_.currencies.begin())
                                         : "BillingCurrency";
  }

  std::string conditions(const Cut& cut) const {
    std::vector<std::string> all = {
        fmt::format("BillingAccountId IN ({})", join(cut.payers, ", ")),
        fmt::format("ChargePeriodStart >= TIMESTAMP '{}'", format_date(cut.days.start)),
        fmt::format("ChargePeriodStart < TIMESTAMP '{}'", format_date(cut.days.end))};
    for (const Filter& filter : *cut.filters)
      all.push_back(condition_of(filter, [](const auto& value) { return lake::sql_text(value); }));
    if (!cut.filters->empty()) all.emplace_back("NOT x_Unallocated");
    // Rows of no currency hold no costs.
    if (shape_.currencies.size() > 1) all.emplace_back("BillingCurrency IS NOT NULL");
    return join(all, "\n  AND ");
  }

  // One table and nothing joined: as a person would write it.
  std::string simple(const Cut& cut) const {
    std::vector<std::string> columns;
    for (const Key key : question_.groups) {
      columns.push_back(fmt::format("{} AS {}", expression_of(key), name_of(key)));
      if (key == Key::kAccount) columns.emplace_back("max(SubAccountName) AS account_name");
    }
    columns.push_back(currency() + " AS currency");
    if (shape_.has_unallocated) columns.emplace_back("x_Unallocated AS unallocated");
    const std::string sum = fmt::format("sum({})", column_of(question_.metric));
    columns.push_back(sum + " AS amount");
    return fmt::format("SELECT {}\nFROM {}\nWHERE {}\nGROUP BY ALL\nHAVING {} IS NOT NULL",
                       join(columns, ", "), cut.table, conditions(cut), sum) +
           order();
  }

  std::string rows_of(const Cut& cut) const {
    std::vector<std::string> columns;
    for (const Key key : question_.groups) {
      columns.push_back(fmt::format("{} AS {}", expression_of(key), name_of(key)));
      if (key == Key::kAccount) columns.emplace_back("SubAccountName AS account_name");
    }
    columns.push_back(currency() + " AS currency");
    if (shape_.has_unallocated) columns.emplace_back("x_Unallocated AS unallocated");
    if (!cut.is_now.empty()) columns.push_back(cut.is_now + " AS is_now");
    columns.push_back(fmt::format("{} AS amount", column_of(question_.metric)));
    return fmt::format("  SELECT {}\n  FROM {}\n  WHERE {}", join(columns, ", "), cut.table,
                       replace_all(conditions(cut), "\n", "\n  "));
  }

  std::vector<std::string> summed_columns() const {
    std::vector<std::string> columns;
    for (const Key key : question_.groups) {
      columns.emplace_back(name_of(key));
      if (key == Key::kAccount) columns.emplace_back("max(account_name) AS account_name");
    }
    columns.emplace_back("currency");
    if (shape_.has_unallocated) columns.emplace_back("unallocated");
    return columns;
  }

  std::string summed_amounts() const {
    return shape_.is_comparison ? "coalesce(sum(amount) FILTER (is_now), 0) AS now, "
                                  "coalesce(sum(amount) FILTER (NOT is_now), 0) AS before"
                                : "sum(amount) AS amount";
  }
  std::string change() const { return shape_.is_comparison ? ", now - before AS change" : ""; }

  // The rows beyond the limit, added up: those of the smallest sums, or in each currency of the
  // smallest changes.
  std::string with_others() const {
    std::vector<std::string> names;  // of what is no time
    for (const Key key : question_.groups) {
      if (!is_time(key)) names.emplace_back(name_of(key));
    }
    std::vector<std::string> ties = {"currency"};
    std::vector<std::string> same = {"sums.currency = places.currency"};
    for (const std::string& name : names) {
      ties.push_back(name + " NULLS FIRST");
      same.push_back(fmt::format("sums.{0} IS NOT DISTINCT FROM places.{0}", name));
    }
    if (shape_.has_unallocated) same.emplace_back("NOT sums.unallocated");
    const std::string sum = shape_.is_comparison ? "abs(sum(now) - sum(before))" : "sum(amount)";
    const std::string parts = shape_.is_comparison ? "PARTITION BY currency " : "";
    return fmt::format(
        ", places AS (\n  SELECT {}, currency, row_number() OVER ({}ORDER BY {} DESC, "
        "{}) AS place, count(*) OVER ({}) AS ranked\n  FROM sums{}\n  GROUP BY {}, "
        "currency\n)\nSELECT {}\nFROM sums LEFT JOIN places ON {}\nGROUP BY ALL",
        join(names, ", "), parts, sum, join(ties, ", "), trim(parts),
        shape_.has_unallocated ? "\n  WHERE NOT unallocated" : "", join(names, ", "),
        join(shown_columns(), ", "), join(same, " AND "));
  }

  std::vector<std::string> shown_columns() const {
    // One row more than the limit is shown rather than called others.
    const std::string is_other = fmt::format("coalesce(place > {0} AND ranked > {1}, false)",
                                             question_.limit, question_.limit + 1);
    std::vector<std::string> columns;
    for (const Key key : question_.groups) {
      const auto name = name_of(key);
      if (is_time(key))
        columns.emplace_back(name);
      else
        columns.push_back(
            fmt::format("CASE WHEN NOT {} THEN sums.{} END AS {}", is_other, name, name));
      if (key == Key::kAccount) {
        columns.push_back(
            fmt::format("max(CASE WHEN NOT {} THEN account_name END) AS account_name", is_other));
      }
    }
    columns.emplace_back("sums.currency AS currency");
    if (shape_.has_unallocated) columns.emplace_back("unallocated");
    columns.push_back(is_other + " AS others");
    columns.emplace_back(
        shape_.is_comparison
            ? "sum(now) AS now, sum(before) AS before, sum(now) - sum(before) AS change"
            : "sum(amount) AS amount");
    return columns;
  }

  std::string order() const {
    std::vector<std::string> by;
    for (const Key key : question_.groups) {
      if (is_time(key)) by.emplace_back(name_of(key));
    }
    if (shape_.is_comparison) by.emplace_back("currency");
    if (shape_.has_unallocated) by.emplace_back("unallocated");
    if (shape_.has_others) by.emplace_back("others");
    by.emplace_back(shape_.is_comparison ? "abs(change) DESC" : "amount DESC");
    return "\nORDER BY " + join(by, ", ");
  }

  const CostQuestion& question_;
  const Shape shape_;
};

// Whether the tables count what answered: by themselves they hold each account once, as an answer
// for all accounts does.
Result<bool> are_in_tables(const CostQuestion& question, const std::vector<const Provenance*>& all,
                           const AnswerSources& sources, const CallContext& context) {
  if (question.asked_accounts.empty()) return true;
  SEXTANT_TRY(const Held held, gather_accounts(sources, context));
  const AccountChoice choice = choose_accounts(held);
  for (const Provenance* from : all) {
    for (const Part& part : from->parts) {
      if (std::ranges::find(choice.accounts, part.payer) == choice.accounts.end()) return false;
    }
  }
  return true;
}

}  // namespace

Result<std::optional<std::string>> repeat_as_sql(const CostQuestion& question,
                                                 const CostAnswer& answer,
                                                 const AnswerSources& sources,
                                                 const CallContext& context) {
  SEXTANT_TRY(const bool is_there, are_in_tables(question, {&answer.provenance}, sources, context));
  if (!is_there) return std::optional<std::string>();
  Shape shape;
  shape.learn(answer.rows);
  shape.learn(answer.provenance);
  std::vector<Cut> cuts;
  add_cuts(answer.provenance, "", cuts);
  return Writer(question, std::move(shape)).write(cuts);
}

Result<std::optional<std::string>> repeat_as_sql(const CostQuestion& question,
                                                 const CostComparison& comparison,
                                                 const AnswerSources& sources,
                                                 const CallContext& context) {
  SEXTANT_TRY(const bool is_there,
              are_in_tables(question, {&comparison.now, &comparison.before}, sources, context));
  if (!is_there) return std::optional<std::string>();
  Shape shape;
  shape.is_comparison = true;
  shape.learn(comparison.rows);
  shape.learn(comparison.now);
  shape.learn(comparison.before);
  std::vector<Cut> cuts;
  add_cuts(comparison.now, "true", cuts);
  add_cuts(comparison.before, "false", cuts);
  return Writer(question, std::move(shape)).write(cuts);
}

}  // namespace sextant::insight
