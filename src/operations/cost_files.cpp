#include "operations/cost_files.h"

#include <boost/json/serialize.hpp>

#include "insight/answer_json.h"
#include "operations/csv.h"

namespace sextant::operations {
namespace {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::RowKind;

std::string_view name_of(RowKind kind) {
  switch (kind) {
    case RowKind::kCost:
      return "cost";
    case RowKind::kUnallocated:
      return "unallocated";
    case RowKind::kOthers:
      return "others";
  }
  return "";
}

std::vector<std::optional<std::string>> key_columns(const std::vector<Key>& groups) {
  std::vector<std::optional<std::string>> header;
  for (const Key key : groups) {
    header.emplace_back(insight::name_of(key));
    if (key == Key::kAccount) header.emplace_back("account_name");
  }
  return header;
}

}  // namespace

std::string to_csv(const CostAnswer& answer) {
  std::vector<std::optional<std::string>> header = key_columns(answer.groups);
  for (const char* name : {"currency", "amount", "kind"}) header.emplace_back(name);
  std::string out = csv_line(header);
  for (const CostRow& row : answer.rows) {
    std::vector<std::optional<std::string>> cells;
    for (std::size_t i = 0; i < answer.groups.size(); ++i) {
      cells.push_back(row.values[i]);
      if (answer.groups[i] == Key::kAccount) cells.emplace_back(row.account_name);
    }
    cells.emplace_back(row.currency);
    cells.emplace_back(row.amount.to_string());
    cells.emplace_back(name_of(row.kind));
    out += csv_line(cells);
  }
  return out;
}

ParquetTable to_parquet(const CostAnswer& answer) {
  ParquetTable table;
  for (const Key key : answer.groups) {
    table.columns.emplace_back(insight::name_of(key), "VARCHAR");
    if (key == Key::kAccount) table.columns.emplace_back("account_name", "VARCHAR");
  }
  table.columns.insert(
      table.columns.end(),
      {{"currency", "VARCHAR"}, {"amount", "DECIMAL(38,18)"}, {"kind", "VARCHAR"}});
  for (const CostRow& row : answer.rows) {
    std::vector<lake::Parameter> cells;
    for (std::size_t i = 0; i < answer.groups.size(); ++i) {
      cells.push_back(row.values[i] ? lake::Parameter(*row.values[i]) : lake::Parameter(nullptr));
      if (answer.groups[i] == Key::kAccount) cells.emplace_back(row.account_name);
    }
    cells.emplace_back(row.currency);
    cells.emplace_back(row.amount);
    cells.emplace_back(std::string(name_of(row.kind)));
    table.rows.push_back(std::move(cells));
  }
  table.footer = {{"provenance", boost::json::serialize(insight::to_json(answer.provenance))}};
  return table;
}

std::string to_csv(const insight::CostComparison& comparison) {
  std::vector<std::optional<std::string>> header = key_columns(comparison.groups);
  for (const char* name : {"currency", "now", "before", "change", "kind"})
    header.emplace_back(name);
  std::string out = csv_line(header);
  for (const insight::ComparedRow& row : comparison.rows) {
    std::vector<std::optional<std::string>> cells;
    for (std::size_t i = 0; i < comparison.groups.size(); ++i) {
      cells.push_back(row.values[i]);
      if (comparison.groups[i] == Key::kAccount) cells.emplace_back(row.account_name);
    }
    for (const std::string& text : {row.currency, row.now.to_string(), row.before.to_string(),
                                    row.change.to_string(), std::string(name_of(row.kind))})
      cells.emplace_back(text);
    out += csv_line(cells);
  }
  return out;
}

std::string to_csv(const insight::ForecastAnswer& answer) {
  std::string out = csv_line({"from", "to", "currency", "amount", "lower", "upper"});
  const auto text = [](const std::optional<Decimal>& bound) {
    return bound ? std::optional(bound->to_string()) : std::nullopt;
  };
  for (const insight::ForecastPeriod& period : answer.periods) {
    out += csv_line({format_date(period.days.start), format_date(period.days.end), period.currency,
                     period.mean.to_string(), text(period.lower), text(period.upper)});
  }
  return out;
}

}  // namespace sextant::operations
