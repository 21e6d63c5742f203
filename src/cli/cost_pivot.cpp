#include "cli/cost_pivot.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "cli/cost_columns.h"
#include "cli/cost_rows_text.h"
#include "cli/money_text.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::Money;

// One line of the pivot: the amounts of one name by month.
struct PivotLine {
  CostRow row;  // any of its rows, for the name
  std::map<std::string, Decimal> amounts;
  Decimal total;
};

class Pivot {
 public:
  explicit Pivot(const CostAnswer& answer) : answer_(answer) {
    const std::size_t month = answer.groups[0] == Key::kMonth ? 0 : 1;
    for (const CostRow& row : answer.rows) {
      PivotLine& line = line_of(row);
      const std::string name = row.values[month].value_or("");
      months_.insert(name);
      line.amounts[name] = summed(line.amounts[name], row.amount);
      line.total = summed(line.total, row.amount);
    }
    std::ranges::stable_sort(lines_, [](const PivotLine& a, const PivotLine& b) {
      return std::pair(a.row.kind, a.total.negated()) < std::pair(b.row.kind, b.total.negated());
    });
  }

  const std::vector<PivotLine>& lines() const { return lines_; }

  std::string render(const TextStyle& style) const {
    std::vector<TableColumn> columns;
    add_key_columns(answer_, false, columns);
    const std::size_t keys = columns.size();
    for (const std::string& month : months_) {
      columns.push_back({is_whole(month) ? month : month + " to date", Align::kRight});
    }
    if (months_.size() > 1) columns.push_back({"Total", Align::kRight});
    const auto [before, after] = compared();
    if (!before.empty())
      columns.push_back({before.substr(5) + "→" + after.substr(5), Align::kRight});
    if (!style.use_unicode && !before.empty())
      columns.back().title = before.substr(5) + ">" + after.substr(5);
    Table table(columns, keys);
    for (const PivotLine& line : lines_) {
      std::vector<TableCell> cells;
      add_key_cells(answer_, line.row, false, cells);
      add_amounts(line, tone_of(line.row), cells);
      table.add_row(std::move(cells));
    }
    if (lines_.size() > 1) {
      table.add_rule();
      for (const Money& total : answer_.provenance.totals) {
        std::vector<TableCell> cells = total_cells(answer_, keys, total.currency);
        add_amounts(total_of(total.currency), Tone::kStrong, cells);
        table.add_row(std::move(cells));
      }
    }
    return table.render(style);
  }

 private:
  PivotLine& line_of(CostRow row) {
    row.others = 0;  // of one month; another month may have more of them
    const std::string name =
        fmt::format("{}\n{}\n{}", static_cast<int>(row.kind), label_text(answer_, row),
                    row.values[answer_.groups[0] == Key::kMonth ? 1 : 0].value_or("\n"));
    const auto [place, is_new] = places_.try_emplace(name, lines_.size());
    if (is_new) lines_.push_back({std::move(row), {}, {}});
    return lines_[place->second];
  }

  PivotLine total_of(const std::string& currency) const {
    PivotLine total;
    for (const PivotLine& line : lines_) {
      if (line.row.currency != currency) continue;
      for (const auto& [month, amount] : line.amounts)
        total.amounts[month] = summed(total.amounts[month], amount);
      total.total = summed(total.total, line.total);
    }
    return total;
  }

  // A month whose end the data do not reach is not compared with others.
  bool is_whole(const std::string& month) const {
    const auto first = parse_month(month);
    return first && *first >= answer_.provenance.days.start &&
           add_months(*first, 1) <= answer_.provenance.days.end;
  }

  std::pair<std::string, std::string> compared() const {
    std::vector<std::string> whole;
    std::ranges::copy_if(months_, std::back_inserter(whole),
                         [&](const std::string& month) { return is_whole(month); });
    if (whole.size() < 2) return {};
    return {whole[whole.size() - 2], whole.back()};
  }

  void add_amounts(const PivotLine& line, Tone tone, std::vector<TableCell>& cells) const {
    const auto amount_in = [&](const std::string& month) {
      const auto found = line.amounts.find(month);
      return found == line.amounts.end() ? Decimal() : found->second;
    };
    for (const std::string& month : months_) {
      cells.emplace_back(line.amounts.contains(month) ? money_text(amount_in(month)) : "-", tone);
    }
    if (months_.size() > 1) cells.emplace_back(money_text(line.total), tone);
    const auto [before, after] = compared();
    if (before.empty()) return;
    const Decimal from = amount_in(before);
    const Decimal to = amount_in(after);
    cells.emplace_back(change_text(from, to), to > from   ? Tone::kBad
                                              : to < from ? Tone::kGood
                                                          : Tone::kDim);
  }

  const CostAnswer& answer_;
  std::vector<PivotLine> lines_;
  std::map<std::string, std::size_t> places_;
  std::set<std::string> months_;
};

}  // namespace

bool is_pivot(const CostAnswer& answer) {
  const auto is_month = [](Key key) { return key == Key::kMonth; };
  return answer.groups.size() == 2 && std::ranges::count_if(answer.groups, is_month) == 1 &&
         std::ranges::count_if(answer.groups, insight::is_time) == 1;
}

std::string pivot_table(const CostAnswer& answer, const TextStyle& style) {
  return Pivot(answer).render(style);
}

}  // namespace sextant::cli
