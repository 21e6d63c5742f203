#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>

#include "assistant/arguments.h"
#include "assistant/bounds.h"
#include "assistant/schemas.h"
#include "assistant/tools.h"
#include "base/text.h"
#include "operations/sql.h"

namespace sextant::assistant {

namespace json = boost::json;

namespace {

// Longer texts in cells are cut, and said to be.
constexpr std::size_t kCellBytesMax = 1000;
constexpr std::size_t kMissingMax = 20;

constexpr std::string_view kDescribeHelp =
    "The tables and columns that run_sql can ask, what each means, and examples. Call it before "
    "you "
    "write SQL. Costs are several tables that hold the same costs cut along different keys, never "
    "to be added to one another. Not for figures (query_costs, run_sql).";
constexpr std::string_view kSqlHelp =
    "One SELECT in DuckDB's dialect over the local cost data, for questions that query_costs and "
    "compare_costs cannot answer: arithmetic, rankings, shares, joins with account names. Look at "
    "describe_lake first. Add up in SQL rather than fetching many rows: at most 10,000 rows and "
    "about 20,000 tokens come back, and is_cut says when there was more. It can read these tables "
    "and nothing else: no files, no network, no settings, no writing.";

const json::array& examples() {
  static const auto* texts = new json::array{
      "SELECT ServiceName, sum(x_UnblendedCost) AS cost FROM cost_account_service_monthly WHERE "
      "ChargePeriodStart = DATE '2026-09-01' GROUP BY 1 ORDER BY 2 DESC LIMIT 10",
      "SELECT strftime(ChargePeriodStart, '%Y-%m') AS month, sum(x_UnblendedCost) AS cost FROM "
      "cost_total_monthly GROUP BY 1 ORDER BY 1",
      "SELECT SubAccountName, sum(x_UnblendedCost) AS cost FROM cost_account_service_daily WHERE "
      "ServiceName = 'Amazon Simple Storage Service' GROUP BY 1 ORDER BY 2 DESC"};
  return *texts;
}

Result<Reply> describe_lake(Desk& /*desk*/, mcp::Call& /*call*/, const json::object& arguments) {
  json::object all = operations::tables_json();
  json::array& tables = all["tables"].as_array();
  const std::string wanted = text_of(arguments, "table");
  std::vector<std::string> names;
  for (const json::value& table : tables) names.emplace_back(table.at("name").as_string());
  if (!wanted.empty()) {
    const auto found = std::ranges::find_if(
        names, [&](const std::string& name) { return equals_ignoring_case(name, wanted); });
    if (found == names.end())
      return failure(Error{"assistant.no_table", wanted}.with("tables", join(names, ", ")));
    const json::value table = tables[static_cast<std::size_t>(found - names.begin())];
    tables = {table};
  }
  json::object out = begin_answer(fmt::format(
      "{} {} for run_sql. Each cost table holds the same costs, cut along other keys: use one, and "
      "never add two up. Never add up two currencies.",
      tables.size(), tables.size() == 1 ? "table" : "tables"));
  out["tables"] = std::move(tables);
  out["examples"] = examples();
  out["repeat"] = repeat_json("sextant query --tables");
  out["notes"] = json::array();
  return out;
}

// Texts that are too long are cut where a character ends. True where one was.
bool shorten_cells(json::array& row) {
  bool is_cut = false;
  for (json::value& cell : row) {
    json::string* text = cell.if_string();
    if (text == nullptr || text->size() <= kCellBytesMax) continue;
    *text = fmt::format("{}... (cut, {} bytes)", mcp::clipped(*text, kCellBytesMax), text->size());
    is_cut = true;
  }
  return is_cut;
}

struct FittingRows {
  json::array rows;
  bool is_cut = false;  // more rows were there
  bool are_cells_cut = false;
};

// As many rows as fit beside the rest. Error: assistant.too_wide, where not even one does.
Result<FittingRows> fit(json::array rows, const json::object& rest) {
  FittingRows out;
  std::size_t tokens = estimate_tokens(json::serialize(rest).size() + 1000);
  for (json::value& row : rows) {
    out.are_cells_cut = shorten_cells(row.as_array()) || out.are_cells_cut;
    tokens += estimate_tokens(json::serialize(row).size() + 1);
    if (tokens > kTokensMax) {
      out.is_cut = true;
      break;
    }
    out.rows.push_back(std::move(row));
  }
  if (out.is_cut && out.rows.empty()) return failure("assistant.too_wide", "");
  return out;
}

Result<Reply> run_sql(Desk& desk, mcp::Call& call, const json::object& arguments) {
  operations::SqlWords words;
  words.sql = text_of(arguments, "sql");
  words.max_rows = count_of(arguments, "limit", 500);
  words.timeout = std::chrono::seconds(count_of(arguments, "timeout_s", 30));
  const Clock& clock = desk.context.outside.clock;
  const SteadyTime begun = clock.steady();
  SEXTANT_TRY(auto answer, operations::ask_sql(desk.context, words, call.context));
  const auto elapsed =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - begun);
  json::object full = operations::table_json(answer.table);
  json::array notes;
  json::object out = begin_answer("");
  out["columns"] = std::move(full["columns"]);
  json::object provenance = std::move(answer.provenance);
  shorten_list(provenance, "missing", kMissingMax, "data_coverage tells of each account", notes);
  out["provenance"] = std::move(provenance);
  out["repeat"] = repeat_json("sextant query " + shell_quote(words.sql), json::value(words.sql));
  SEXTANT_TRY(FittingRows fitting, fit(std::move(full["rows"].as_array()), out));
  const bool is_cut = fitting.is_cut || answer.table.is_cut;
  if (is_cut) {
    notes.push_back(json::value(fmt::format(
        "Only the first {} rows are shown and there are more: add up or filter in SQL, or ask for "
        "the next with ORDER BY ... LIMIT ... OFFSET {}.",
        fitting.rows.size(), fitting.rows.size())));
  }
  if (fitting.are_cells_cut)
    notes.push_back("Texts longer than 1000 bytes were cut; each says so at its end.");
  out["summary"] = fmt::format("{}{} {}.", is_cut ? "The first " : "", fitting.rows.size(),
                               fitting.rows.size() == 1 ? "row" : "rows");
  out["rows"] = std::move(fitting.rows);
  out["is_cut"] = is_cut;
  out["elapsed_ms"] = elapsed.count();
  out["notes"] = std::move(notes);
  return out;
}

}  // namespace

ToolSpec describe_lake_tool() {
  return {"describe_lake",
          "Describe the tables for SQL",
          std::string(kDescribeHelp),
          schema_arguments(),
          schema_answer(),
          mcp::ToolHints(),
          false,
          describe_lake};
}

ToolSpec run_sql_tool() {
  return {"run_sql",
          "Run SQL over the costs",
          std::string(kSqlHelp),
          sql_arguments(),
          sql_answer(),
          mcp::ToolHints(),
          false,
          run_sql};
}

}  // namespace sextant::assistant
