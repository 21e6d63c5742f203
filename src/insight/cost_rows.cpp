#include "insight/cost_rows.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sextant::insight {
namespace {

using Values = std::vector<std::optional<std::string>>;

Values pick(const std::vector<Key>& groups, const Values& values, bool times) {
  Values out;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (is_time(groups[i]) == times) out.push_back(values[i]);
  }
  return out;
}

// Rows of no currency come where nothing was spent: they take the only currency there is.
void name_currencies(std::vector<CostRow>& rows) {
  std::set<std::string> named;
  for (const CostRow& row : rows) {
    if (!row.currency.empty()) named.insert(row.currency);
  }
  if (named.empty()) return;
  if (named.size() > 1) {
    std::erase_if(rows,
                  [](const CostRow& row) { return row.currency.empty() && row.amount.is_zero(); });
    return;
  }
  for (CostRow& row : rows) {
    if (row.currency.empty() && row.amount.is_zero()) row.currency = *named.begin();
  }
}

using RowKey = std::tuple<RowKind, Values, std::string>;
RowKey key_of(const CostRow& row) {
  return {row.kind, row.values, row.currency};
}

// Adds up rows that have become the same.
Result<void> join_rows(std::vector<CostRow>& rows) {
  std::map<RowKey, CostRow> joined;
  for (CostRow& row : rows) {
    const auto [place, is_new] = joined.try_emplace(key_of(row), std::move(row));
    if (is_new) continue;
    SEXTANT_TRY(place->second.amount, place->second.amount.plus(row.amount));
    place->second.others += row.others;
  }
  rows.clear();
  for (auto& [key, row] : joined) rows.push_back(std::move(row));
  return {};
}

}  // namespace

Result<std::vector<CostRow>> read_rows(const CostQuestion& question, const lake::Table& table) {
  const std::size_t groups = question.groups.size();
  std::vector<CostRow> rows;
  for (const lake::Row& from : table.rows) {
    if (!from[groups + 2]) continue;  // the sum of no rows at all
    CostRow row;
    row.kind = from[groups + 1] == "true" ? RowKind::kUnallocated : RowKind::kCost;
    row.values.assign(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(groups));
    for (std::size_t i = 0; i < groups; ++i) {
      if (question.groups[i] == Key::kMonth && row.values[i])
        row.values[i]->resize(std::size("2026-10") - 1);
    }
    row.currency = from[groups].value_or("");
    SEXTANT_TRY(row.amount, Decimal::parse(*from[groups + 2]));
    rows.push_back(std::move(row));
  }
  name_currencies(rows);
  SEXTANT_TRY_VOID(join_rows(rows));
  return rows;
}

void sort_rows(const std::vector<Key>& groups, std::vector<CostRow>& rows) {
  // The times of each row are picked once, since a row is compared many times.
  std::vector<std::pair<Values, CostRow>> timed;
  timed.reserve(rows.size());
  for (CostRow& row : rows) {
    Values times = pick(groups, row.values, true);
    timed.emplace_back(std::move(times), std::move(row));
  }
  std::ranges::sort(timed, [](const auto& left, const auto& right) {
    const auto& [left_times, a] = left;
    const auto& [right_times, b] = right;
    // The largest first; ties by name, so that the same question has the same answer.
    return std::tie(left_times, a.kind, b.amount, a.values, a.currency) <
           std::tie(right_times, b.kind, a.amount, b.values, b.currency);
  });
  rows.clear();
  for (auto& [times, row] : timed) rows.push_back(std::move(row));
}

Result<void> limit_rows(const std::vector<Key>& groups, std::size_t limit,
                        std::vector<CostRow>& rows) {
  if (limit == 0) return {};
  using Name = std::pair<std::string, Values>;  // currency and what is no time
  const auto name_of_row = [&](const CostRow& row) {
    return Name(row.currency, pick(groups, row.values, false));
  };
  std::map<Name, Decimal> sums;
  for (const CostRow& row : rows) {
    if (row.kind != RowKind::kCost) continue;
    Decimal& sum = sums[name_of_row(row)];
    SEXTANT_TRY(sum, sum.plus(row.amount));
  }
  // A single row is shown rather than called "others".
  if (sums.size() <= limit + 1) return {};
  std::vector<std::pair<Decimal, Name>> ranked;
  for (const auto& [name, sum] : sums) ranked.emplace_back(sum.negated(), name);
  std::ranges::sort(ranked);
  std::set<Name> joined;
  for (std::size_t i = limit; i < ranked.size(); ++i) joined.insert(ranked[i].second);
  for (CostRow& row : rows) {
    if (row.kind != RowKind::kCost || !joined.contains(name_of_row(row))) continue;
    row.kind = RowKind::kOthers;
    row.others = 1;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (!is_time(groups[i])) row.values[i].reset();
    }
  }
  return join_rows(rows);
}

Result<std::vector<Money>> totals_of(const std::vector<CostRow>& rows) {
  std::map<std::string, Decimal> sums;
  for (const CostRow& row : rows) {
    Decimal& sum = sums[row.currency];
    SEXTANT_TRY(sum, sum.plus(row.amount));
  }
  std::vector<Money> totals;
  for (const auto& [currency, amount] : sums) totals.push_back({currency, amount});
  return totals;
}

}  // namespace sextant::insight
