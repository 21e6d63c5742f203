#include "cli/cost_columns.h"

#include "cli/cost_rows_text.h"

namespace sextant::cli {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::RowKind;

namespace {
constexpr int kNameWidthMin = 12;
}

Tone tone_of(const CostRow& row) {
  return row.kind == RowKind::kCost ? Tone::kPlain : Tone::kDim;
}

Decimal summed(Decimal a, Decimal b) {
  return a.plus(b).value_or(Decimal());
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

// "Total" in the first column and a currency in its own.
std::vector<TableCell> total_cells(const CostAnswer& answer, std::size_t key_columns,
                                   const std::string& currency) {
  std::vector<TableCell> cells(key_columns, TableCell(""));
  if (!cells.empty()) cells.front() = TableCell("Total", Tone::kStrong);
  if (has_several_currencies(answer)) cells.back() = TableCell(currency, Tone::kStrong);
  return cells;
}

}  // namespace sextant::cli
