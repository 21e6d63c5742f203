#include "cli/cost_command.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

#include "base/text.h"
#include "cli/answer_output.h"
#include "cli/cost_footnotes.h"
#include "cli/cost_table.h"
#include "cli/csv.h"
#include "cli/open_lake.h"
#include "insight/answer_json.h"

namespace sextant::cli {
namespace {

using insight::CostAnswer;
using insight::CostRow;
using insight::Key;
using insight::RowKind;

Result<std::vector<Key>> read_groups(const std::vector<std::string>& words) {
  if (words.empty()) return std::vector{Key::kService};
  std::vector<Key> groups;
  bool wants_total = false;
  for (const std::string& word : words) {
    // "--by service,month" is what many type.
    for (const std::string& name : split(word, ',')) {
      wants_total = wants_total || name == "total";
      if (name == "total") continue;
      SEXTANT_TRY(const Key key, insight::parse_key(trim(name)));
      if (std::ranges::find(groups, key) == groups.end()) groups.push_back(key);
    }
  }
  if (wants_total && !groups.empty()) return failure("usage.cost", "--by total stands alone");
  return groups;
}

Result<insight::CostQuestion> read_question(Context& context, const CostCommand& command) {
  insight::CostQuestion question;
  SEXTANT_TRY(question.groups, read_groups(command.by));
  SEXTANT_TRY(question.window,
              insight::parse_window(command.window, date_of(context.outside.clock.wall())));
  SEXTANT_TRY(question.metric, insight::parse_metric(command.metric));
  std::vector<std::string> where = command.where;
  for (const std::string& account : command.accounts) where.push_back("account=" + account);
  SEXTANT_TRY(question.filters, insight::parse_filters(where));
  SEXTANT_TRY(question.asked_accounts, accounts_of(context, command.connections));
  question.limit = command.limit;
  return question;
}

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

std::string to_csv(const CostAnswer& answer) {
  std::vector<std::optional<std::string>> header;
  for (const Key key : answer.groups) {
    header.emplace_back(insight::name_of(key));
    if (key == Key::kAccount) header.emplace_back("account_name");
  }
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

std::string to_text(const Context& context, const CostCommand& command, const CostAnswer& answer,
                    TextStyle style) {
  style.use_unicode = style.use_unicode && !command.ascii;
  const bool is_quiet = context.terminal.quiet;
  std::string out;
  if (!is_quiet) out += toned(wrapped(cost_title(answer), style), Tone::kStrong, style) + "\n\n";
  out += cost_table(answer, style);
  if (command.plot && !answer.rows.empty()) out += "\n" + cost_bars(answer, style);
  if (!is_quiet) out += (answer.rows.empty() ? "" : "\n") + cost_footnotes(answer, style);
  return out;
}

// The provenance has no place in a CSV file; people see it beside.
void show_footnotes(const Context& context, const CostAnswer& answer, TextStyle style) {
  if (context.terminal.quiet) return;
  style.use_color = false;
  context.terminal.err << cost_title(answer) << "\n" << cost_footnotes(answer, style);
}

Result<int> answer(Context& context, const CostCommand& command) {
  const AnswerFormat format = parse_answer_format(command.format);
  SEXTANT_TRY_VOID(check_output(format, command.output, "usage.cost"));
  SEXTANT_TRY(const auto question, read_question(context, command));
  SEXTANT_TRY(const OpenLake lake, open_lake(context));
  SEXTANT_TRY(const CostAnswer answer,
              insight::answer_costs(question, sources_of(context, lake), context.call));
  TextStyle style = style_of(context.terminal, context.outside.environment);
  if (!command.output.empty()) style = {0, false, style.use_unicode};
  switch (format) {
    case AnswerFormat::kTable:
      SEXTANT_TRY_VOID(
          put_answer(context, command.output, to_text(context, command, answer, style)));
      break;
    case AnswerFormat::kJson:
      SEXTANT_TRY_VOID(
          put_data(context, command.output, json_text(context, insight::to_json(answer))));
      break;
    case AnswerFormat::kCsv:
      SEXTANT_TRY_VOID(put_data(context, command.output, to_csv(answer)));
      show_footnotes(context, answer, style);
      break;
    case AnswerFormat::kParquet:
      SEXTANT_TRY_VOID(write_parquet(context, *lake.engine, command.output, to_parquet(answer)));
      show_footnotes(context, answer, style);
      break;
  }
  return answer.provenance.coverage.is_complete() ? kFine : kPartly;
}

}  // namespace

int run_cost(Context& context, const CostCommand& command) {
  const auto status = answer(context, command);
  return status ? *status : fail(context, status.error());
}

}  // namespace sextant::cli
