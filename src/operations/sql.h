#pragma once

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/call_context.h"
#include "lake/engine.h"
#include "operations/context.h"

namespace sextant::operations {

// A person's or a model's SQL over the lake. A plain value.
struct SqlWords {
  std::string sql;
  std::size_t max_rows = 100'000;
  std::size_t max_bytes = lake::AnswerLimits().bytes_max;
  std::chrono::milliseconds timeout = std::chrono::minutes(1);
};

// An answer with where it comes from. A plain value.
struct SqlAnswer {
  lake::Table table;
  // {"tables": [{"name", "meaning", "oldest", "newest", "age_s"}], "missing": [{"account_id",
  // "table", "status", "code"}], "complete", "notes"}: the tables that it was drawn from, and what
  // the last syncs have not brought of them.
  boost::json::object provenance;
};
// Runs it in an engine that can do nothing else; in a process of its own where the context names a
// program for that. Errors: query.*, lake.*, state.*, file.*.
Result<SqlAnswer> ask_sql(Context& context, const SqlWords& words, const CallContext& call);
// What people read of `provenance`, a line each.
std::vector<std::string> provenance_lines(const boost::json::object& provenance);
// The same as ask_sql, its rows as Parquet in `output`, which is replaced. Returns how many rows
// there were, of which the first `max_rows` are
// written; one more stands for any number.
Result<std::int64_t> write_sql_parquet(Context& context, const SqlWords& words,
                                       const std::filesystem::path& output,
                                       const CallContext& call);

// {"rows": [{"service": ..., "cost": "12.5"}], "cut": false}: a row by the names of its columns,
// two of one name being "a" and "a_2". Decimals, dates and integers beyond 64 bits are strings.
boost::json::object rows_json(const lake::Table& table);
// {"columns": [{"name": ..., "kind": "decimal"}], "rows": [["12.5", ...]], "cut": false}: rows as
// lists, which is shorter. Integers beyond 2^53 are strings too, since a page would round them.
boost::json::object table_json(const lake::Table& table);
std::string to_csv(const lake::Table& table);

// The tables and columns that there are, as a flat list of columns.
boost::json::object columns_json();
// The same, by table: {"tables": [{"name", "meaning", "columns": [{"name", "type", "meaning"}]}]}.
boost::json::object tables_json();

}  // namespace sextant::operations
