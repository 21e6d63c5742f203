#include "cli/cost_rows_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace sextant::cli {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::RowKind;

std::string heading_of(Key key) {
  std::string name = replace_all(insight::name_of(key), "_", " ");
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  return name;
}

bool has_several_currencies(const CostAnswer& answer) {
  return answer.provenance.currencies.size() > 1;
}

std::string value_text(const CostAnswer& answer, const CostRow& row, std::size_t group) {
  const Key key = answer.groups[group];
  if (row.values[group] && !row.values[group]->empty()) return *row.values[group];
  if (insight::is_time(key)) return row.values[group].value_or("");
  // Said once, in the first such column.
  const auto first =
      std::ranges::find_if_not(answer.groups, insight::is_time) - answer.groups.begin();
  const bool is_first = static_cast<std::size_t>(first) == group;
  if (row.kind == RowKind::kUnallocated) return is_first ? "(not allocated by AWS)" : "";
  if (row.kind == RowKind::kOthers && row.others == 0) return is_first ? "others" : "";
  if (row.kind == RowKind::kOthers) return is_first ? fmt::format("others ({})", row.others) : "";
  return fmt::format("(no {})", replace_all(insight::name_of(key), "_", " "));
}

std::string label_text(const CostAnswer& answer, const CostRow& row) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < answer.groups.size(); ++i) {
    if (insight::is_time(answer.groups[i])) continue;
    std::string text = value_text(answer, row, i);
    if (answer.groups[i] == Key::kAccount && !row.account_name.empty()) text = row.account_name;
    if (!text.empty()) parts.push_back(std::move(text));
  }
  std::string label = parts.empty() ? "Total" : join(parts, " · ");
  if (has_several_currencies(answer)) label += " (" + row.currency + ")";
  return label;
}

}  // namespace sextant::cli
