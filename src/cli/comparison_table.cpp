#include "cli/comparison_table.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/cost_columns.h"
#include "cli/cost_footnotes.h"
#include "cli/cost_table.h"
#include "cli/money_text.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::CostComparison;
using insight::Provenance;

// The keys of a comparison as those of an answer, so that both are named alike.
CostAnswer keys_of(const CostComparison& comparison) {
  CostAnswer keys;
  keys.groups = comparison.groups;
  keys.provenance = comparison.now;
  for (const std::string& currency : comparison.before.currencies) {
    auto& known = keys.provenance.currencies;
    if (std::ranges::find(known, currency) == known.end()) known.push_back(currency);
  }
  for (const insight::ComparedRow& row : comparison.rows) {
    keys.rows.push_back(
        {row.kind, row.values, row.account_name, row.currency, row.now, row.others});
  }
  return keys;
}

Decimal total_of(const Provenance& side, const std::string& currency) {
  const auto found = std::ranges::find(side.totals, currency, &insight::Money::currency);
  return found == side.totals.end() ? Decimal() : found->amount;
}

void add_amounts(Decimal before, Decimal now, Tone tone, std::vector<TableCell>& cells) {
  const Decimal change = summed(now, before.negated());
  cells.emplace_back(money_text(before), tone);
  cells.emplace_back(money_text(now), tone);
  cells.emplace_back((change.is_negative() || change.is_zero() ? "" : "+") + money_text(change),
                     tone);
  cells.emplace_back(change_text(before, now), Tone::kDim);
}

}  // namespace

std::string comparison_title(const CostComparison& comparison) {
  return fmt::format("{} against {}", cost_title(keys_of(comparison)),
                     insight::describe(comparison.before.days));
}

std::string comparison_table(const CostComparison& comparison, const TextStyle& style) {
  const CostAnswer keys = keys_of(comparison);
  if (keys.rows.empty()) return "";
  std::vector<TableColumn> columns;
  add_key_columns(keys, true, columns);
  const std::size_t key_columns = columns.size();
  const std::string currency = keys.provenance.currencies.size() == 1
                                   ? fmt::format(" ({})", keys.provenance.currencies.front())
                                   : "";
  for (const char* title : {"Before", "Now", "Change"})
    columns.push_back({title + currency, Align::kRight});
  columns.push_back({"%", Align::kRight});
  Table table(columns, key_columns);
  for (std::size_t i = 0; i < keys.rows.size(); ++i) {
    std::vector<TableCell> cells;
    add_key_cells(keys, keys.rows[i], true, cells);
    add_amounts(comparison.rows[i].before, comparison.rows[i].now, tone_of(keys.rows[i]), cells);
    table.add_row(std::move(cells));
  }
  if (keys.rows.size() > 1) {
    table.add_rule();
    for (const std::string& of : keys.provenance.currencies) {
      std::vector<TableCell> cells = total_cells(keys, key_columns, of);
      add_amounts(total_of(comparison.before, of), total_of(comparison.now, of), Tone::kStrong,
                  cells);
      table.add_row(std::move(cells));
    }
  }
  return table.render(style);
}

std::string comparison_footnotes(const CostComparison& comparison, const TextStyle& style) {
  std::string out;
  for (const Provenance* side : {&comparison.now, &comparison.before}) {
    out += fmt::format(
        "{}{}\n", side == &comparison.now ? "Now: " : "\nBefore: ", insight::describe(side->days));
    out += cost_footnotes(*side, !comparison.rows.empty(), style);
  }
  return out;
}

}  // namespace sextant::cli
