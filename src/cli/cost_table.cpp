#include "cli/cost_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "cli/cost_columns.h"
#include "cli/cost_pivot.h"
#include "cli/cost_rows_text.h"
#include "cli/money_text.h"
#include "cli/plot.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::Money;
using insight::RowKind;

std::string amount_heading(const CostAnswer& answer) {
  return answer.provenance.currencies.size() == 1
             ? "Amount (" + answer.provenance.currencies.front() + ")"
             : "Amount";
}

std::string share_text(const CostAnswer& answer, const CostRow& row) {
  for (const Money& total : answer.provenance.totals) {
    if (total.currency != row.currency || total.amount.is_zero() || total.amount.is_negative())
      continue;
    return fmt::format("{:.1f}%", row.amount.approximate() / total.amount.approximate() * 100);
  }
  return "";
}

std::string flat_table(const CostAnswer& answer, const TextStyle& style) {
  std::vector<TableColumn> columns;
  add_key_columns(answer, true, columns);
  const std::size_t keys = columns.size();
  const bool has_times = std::ranges::any_of(answer.groups, insight::is_time);
  const bool has_share = keys > 0 && !has_times;
  columns.push_back({amount_heading(answer), Align::kRight});
  if (has_share) columns.push_back({"Share", Align::kRight});
  Table table(columns, keys);
  for (const CostRow& row : answer.rows) {
    std::vector<TableCell> cells;
    add_key_cells(answer, row, true, cells);
    cells.emplace_back(money_text(row.amount), tone_of(row));
    if (has_share) cells.emplace_back(share_text(answer, row), Tone::kDim);
    table.add_row(std::move(cells));
  }
  if (answer.rows.size() > 1) {
    table.add_rule();
    for (const Money& total : answer.provenance.totals) {
      std::vector<TableCell> cells = total_cells(answer, keys, total.currency);
      cells.emplace_back(money_text(total.amount), Tone::kStrong);
      table.add_row(std::move(cells));
    }
  }
  return table.render(style);
}

}  // namespace

std::string cost_title(const CostAnswer& answer) {
  std::vector<std::string> names;
  for (const Key key : answer.groups) names.push_back(replace_all(insight::name_of(key), "_", " "));
  std::string metric = replace_all(insight::name_of(answer.provenance.metric), "-", " ");
  metric[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(metric[0])));
  return fmt::format("{} costs{}, {}", metric, names.empty() ? "" : " by " + join(names, " and "),
                     insight::describe(answer.provenance.days));
}

std::string cost_table(const CostAnswer& answer, const TextStyle& style) {
  if (answer.rows.empty()) return "";
  return is_pivot(answer) ? pivot_table(answer, style) : flat_table(answer, style);
}

std::string cost_bars(const CostAnswer& answer, const TextStyle& style) {
  const bool only_times = std::ranges::all_of(answer.groups, insight::is_time);
  struct Sum {
    Bar bar;
    RowKind kind;
    Decimal amount;
  };
  std::vector<Sum> sums;
  std::map<std::string, std::size_t> places;
  for (const CostRow& row : answer.rows) {
    std::string label = label_text(answer, row);
    if (only_times && !answer.groups.empty()) {
      label = value_text(answer, row, 0) +
              (has_several_currencies(answer) ? " (" + row.currency + ")" : "");
    }
    const auto [place, is_new] =
        places.try_emplace(fmt::format("{}\n{}", static_cast<int>(row.kind), label), sums.size());
    if (is_new) sums.push_back({{label, 0, ""}, row.kind, {}});
    Decimal& amount = sums[place->second].amount;
    amount = summed(amount, row.amount);
  }
  if (!only_times) {
    std::ranges::stable_sort(sums, [](const Sum& x, const Sum& y) {
      return std::pair(x.kind, x.amount.negated()) < std::pair(y.kind, y.amount.negated());
    });
  }
  std::vector<Bar> bars;
  for (Sum& one : sums) {
    one.bar.value = one.amount.approximate();
    one.bar.text = money_text(one.amount);
    bars.push_back(std::move(one.bar));
  }
  return render_bars(bars, style);
}

}  // namespace sextant::cli
