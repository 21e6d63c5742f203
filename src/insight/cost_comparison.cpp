#include "insight/cost_comparison.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "insight/answer_json.h"

namespace sextant::insight {
namespace {

namespace json = boost::json;

using Values = std::vector<std::optional<std::string>>;
using RowKey = std::tuple<std::string, RowKind, Values>;

// Currencies that either side names.
std::set<std::string> currencies_of(const CostComparison& comparison) {
  std::set<std::string> out(comparison.now.currencies.begin(), comparison.now.currencies.end());
  out.insert(comparison.before.currencies.begin(), comparison.before.currencies.end());
  out.erase("");
  return out;
}

// Rows of no currency come where nothing was spent: they take the only currency that there is, and
// say nothing where there are several.
std::optional<std::string> currency_of(const CostRow& row, const std::set<std::string>& known) {
  if (!row.currency.empty() || !row.amount.is_zero() || known.empty()) return row.currency;
  return known.size() == 1 ? std::optional(*known.begin()) : std::nullopt;
}

class Comparing {
 public:
  explicit Comparing(const std::set<std::string>& currencies) : currencies_(currencies) {}

  void add(const CostAnswer& answer, Decimal ComparedRow::* side) {
    for (const CostRow& from : answer.rows) {
      const auto currency = currency_of(from, currencies_);
      if (!currency) continue;
      ComparedRow& row = rows_[{*currency, from.kind, from.values}];
      row.kind = from.kind;
      row.values = from.values;
      row.currency = *currency;
      if (row.account_name.empty()) row.account_name = from.account_name;
      row.*side = from.amount;
    }
  }

  Result<std::vector<ComparedRow>> finish(std::size_t limit) {
    std::vector<ComparedRow> out;
    for (auto& [key, row] : rows_) {
      SEXTANT_TRY(row.change, row.now.minus(row.before));
      out.push_back(std::move(row));
    }
    sort(out);
    SEXTANT_TRY_VOID(join_smallest(limit, out));
    return out;
  }

 private:
  static void sort(std::vector<ComparedRow>& rows) {
    const auto order = [](const ComparedRow& row) {
      // Ties by name, so that the same question has the same answer.
      return std::tuple(row.currency, row.kind, row.change.magnitude().negated(), row.values);
    };
    std::ranges::sort(
        rows, [&](const ComparedRow& a, const ComparedRow& b) { return order(a) < order(b); });
  }

  // Of sorted rows, in each currency.
  static Result<void> join_smallest(std::size_t limit, std::vector<ComparedRow>& rows) {
    if (limit == 0) return {};
    std::map<std::string, std::size_t> count;
    for (const ComparedRow& row : rows) count[row.currency] += row.kind == RowKind::kCost ? 1 : 0;
    std::map<std::string, std::size_t> rank;
    std::map<std::string, ComparedRow> others;
    std::vector<ComparedRow> kept;
    for (ComparedRow& row : rows) {
      // A single row is shown rather than called "others".
      const bool is_joined = row.kind == RowKind::kCost && count[row.currency] > limit + 1 &&
                             ++rank[row.currency] > limit;
      if (!is_joined) {
        kept.push_back(std::move(row));
        continue;
      }
      ComparedRow& sum = others[row.currency];
      SEXTANT_TRY(sum.now, sum.now.plus(row.now));
      SEXTANT_TRY(sum.before, sum.before.plus(row.before));
      SEXTANT_TRY(sum.change, sum.now.minus(sum.before));
      sum.values.resize(row.values.size());
      ++sum.others;
    }
    rows = std::move(kept);
    for (auto& [currency, row] : others) {
      row.kind = RowKind::kOthers;
      row.currency = currency;
      rows.push_back(std::move(row));
    }
    sort(rows);
    return {};
  }

  const std::set<std::string>& currencies_;
  std::map<RowKey, ComparedRow> rows_;
};

// Months of 30 and 31 days are compared every day; other lengths need a word.
void note_lengths(CostComparison& comparison) {
  const DateInterval& now = comparison.now.days;
  const DateInterval& before = comparison.before.days;
  const bool are_months = is_whole_months(now) && is_whole_months(before) &&
                          months_of(now).size() == months_of(before).size();
  const auto days_now = (now.end - now.start).count();
  const auto days_before = (before.end - before.start).count();
  if (are_months || days_now == days_before) return;
  comparison.now.notes.push_back(fmt::format(
      "The intervals differ in length: {} days are held against {}.", days_now, days_before));
}

json::object to_json(const CostComparison& comparison, const ComparedRow& row,
                     bool names_currency) {
  json::object out;
  for (std::size_t i = 0; i < comparison.groups.size(); ++i) {
    const auto& value = row.values[i];
    out[name_of(comparison.groups[i])] = value ? json::value(*value) : json::value(nullptr);
    if (comparison.groups[i] == Key::kAccount && value) out["account_name"] = row.account_name;
  }
  if (names_currency) out["currency"] = row.currency;
  out["now"] = row.now.to_string();
  out["before"] = row.before.to_string();
  out["change"] = row.change.to_string();
  if (row.kind == RowKind::kUnallocated) out["unallocated"] = true;
  if (row.kind == RowKind::kOthers) out["others"] = row.others;
  return out;
}

}  // namespace

Result<CostComparison> compare_costs(const CostQuestion& question, const Window& before,
                                     const AnswerSources& sources, const CallContext& context) {
  if (std::ranges::any_of(question.groups, is_time)) {
    return failure("cost.bad_comparison", "days and months are no groups of a comparison");
  }
  CostQuestion side = question;
  side.limit = 0;  // what is small on one side may be large on the other
  SEXTANT_TRY(CostAnswer now, answer_costs(side, sources, context));
  side.window = before;
  SEXTANT_TRY(CostAnswer earlier, answer_costs(side, sources, context));
  CostComparison out;
  out.groups = question.groups;
  out.now = std::move(now.provenance);
  out.before = std::move(earlier.provenance);
  const std::set<std::string> currencies = currencies_of(out);
  Comparing comparing(currencies);
  comparing.add(now, &ComparedRow::now);
  comparing.add(earlier, &ComparedRow::before);
  SEXTANT_TRY(out.rows, comparing.finish(question.limit));
  note_lengths(out);
  return out;
}

json::object to_json(const CostComparison& comparison) {
  const bool names_currency = currencies_of(comparison).size() > 1;
  json::array rows;
  for (const ComparedRow& row : comparison.rows)
    rows.push_back(to_json(comparison, row, names_currency));
  json::object out;
  out["rows"] = std::move(rows);
  out["now"] = to_json(comparison.now);
  out["before"] = to_json(comparison.before);
  return out;
}

}  // namespace sextant::insight
