#include "operations/sql.h"

#include "operations/parquet.h"
#include "web/handlers/desk.h"

namespace sextant::web {
namespace {

Outcome<Reply> run_sql(Desk& desk, const ApiRequest& request) {
  operations::SqlWords words;
  words.sql = request.required_body_text("sql");
  if (const auto rows = request.body_integer("max_rows"))
    words.max_rows = static_cast<std::size_t>(*rows);
  if (const auto seconds = request.body_integer("timeout_s"))
    words.timeout = std::chrono::seconds(*seconds);
  const std::string format = request.body_text("format").value_or("json");
  if (format == "parquet") {
    SEXTANT_TRY(auto bytes, operations::bytes_of_file(desk.context, [&](const auto& path) {
                  const auto rows =
                      operations::write_sql_parquet(desk.context, words, path, request.call);
                  return rows ? Result<void>() : failure(rows.error());
                }));
    return Reply::download({"application/vnd.apache.parquet", "answer.parquet", std::move(bytes)});
  }
  const Clock& clock = desk.context.outside.clock;
  const SteadyTime start = clock.steady();
  SEXTANT_TRY(auto answer, operations::ask_sql(desk.context, words, request.call));
  if (format == "csv") {
    return Reply::download(
        {"text/csv; charset=utf-8", "answer.csv", operations::to_csv(answer.table)});
  }
  boost::json::object out = operations::table_json(answer.table);
  out["provenance"] = std::move(answer.provenance);
  out["elapsed_ms"] =
      std::chrono::duration_cast<std::chrono::milliseconds>(clock.steady() - start).count();
  return Reply::of(out);
}

}  // namespace

void add_sql_handlers(HandlerTable& table, const SharedDesk& desk) {
  table.add("listSqlTables",
            [](const ApiRequest&) { return Reply::of(operations::tables_json()); });
  table.add("runSql", [desk](const ApiRequest& request) { return run_sql(*desk, request); });
}

}  // namespace sextant::web
