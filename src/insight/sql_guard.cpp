#include "insight/sql_guard.h"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace sextant::insight {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 500;

// Table functions that make rows of their arguments or of the catalog alone. All that read a file
// stay out: the lake's files are views.
constexpr std::array<std::string_view, 15> kTableFunctions = {"duckdb_columns",
                                                              "duckdb_databases",
                                                              "duckdb_functions",
                                                              "duckdb_keywords",
                                                              "duckdb_tables",
                                                              "duckdb_types",
                                                              "duckdb_views",
                                                              "generate_series",
                                                              "json_each",
                                                              "json_tree",
                                                              "pragma_table_info",
                                                              "pragma_version",
                                                              "range",
                                                              "repeat",
                                                              "unnest"};
// Functions of one value that do more than compute.
constexpr std::array<std::string_view, 2> kForbiddenFunctions = {"write_log", "getenv"};

std::string text_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::unexpected<Error> not_allowed(const std::string& function) {
  return failure(Error{"query.not_allowed",
                       fmt::format("the function {} is not one of those allowed", function)}
                     .with("function", function));
}

Result<void> check_node(const json::value& node, std::size_t depth);

Result<void> check_object(const json::object& node, std::size_t depth) {
  const bool is_table_function = text_at(node, "type") == "TABLE_FUNCTION";
  if (is_table_function) {
    const json::value* function = node.if_contains("function");
    const std::string name = function != nullptr && function->is_object()
                                 ? to_lower(text_at(function->get_object(), "function_name"))
                                 : "";
    if (std::ranges::find(kTableFunctions, name) == kTableFunctions.end()) return not_allowed(name);
  }
  const std::string name = to_lower(text_at(node, "function_name"));
  if (std::ranges::find(kForbiddenFunctions, name) != kForbiddenFunctions.end())
    return not_allowed(name);
  for (const auto& [key, value] : node) SEXTANT_TRY_VOID(check_node(value, depth + 1));
  return {};
}

Result<void> check_node(const json::value& node, std::size_t depth) {
  if (depth > kDepthMax) return failure("query.too_long", "it is nested too deeply");
  if (node.is_object()) return check_object(node.get_object(), depth);
  if (!node.is_array()) return {};
  for (const json::value& element : node.get_array())
    SEXTANT_TRY_VOID(check_node(element, depth + 1));
  return {};
}

// The one statement, as DuckDB has parsed it.
Result<json::value> parse_statement(lake::Engine& engine, std::string_view sql,
                                    const CallContext& context) {
  if (sql.size() > kSqlBytesMax)
    return failure("query.too_long", fmt::format("more than {} bytes", kSqlBytesMax));
  if (!is_valid_utf8(sql) || sql.find('\0') != std::string_view::npos) {
    return failure("lake.bad_sql", "it is not UTF-8 text");
  }
  // DuckDB's own parser says what it will run, and only turns into JSON what is a SELECT.
  SEXTANT_TRY(const lake::Table table,
              engine.query("SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR)) AS VARCHAR)",
                           {std::string(sql)}, context));
  json::parse_options options;
  options.max_depth = kDepthMax;
  boost::system::error_code error;
  const json::value tree = json::parse(table.rows.at(0).at(0).value_or(""), error, {}, options);
  if (error || !tree.is_object()) return failure("query.too_long", "it is nested too deeply");
  const json::object& root = tree.get_object();
  if (root.contains("error_message") && text_at(root, "error_type") != "not implemented") {
    return failure("lake.bad_sql", text_at(root, "error_message"));
  }
  const json::value* statements = root.if_contains("statements");
  if (statements == nullptr || !statements->is_array()) {
    return failure("query.not_a_question", "it is not a SELECT");
  }
  if (statements->get_array().size() != 1) {
    return failure("query.not_a_question",
                   fmt::format("it holds {} statements", statements->get_array().size()));
  }
  return *statements;
}

void collect_tables(const json::value& node, std::set<std::string>& names) {
  if (node.is_array()) {
    for (const json::value& element : node.get_array()) collect_tables(element, names);
    return;
  }
  if (!node.is_object()) return;
  const json::object& object = node.get_object();
  if (text_at(object, "type") == "BASE_TABLE")
    names.insert(to_lower(text_at(object, "table_name")));
  for (const auto& [key, value] : object) collect_tables(value, names);
}

}  // namespace

Result<void> check_only_reads(lake::Engine& engine, std::string_view sql,
                              const CallContext& context) {
  SEXTANT_TRY_VOID(tables_read(engine, sql, context));
  return {};
}

Result<std::vector<std::string>> tables_read(lake::Engine& engine, std::string_view sql,
                                             const CallContext& context) {
  SEXTANT_TRY(const json::value statement, parse_statement(engine, sql, context));
  SEXTANT_TRY_VOID(check_node(statement, 0));
  std::set<std::string> names;
  collect_tables(statement, names);
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace sextant::insight
