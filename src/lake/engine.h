#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/call_context.h"
#include "base/decimal.h"
#include "base/result.h"

namespace sextant::lake {

// What a column holds, as far as its readers care. The text of a datum follows from it:
// kText as it is; kInteger "-12"; kDecimal exact, without trailing zeros "0.1"; kDouble shortest
// that reads back the same; kBoolean "true"/"false"; kTimestamp "2026-10-01T00:00:00Z" (fraction
// only where there is one); kDate "2026-10-01"; kOther (lists, structs, intervals ...) as DuckDB
// writes it.
enum class ColumnKind { kText, kInteger, kDecimal, kDouble, kBoolean, kTimestamp, kDate, kOther };

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::kText;
};

// One value of a row; nullopt for NULL.
using Datum = std::optional<std::string>;
using Row = std::vector<Datum>;

struct Table {
  std::vector<Column> columns;
  std::vector<Row> rows;
  bool is_cut = false;  // there were more rows than asked for
};

// How much of an answer is kept. A plain value.
struct AnswerLimits {
  std::size_t rows_max = 1'000'000;               // more are left out, see Table::is_cut
  std::size_t bytes_max = std::size_t{1} << 30U;  // of all values; more is lake.answer_too_large
};

// A value bound to a `?` of a statement, or put into a table.
using Parameter = std::variant<std::nullptr_t, bool, std::int64_t, std::string, Decimal, WallTime>;

// Takes the values of one row after the other, in the order of the columns of the table that they
// are appended to. What a text points to is copied at once.
class RowSink {
 public:
  virtual void null() = 0;
  virtual void flag(bool value) = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void text(std::string_view value) = 0;
  virtual void decimal(Decimal value) = 0;
  virtual void time(WallTime value) = 0;
  void value(const Parameter& value);

 protected:
  ~RowSink() = default;
};

struct EngineOptions {
  std::uint64_t memory_bytes_max = 512ULL << 20U;
  int threads = 2;
  // Where a sort or a join that outgrows the memory may spill; empty: nowhere, such a query fails.
  std::filesystem::path temporary_folder;
  // Set in this order after opening, as `SET name = 'value'`. For locks ("enable_external_access",
  // "lock_configuration") and tuning.
  std::vector<std::pair<std::string, std::string>> settings;
};

// DuckDB in memory: the one way to read and write Parquet. It installs and loads nothing from
// anywhere; whether it may touch files at all is up to `settings` and to the SQL that it is given:
// SQL of users must only be run by an engine that was locked.
//
// Thread-safe: one statement runs at a time, the others wait. Opening costs about 20 ms.
//
// Errors: lake.failed, lake.bad_sql, lake.not_allowed, lake.overflow, lake.corrupt,
// lake.out_of_memory, lake.answer_too_large, lake.disk_full, lake.deadline, lake.cancelled.
class Engine {
 public:
  static Result<std::unique_ptr<Engine>> open(const Clock& clock,
                                              const EngineOptions& options = {});
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // One statement with its answer. It is interrupted at the deadline and at a stop.
  Result<Table> query(std::string_view sql, const std::vector<Parameter>& parameters,
                      const CallContext& context, const AnswerLimits& limits = {});
  // The same, row by row, so that a long answer needs no memory: `on_columns` once, then `on_row`
  // for each until it returns false.
  Result<void> stream(std::string_view sql, const std::vector<Parameter>& parameters,
                      const CallContext& context,
                      const std::function<void(const std::vector<Column>&)>& on_columns,
                      const std::function<bool(Row&&)>& on_row);
  // One statement without an answer.
  Result<void> run(std::string_view sql, const CallContext& context = {},
                   const std::vector<Parameter>& parameters = {});
  // `SET name = 'value'`; `name` is ours, never a user's.
  Result<void> set(std::string_view name, std::string_view value);
  // Appends rows to a table of this engine, quickly: `fill` is called with the number of each row,
  // from 0, and gives as many values as the table has columns, of their types. Columns may be
  // BOOLEAN, INTEGER, BIGINT, VARCHAR, DECIMAL(38,18) and TIMESTAMP. Texts must be UTF-8
  // (lake.failed).
  Result<void> append(const std::string& table, std::size_t rows,
                      const std::function<void(std::size_t row, RowSink& sink)>& fill);
  Result<void> append(const std::string& table, const std::vector<std::vector<Parameter>>& rows);

 private:
  class Impl;
  explicit Engine(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// `text` as an SQL string literal, and `name` as a quoted identifier.
std::string sql_text(std::string_view text);
std::string sql_name(std::string_view name);
// The same moment as an SQL expression of type TIMESTAMP.
std::string sql_time(WallTime time);

}  // namespace sextant::lake
