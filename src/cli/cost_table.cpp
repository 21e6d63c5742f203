#include "cli/cost_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "cli/cost_rows_text.h"
#include "cli/money_text.h"
#include "cli/plot.h"
#include "insight/answer_json.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::Money;
using insight::Provenance;
using insight::RowKind;

constexpr int kNameWidthMin = 12;

Tone tone_of(const CostRow& row) {
  return row.kind == RowKind::kCost ? Tone::kPlain : Tone::kDim;
}

bool contains(const CostAnswer& answer, Key key) {
  return std::ranges::find(answer.groups, key) != answer.groups.end();
}

bool is_pivot(const CostAnswer& answer) {
  return answer.groups.size() == 2 && contains(answer, Key::kMonth) && !contains(answer, Key::kDay);
}

// Columns for the keys of a row, the account's name beside its id.
void add_key_columns(const CostAnswer& answer, bool with_times, std::vector<TableColumn>& columns) {
  for (const Key key : answer.groups) {
    if (insight::is_time(key) && !with_times) continue;
    if (key == Key::kAccount) columns.push_back({"Account", Align::kLeft, kNameWidthMin});
    const bool is_exact = insight::is_time(key) || key == Key::kAccount;
    columns.push_back({key == Key::kAccount ? "Id" : heading_of(key), Align::kLeft,
                       is_exact ? 0 : kNameWidthMin});
  }
  if (has_several_currencies(answer)) columns.push_back({"Currency"});
}

void add_key_cells(const CostAnswer& answer, const CostRow& row, bool with_times,
                   std::vector<TableCell>& cells) {
  for (std::size_t i = 0; i < answer.groups.size(); ++i) {
    const Key key = answer.groups[i];
    if (insight::is_time(key) && !with_times) continue;
    const std::string text = value_text(answer, row, i);
    const bool is_account = key == Key::kAccount;
    const bool is_named = is_account && row.values[i].has_value();
    if (is_account) cells.emplace_back(is_named ? row.account_name : text, tone_of(row));
    cells.emplace_back(is_account && !is_named ? "" : text, tone_of(row));
  }
  if (has_several_currencies(answer)) cells.emplace_back(row.currency, tone_of(row));
}

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

// "Total" in the first column and a currency in its own.
std::vector<TableCell> total_cells(const CostAnswer& answer, std::size_t key_columns,
                                   const std::string& currency) {
  std::vector<TableCell> cells(key_columns, TableCell(""));
  if (!cells.empty()) cells.front() = TableCell("Total", Tone::kStrong);
  if (has_several_currencies(answer)) cells.back() = TableCell(currency, Tone::kStrong);
  return cells;
}

std::string flat_table(const CostAnswer& answer, const TextStyle& style) {
  std::vector<TableColumn> columns;
  add_key_columns(answer, true, columns);
  const std::size_t keys = columns.size();
  const bool has_times = contains(answer, Key::kDay) || contains(answer, Key::kMonth);
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

// One line of the pivot: the amounts of one name by month.
struct PivotLine {
  const CostRow* row = nullptr;  // any of its rows, for the name
  std::map<std::string, Decimal> amounts;
  Decimal total;
};

// Sums for people's columns; the answer's own total has proved that they fit.
Decimal sum(Decimal a, Decimal b) {
  return a.plus(b).value_or(Decimal());
}

class Pivot {
 public:
  explicit Pivot(const CostAnswer& answer) : answer_(answer) {
    const std::size_t month = answer.groups[0] == Key::kMonth ? 0 : 1;
    for (const CostRow& row : answer.rows) {
      PivotLine& line = line_of(row);
      const std::string name = row.values[month].value_or("");
      months_.insert(name);
      line.amounts[name] = sum(line.amounts[name], row.amount);
      line.total = sum(line.total, row.amount);
    }
    std::ranges::stable_sort(lines_, [](const PivotLine& a, const PivotLine& b) {
      return std::pair(a.row->kind, a.total.negated()) < std::pair(b.row->kind, b.total.negated());
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
      add_key_cells(answer_, *line.row, false, cells);
      add_amounts(line, tone_of(*line.row), cells);
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
  PivotLine& line_of(const CostRow& row) {
    const std::string name =
        fmt::format("{}\n{}\n{}", static_cast<int>(row.kind), label_text(answer_, row),
                    row.values[answer_.groups[0] == Key::kMonth ? 1 : 0].value_or("\n"));
    const auto [place, is_new] = places_.try_emplace(name, lines_.size());
    if (is_new) lines_.push_back({&row, {}, {}});
    return lines_[place->second];
  }

  PivotLine total_of(const std::string& currency) const {
    PivotLine total;
    for (const PivotLine& line : lines_) {
      if (line.row->currency != currency) continue;
      for (const auto& [month, amount] : line.amounts)
        total.amounts[month] = sum(total.amounts[month], amount);
      total.total = sum(total.total, line.total);
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

std::string when(const Provenance& from) {
  std::string text = "read " + describe_age(from.age_newest) + " ago";
  if (from.age - from.age_newest > std::chrono::hours(1))
    text += ", older months up to " + describe_age(from.age) + " ago";
  return text;
}

void add_coverage(const insight::Coverage& coverage,
                  std::vector<std::pair<std::string, Tone>>& lines) {
  constexpr std::size_t kShown = 10;
  if (!coverage.is_complete())
    lines.emplace_back("Incomplete: " + insight::describe(coverage), Tone::kWarning);
  for (std::size_t i = 0; i < coverage.missing.size() && i < kShown; ++i) {
    const insight::Missing& gap = coverage.missing[i];
    const std::string who =
        gap.name.empty() ? gap.account : fmt::format("{} ({})", gap.account, gap.name);
    lines.emplace_back(
        fmt::format("  missing: {}, {}: {}", who, insight::describe(gap.days), gap.reason),
        Tone::kWarning);
  }
  if (coverage.missing.size() > kShown) {
    lines.emplace_back(
        fmt::format("  and {} more; --format json lists all", coverage.missing.size() - kShown),
        Tone::kWarning);
  }
  for (const insight::LeftOut& one : coverage.left_out) {
    lines.emplace_back(fmt::format("Not counted: {}{}: {}", one.account,
                                   one.name.empty() ? "" : " (" + one.name + ")", one.reason),
                       Tone::kDim);
  }
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
  return is_pivot(answer) ? Pivot(answer).render(style) : flat_table(answer, style);
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
    amount = sum(amount, row.amount);
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

std::string cost_footnotes(const CostAnswer& answer, const TextStyle& style) {
  const Provenance& from = answer.provenance;
  std::vector<std::pair<std::string, Tone>> lines;
  std::string charges = from.charge_types.empty()
                            ? "all charge types (usage, tax, credits, refunds, fees, ...)"
                            : "charge types " + join(from.charge_types, ", ");
  lines.emplace_back(
      fmt::format("{}, {}, {}", insight::name_of(from.metric),
                  from.currencies.empty() ? "no currency" : join(from.currencies, " and "),
                  charges),
      Tone::kDim);
  for (const insight::Filter& filter : from.filters)
    lines.emplace_back("Only where " + insight::describe(filter), Tone::kDim);
  if (from.estimated_since) {
    lines.emplace_back(fmt::format("Estimated from {} on: AWS may still change these figures",
                                   format_date(*from.estimated_since)),
                       Tone::kDim);
  }
  for (const insight::Part& part : from.parts) {
    lines.emplace_back(fmt::format("Source: {}", insight::describe(part)), Tone::kDim);
  }
  lines.back().first += "; " + when(from);
  add_coverage(from.coverage, lines);
  for (const std::string& note : from.notes) lines.emplace_back(note, Tone::kWarning);
  std::string out;
  for (const auto& [text, tone] : lines) {
    // Colored line by line, so that a break does not leave the color on.
    for (const std::string& line : split(wrapped(for_terminal(text), style, 2), '\n'))
      out += toned(line, tone, style) + "\n";
  }
  return out;
}

}  // namespace sextant::cli
