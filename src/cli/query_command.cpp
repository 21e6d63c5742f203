#include "cli/query_command.h"

#include <fmt/format.h>
#include <boost/json/object.hpp>

#include <istream>
#include <ostream>

#include "base/text.h"
#include "cli/answer_output.h"
#include "cli/table.h"
#include "insight/lake_tables.h"
#include "insight/sql_guard.h"
#include "operations/sql.h"

namespace sextant::cli {
namespace {

using lake::ColumnKind;

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

Result<std::string> read_sql(const Context& context, const QueryCommand& command) {
  if (command.sql != "-") return command.sql;
  std::string sql(insight::kSqlBytesMax + 1, '\0');
  context.terminal.in.read(sql.data(), static_cast<std::streamsize>(sql.size()));
  sql.resize(static_cast<std::size_t>(context.terminal.in.gcount()));
  return sql;
}

Result<void> put(Context& context, const QueryCommand& command,
                 const operations::SqlAnswer& answer) {
  switch (parse_answer_format(command.format)) {
    case AnswerFormat::kJson: {
      boost::json::object out = operations::rows_json(answer.table);
      out["provenance"] = answer.provenance;
      return put_data(context, command.output, json_text(context, out));
    }
    case AnswerFormat::kCsv:
      return put_data(context, command.output, operations::to_csv(answer.table));
    default:
      break;
  }
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  return put_answer(context, command.output, to_text(answer.table, style));
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
    SEXTANT_TRY_VOID(
        put_answer(context, command.output,
                   as_json ? json_text(context, operations::columns_json()) : tables_text(style)));
    return kFine;
  }
  if (command.sql.empty()) return failure("usage.query", "give the SQL, or --tables");
  SEXTANT_TRY_VOID(check_output(context, format, command.output, "usage.query"));
  SEXTANT_TRY(const std::string sql, read_sql(context, command));
  const operations::SqlWords words{
      .sql = sql, .max_rows = command.max_rows, .timeout = std::chrono::seconds(command.timeout_s)};
  if (format == AnswerFormat::kParquet) {
    SEXTANT_TRY(const std::int64_t rows,
                operations::write_sql_parquet(context, words, command.output, context.call));
    return static_cast<std::size_t>(rows) > command.max_rows ? say_cut(context, command) : kFine;
  }
  SEXTANT_TRY(const auto answered, operations::ask_sql(context, words, context.call));
  SEXTANT_TRY_VOID(put(context, command, answered));
  if (!context.terminal.quiet) {
    std::ostream& err = context.terminal.err;
    if (answered.table.rows.empty()) err << "No rows.\n";
    if (format == AnswerFormat::kTable)
      for (const std::string& line : operations::provenance_lines(answered.provenance))
        err << toned(line, Tone::kDim, style) << "\n";
  }
  return answered.table.is_cut ? say_cut(context, command) : kFine;
}

}  // namespace

int run_query(Context& context, const QueryCommand& command) {
  const auto status = answer(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
