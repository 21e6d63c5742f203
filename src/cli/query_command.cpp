#include "cli/query_command.h"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <charconv>
#include <istream>
#include <map>
#include <ostream>

#include "base/text.h"
#include "cli/answer_output.h"
#include "cli/csv.h"
#include "cli/open_lake.h"
#include "cli/table.h"
#include "insight/lake_sql.h"
#include "insight/lake_tables.h"
#include "insight/sql_guard.h"

namespace sextant::cli {
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

// Exact: decimals and dates as strings, integers as numbers where they fit 64 bits.
json::value to_json(const lake::Datum& datum, ColumnKind kind) {
  if (!datum) return nullptr;
  if (kind == ColumnKind::kBoolean) return *datum == "true";
  if (kind == ColumnKind::kInteger) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(datum->data(), datum->data() + datum->size(), value);
    if (error == std::errc() && end == datum->data() + datum->size()) return value;
  }
  if (kind == ColumnKind::kDouble) {
    double value = 0;
    const auto [end, error] = std::from_chars(datum->data(), datum->data() + datum->size(), value);
    const bool is_finite = value - value == 0;
    if (error == std::errc() && end == datum->data() + datum->size() && is_finite) return value;
  }
  return json::value(*datum);
}

json::object to_json(const lake::Table& table) {
  const std::vector<std::string> names = unique_names(table);
  json::array rows;
  for (const lake::Row& from : table.rows) {
    json::object row;
    for (std::size_t i = 0; i < names.size(); ++i)
      row[names[i]] = to_json(from[i], table.columns[i].kind);
    rows.push_back(std::move(row));
  }
  json::object out;
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

std::string to_text(const lake::Table& from, const TextStyle& style) {
  if (from.columns.empty()) return "";
  constexpr int kTextWidthMin = 10;
  std::vector<TableColumn> columns;
  for (const lake::Column& column : from.columns) {
    const bool is_number = column.kind == ColumnKind::kInteger ||
                           column.kind == ColumnKind::kDecimal ||
                           column.kind == ColumnKind::kDouble;
    const bool may_be_cut = column.kind == ColumnKind::kText || column.kind == ColumnKind::kOther;
    columns.push_back({for_terminal(column.name), is_number ? Align::kRight : Align::kLeft,
                       may_be_cut ? kTextWidthMin : 0});
  }
  Table table(columns);
  for (const lake::Row& row : from.rows) {
    std::vector<TableCell> cells;
    for (const lake::Datum& datum : row)
      cells.emplace_back(datum.value_or("NULL"), datum ? Tone::kPlain : Tone::kDim);
    table.add_row(std::move(cells));
  }
  return table.render(style);
}

std::string tables_text(const TextStyle& style) {
  std::string out;
  for (const insight::LakeTable& table : insight::lake_tables()) {
    out += toned(table.name, Tone::kStrong, style) + "  " + table.meaning + "\n";
    Table columns({{"  column"}, {"type"}, {"meaning", Align::kLeft, 20}});
    for (const insight::LakeColumn& column : table.columns) {
      columns.add_row(
          {"  " + std::string(column.name), std::string(column.type), std::string(column.meaning)});
    }
    out += columns.render(style) + "\n";
  }
  return out;
}

json::object tables_json() {
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

Result<std::string> read_sql(const Context& context, const QueryCommand& command) {
  if (command.sql != "-") return command.sql;
  std::string sql(insight::kSqlBytesMax + 1, '\0');
  context.terminal.in.read(sql.data(), static_cast<std::streamsize>(sql.size()));
  sql.resize(static_cast<std::size_t>(context.terminal.in.gcount()));
  return sql;
}

Result<void> put(Context& context, const QueryCommand& command, const lake::Table& table) {
  switch (parse_answer_format(command.format)) {
    case AnswerFormat::kJson:
      return put_data(context, command.output, json_text(context, to_json(table)));
    case AnswerFormat::kCsv:
      return put_data(context, command.output, to_csv(table));
    default:
      break;
  }
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  return put_answer(context, command.output, to_text(table, style));
}

int say_cut(const Context& context, const QueryCommand& command) {
  context.terminal.err << fmt::format(
      "The answer was cut after {} rows; --max-rows N shows more.\n", command.max_rows);
  return kPartly;
}

Result<int> answer(Context& context, const QueryCommand& command) {
  const AnswerFormat format = parse_answer_format(command.format);
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  if (command.tables) {
    const bool as_json = format == AnswerFormat::kJson;
    SEXTANT_TRY_VOID(put_answer(context, command.output,
                                as_json ? json_text(context, tables_json()) : tables_text(style)));
    return kFine;
  }
  if (command.sql.empty()) return failure("usage.query", "give the SQL, or --tables");
  SEXTANT_TRY_VOID(check_output(format, command.output, "usage.query"));
  SEXTANT_TRY(const std::string sql, read_sql(context, command));
  const CallContext call =
      context.call.within(context.outside.clock, std::chrono::seconds(command.timeout_s));
  SEXTANT_TRY(const auto state, open_state(context));
  const bool as_parquet = format == AnswerFormat::kParquet;
  SEXTANT_TRY(auto lake,
              insight::LakeSql::open({context.outside.files, context.outside.clock,
                                      context.lake_folder(), state.connections, state.cells},
                                     call, as_parquet ? command.output : ""));
  if (as_parquet) {
    SEXTANT_TRY(const std::int64_t rows, lake.write_parquet(sql, command.max_rows, call));
    return static_cast<std::size_t>(rows) > command.max_rows ? say_cut(context, command) : kFine;
  }
  SEXTANT_TRY(const lake::Table table, lake.query(sql, command.max_rows, call));
  SEXTANT_TRY_VOID(put(context, command, table));
  if (table.rows.empty() && !context.terminal.quiet) context.terminal.err << "No rows.\n";
  return table.is_cut ? say_cut(context, command) : kFine;
}

}  // namespace

int run_query(Context& context, const QueryCommand& command) {
  const auto status = answer(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
