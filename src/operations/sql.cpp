#include "operations/sql.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "base/civil_time.h"
#include "insight/lake_sql.h"
#include "insight/lake_tables.h"
#include "operations/csv.h"
#include "operations/json_values.h"
#include "operations/open_lake.h"
#include "operations/sql_process.h"
#include "state/latest_cells.h"

namespace sextant::operations {
namespace {

namespace json = boost::json;
using lake::ColumnKind;

// Two columns of one name are "a" and "a_2", so that no value hides another.
std::vector<std::string> unique_names(const lake::Table& table) {
  std::map<std::string, int> seen;
  std::vector<std::string> names;
  for (const lake::Column& column : table.columns) {
    const int count = ++seen[column.name];
    names.push_back(count == 1 ? column.name : fmt::format("{}_{}", column.name, count));
  }
  return names;
}

// Integers that stay numbers.
struct IntegerRange {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};
// JavaScript's numbers are exact in this range.
constexpr IntegerRange kExactInPages{-(std::int64_t{1} << 53), std::int64_t{1} << 53};

// Exact: decimals and dates as strings, integers as numbers where they are in `numbers`.
json::value to_json(const lake::Datum& datum, ColumnKind kind, const IntegerRange& numbers) {
  if (!datum) return nullptr;
  if (kind == ColumnKind::kBoolean) return *datum == "true";
  if (kind == ColumnKind::kInteger) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(datum->data(), datum->data() + datum->size(), value);
    const bool is_whole = error == std::errc() && end == datum->data() + datum->size();
    if (is_whole && value >= numbers.min && value <= numbers.max) return value;
  }
  if (kind == ColumnKind::kDouble) {
    double value = 0;
    const auto [end, error] = std::from_chars(datum->data(), datum->data() + datum->size(), value);
    const bool is_finite = value - value == 0;
    if (error == std::errc() && end == datum->data() + datum->size() && is_finite) return value;
  }
  return json::value(*datum);
}

std::string_view name_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::kText:
      return "text";
    case ColumnKind::kInteger:
      return "integer";
    case ColumnKind::kDecimal:
      return "decimal";
    case ColumnKind::kDouble:
      return "double";
    case ColumnKind::kBoolean:
      return "boolean";
    case ColumnKind::kTimestamp:
      return "timestamp";
    case ColumnKind::kDate:
      return "date";
    case ColumnKind::kOther:
      return "other";
  }
  std::unreachable();
}

Result<insight::LakeSql> open(const Context& context, const KnownState& state,
                              const CallContext& limits, const std::filesystem::path& output = {}) {
  return insight::LakeSql::open({context.outside.files, context.outside.clock,
                                 context.lake_folder(), state.connections, state.cells},
                                limits, output);
}

// Where the rows of a cell are: "cost_total_monthly", "accounts".
std::string table_of(const state::Cell& cell) {
  if (cell.face == "accounts") return std::string(insight::kAccountsTable);
  if (cell.face == "forecast") return std::string(insight::kForecastsTable);
  return "cost_" + cell.face + "_" + cell.grain;
}

using TableUse = insight::LakeSql::TableUse;

// What the last syncs have not brought of these tables.
std::vector<state::Cell> missing_of(const std::vector<TableUse>& tables,
                                    const std::vector<state::Cell>& cells) {
  std::vector<state::Cell> missing;
  for (const state::Cell* cell : state::latest_of_each_query(cells)) {
    const bool is_used = std::ranges::any_of(
        tables, [&](const TableUse& use) { return use.table->name == table_of(*cell); });
    if (is_used && cell->status != state::CellStatus::kDone) missing.push_back(*cell);
  }
  return missing;
}

json::object table_json(const TableUse& use, WallTime now) {
  json::object out = {{"name", use.table->name},
                      {"meaning", use.table->meaning},
                      {"oldest", time_or_null(use.oldest)},
                      {"newest", time_or_null(use.newest)},
                      {"age_s", nullptr}};
  if (use.oldest)
    out["age_s"] = std::chrono::duration_cast<std::chrono::seconds>(now - *use.oldest).count();
  return out;
}

json::object provenance_json(const std::vector<TableUse>& tables,
                             const std::vector<state::Cell>& missing, WallTime now) {
  json::array uses;
  std::size_t cost_tables = 0;
  for (const TableUse& use : tables) {
    if (use.table->name.starts_with("cost_")) ++cost_tables;
    uses.push_back(table_json(use, now));
  }
  json::array lacking;
  for (const state::Cell& cell : missing) {
    lacking.push_back(json::object{{"account_id", cell.account_id},
                                   {"table", table_of(cell)},
                                   {"status", state::name_of(cell.status)},
                                   {"code", or_null(cell.error_code)}});
  }
  json::array notes;
  if (cost_tables > 1) {
    notes.emplace_back(
        "Each cost table holds all costs, cut in another way: sum one of them, never several.");
  }
  return {{"tables", std::move(uses)},
          {"complete", missing.empty()},
          {"missing", std::move(lacking)},
          {"notes", std::move(notes)}};
}

lake::AnswerLimits limits_of(const SqlWords& words) {
  return {words.max_rows, words.max_bytes};
}

}  // namespace

Result<SqlAnswer> ask_sql(Context& context, const SqlWords& words, const CallContext& call) {
  if (!context.sql_program.empty()) return ask_sql_apart(context, words, call);
  const CallContext limits = call.within(context.outside.clock, words.timeout);
  SEXTANT_TRY(const auto state, open_state(context));
  SEXTANT_TRY(auto lake, open(context, state, limits));
  SqlAnswer answer;
  SEXTANT_TRY(answer.table, lake.query(words.sql, limits_of(words), limits));
  SEXTANT_TRY(const auto tables, lake.tables_used(words.sql, limits));
  answer.provenance =
      provenance_json(tables, missing_of(tables, state.cells), context.outside.clock.wall());
  return answer;
}

std::vector<std::string> provenance_lines(const json::object& provenance) {
  std::vector<std::string> lines;
  for (const json::value& value : provenance.at("tables").as_array()) {
    const json::object& table = value.as_object();
    const json::value& age = table.at("age_s");
    lines.push_back(fmt::format(
        "From {}{}", std::string_view(table.at("name").as_string()),
        age.is_null() ? ""
                      : ", read " + describe_age(std::chrono::seconds(age.as_int64())) + " ago"));
  }
  const std::size_t missing = provenance.at("missing").as_array().size();
  if (missing > 0) {
    lines.push_back(
        fmt::format("Incomplete: {} {} of the last syncs brought nothing; "
                    "see the table coverage",
                    missing, missing == 1 ? "query" : "queries"));
  }
  for (const json::value& note : provenance.at("notes").as_array())
    lines.emplace_back(note.as_string());
  return lines;
}

Result<std::int64_t> write_sql_parquet(Context& context, const SqlWords& words,
                                       const std::filesystem::path& output,
                                       const CallContext& call) {
  if (!context.sql_program.empty()) return write_sql_parquet_apart(context, words, output, call);
  const CallContext limits = call.within(context.outside.clock, words.timeout);
  SEXTANT_TRY(const auto state, open_state(context));
  SEXTANT_TRY(auto lake, open(context, state, limits, output));
  return lake.write_parquet(words.sql, words.max_rows, limits);
}

json::object rows_json(const lake::Table& table) {
  const std::vector<std::string> names = unique_names(table);
  json::array rows;
  for (const lake::Row& from : table.rows) {
    json::object row;
    for (std::size_t i = 0; i < names.size(); ++i) {
      row[names[i]] = to_json(from[i], table.columns[i].kind, IntegerRange());
    }
    rows.push_back(std::move(row));
  }
  json::object out;
  out["rows"] = std::move(rows);
  out["cut"] = table.is_cut;
  return out;
}

json::object table_json(const lake::Table& table) {
  json::array columns;
  for (const lake::Column& column : table.columns)
    columns.push_back(json::object{{"name", column.name}, {"kind", name_of(column.kind)}});
  json::array rows;
  rows.reserve(table.rows.size());
  for (const lake::Row& from : table.rows) {
    json::array row;
    row.reserve(from.size());
    for (std::size_t i = 0; i < from.size(); ++i)
      row.push_back(to_json(from[i], table.columns[i].kind, kExactInPages));
    rows.push_back(std::move(row));
  }
  json::object out;
  out["columns"] = std::move(columns);
  out["rows"] = std::move(rows);
  out["cut"] = table.is_cut;
  return out;
}

std::string to_csv(const lake::Table& table) {
  std::vector<std::optional<std::string>> header;
  for (const std::string& name : unique_names(table)) header.emplace_back(name);
  std::string out = csv_line(header);
  for (const lake::Row& row : table.rows) out += csv_line(row);
  return out;
}

json::object columns_json() {
  json::array rows;
  for (const insight::LakeTable& table : insight::lake_tables()) {
    for (const insight::LakeColumn& column : table.columns) {
      rows.push_back({{"table", table.name},
                      {"column", column.name},
                      {"type", column.type},
                      {"meaning", column.meaning}});
    }
  }
  json::object out;
  out["rows"] = std::move(rows);
  return out;
}

json::object tables_json() {
  json::array tables;
  for (const insight::LakeTable& table : insight::lake_tables()) {
    json::array columns;
    for (const insight::LakeColumn& column : table.columns) {
      columns.push_back(
          {{"name", column.name}, {"type", column.type}, {"meaning", column.meaning}});
    }
    tables.push_back(json::object{
        {"name", table.name}, {"meaning", table.meaning}, {"columns", std::move(columns)}});
  }
  json::object out;
  out["tables"] = std::move(tables);
  return out;
}

}  // namespace sextant::operations
