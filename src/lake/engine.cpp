#include "lake/engine.h"

#include <duckdb.h>
#include <fmt/format.h>

#include <cassert>
#include <mutex>

#include "base/text.h"
#include "lake/duckdb_values.h"
#include "lake/interrupter.h"
#include "lake/statement_text.h"

namespace sextant::lake {
namespace {

bool names_full_disk(std::string_view message) {
  for (const std::string_view sign : {"No space left", "Disk quota exceeded", "File too large"}) {
    if (message.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

std::string_view code_of(duckdb_error_type type, std::string_view message) {
  if (names_full_disk(message)) return "lake.disk_full";
  if (message.find("configuration has been locked") != std::string_view::npos)
    return "lake.not_allowed";
  if (message.find("verflow") != std::string_view::npos) return "lake.overflow";
  switch (type) {
    case DUCKDB_ERROR_PARSER:
    case DUCKDB_ERROR_SYNTAX:
    case DUCKDB_ERROR_BINDER:
    case DUCKDB_ERROR_CATALOG:
    case DUCKDB_ERROR_CONVERSION:
    case DUCKDB_ERROR_EXPRESSION:
    case DUCKDB_ERROR_PARAMETER_NOT_RESOLVED:
    case DUCKDB_ERROR_PARAMETER_NOT_ALLOWED:
    case DUCKDB_ERROR_MISMATCH_TYPE:
    case DUCKDB_ERROR_NOT_IMPLEMENTED:
      return "lake.bad_sql";
    case DUCKDB_ERROR_PERMISSION:
    case DUCKDB_ERROR_MISSING_EXTENSION:
    case DUCKDB_ERROR_AUTOLOAD:
    case DUCKDB_INVALID_CONFIGURATION:
      return "lake.not_allowed";
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return "lake.out_of_memory";
    case DUCKDB_ERROR_SERIALIZATION:
      return "lake.corrupt";
    default:
      break;
  }
  for (const std::string_view sign :
       {"No magic bytes", "too small to be a Parquet", "Snappy", "ZSTD", "TProtocol", "metadata"}) {
    if (message.find(sign) != std::string_view::npos) return "lake.corrupt";
  }
  return "lake.failed";
}

// Prepared statements do not tell the kind of their error except by the first words of its text.
duckdb_error_type type_of_text(std::string_view message) {
  const auto begins = [&](std::string_view prefix) { return message.starts_with(prefix); };
  if (begins("Parser Error") || begins("Binder Error") || begins("Catalog Error") ||
      begins("Conversion Error") || begins("Not implemented Error") ||
      begins("Invalid Input Error: Cannot prepare multiple")) {
    return DUCKDB_ERROR_BINDER;
  }
  if (begins("Permission Error") || begins("Missing Extension") || begins("Extension Autoloading"))
    return DUCKDB_ERROR_PERMISSION;
  if (begins("Out of Memory Error")) return DUCKDB_ERROR_OUT_OF_MEMORY;
  return DUCKDB_ERROR_INVALID;
}

Error engine_error(duckdb_error_type type, const char* text) {
  const std::string message = text == nullptr ? "DuckDB gave no reason" : text;
  if (type == DUCKDB_ERROR_INVALID) type = type_of_text(message);
  return Error{std::string(code_of(type, message)), message};
}

class Prepared {
 public:
  Prepared() = default;
  Prepared(const Prepared&) = delete;
  Prepared& operator=(const Prepared&) = delete;
  ~Prepared() { duckdb_destroy_prepare(&statement_); }
  Result<void> prepare(duckdb_connection connection, const std::string& sql) {
    duckdb_destroy_prepare(&statement_);
    if (duckdb_prepare(connection, sql.c_str(), &statement_) == DuckDBSuccess) return {};
    return failure(engine_error(DUCKDB_ERROR_INVALID, duckdb_prepare_error(statement_)));
  }
  duckdb_prepared_statement get() const { return statement_; }

 private:
  duckdb_prepared_statement statement_ = nullptr;
};

class Answer {
 public:
  Answer() = default;
  Answer(const Answer&) = delete;
  Answer& operator=(const Answer&) = delete;
  ~Answer() { duckdb_destroy_result(&result_); }
  duckdb_result* get() { return &result_; }

 private:
  duckdb_result result_{};
};

// Where a SELECT gives types that have no plain text of ours (lists, intervals ...), the same with
// DuckDB's own text for these; else an empty string.
std::string with_texts(const Prepared& prepared, std::string_view sql) {
  if (duckdb_prepared_statement_type(prepared.get()) != DUCKDB_STATEMENT_TYPE_SELECT) return "";
  const idx_t count = duckdb_prepared_statement_column_count(prepared.get());
  std::string outer;
  std::string inner;
  bool is_needed = false;
  for (idx_t i = 0; i < count; ++i) {
    // Before its parameters are bound, the columns of a statement may not be known.
    if (duckdb_prepared_statement_column_type(prepared.get(), i) == DUCKDB_TYPE_INVALID) return "";
    const char* name = duckdb_prepared_statement_column_name(prepared.get(), i);
    const bool has_text =
        kind_of(duckdb_prepared_statement_column_type(prepared.get(), i)) != ColumnKind::kOther;
    is_needed = is_needed || !has_text;
    const std::string separator = i == 0 ? "" : ", ";
    outer +=
        fmt::format("{}c{}{} AS {}", separator, i, has_text ? "" : "::VARCHAR", sql_name(name));
    inner += fmt::format("{}c{}", separator, i);
    duckdb_free(const_cast<char*>(name));
  }
  if (!is_needed) return "";
  return fmt::format("SELECT {} FROM (\n{}\n) AS answer({})", outer, statement_body(sql), inner);
}

std::size_t bytes_of(const Row& row) {
  std::size_t bytes = row.size() * sizeof(Datum);
  for (const Datum& datum : row) bytes += datum ? datum->size() : 0;
  return bytes;
}

std::vector<Column> columns_of(duckdb_result* result) {
  std::vector<Column> columns;
  for (idx_t i = 0; i < duckdb_column_count(result); ++i) {
    columns.push_back({duckdb_column_name(result, i), kind_of(duckdb_column_type(result, i))});
  }
  return columns;
}

}  // namespace

class Engine::Impl {
 public:
  explicit Impl(const Clock& clock) : clock_(clock) {}
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }

  Result<void> open(const EngineOptions& options) {
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    const std::vector<std::pair<std::string, std::string>> fixed = {
        {"memory_limit", fmt::format("{}B", options.memory_bytes_max)},
        {"threads", std::to_string(options.threads)},
        {"temp_directory", options.temporary_folder.string()},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"allow_community_extensions", "false"},
        {"allow_persistent_secrets", "false"}};
    bool is_set = true;
    for (const auto& [name, value] : fixed) {
      is_set = is_set && duckdb_set_config(config, name.c_str(), value.c_str()) == DuckDBSuccess;
    }
    char* message = nullptr;
    const bool is_open = is_set &&
                         duckdb_open_ext(nullptr, &database_, config, &message) == DuckDBSuccess &&
                         duckdb_connect(database_, &connection_) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    if (is_open) return {};
    const Error error = engine_error(DUCKDB_ERROR_INVALID, message);
    duckdb_free(message);
    return failure(error);
  }

  Result<void> stream(std::string_view sql, const std::vector<Parameter>& parameters,
                      const CallContext& context,
                      const std::function<void(const std::vector<Column>&)>& on_columns,
                      const std::function<bool(Row&&)>& on_row) {
    const std::lock_guard lock(mutex_);
    Interrupter interrupter(connection_, clock_, context);
    auto done = execute(sql, parameters, on_columns, on_row);
    if (!done) {
      if (const auto reason = interrupter.reason())
        return failure(std::string(*reason), done.error().detail);
    }
    return done;
  }

  Result<void> append(const std::string& table, std::size_t rows,
                      const std::function<void(std::size_t, RowSink&)>& fill) {
    const std::lock_guard lock(mutex_);
    duckdb_appender appender = nullptr;
    bool is_fine =
        duckdb_appender_create(connection_, nullptr, table.c_str(), &appender) == DuckDBSuccess;
    Result<void> done;
    if (is_fine) {
      ChunkWriter writer(appender);
      for (std::size_t row = 0; done && row < rows; ++row) {
        fill(row, writer);
        done = writer.end_row();
      }
      if (done) done = writer.flush();
      is_fine = done && duckdb_appender_close(appender) == DuckDBSuccess;
    }
    if (!is_fine && done)
      done = failure(engine_error(DUCKDB_ERROR_INVALID, duckdb_appender_error(appender)));
    duckdb_appender_destroy(&appender);
    return done;
  }

 private:
  Result<void> execute(std::string_view sql, const std::vector<Parameter>& parameters,
                       const std::function<void(const std::vector<Column>&)>& on_columns,
                       const std::function<bool(Row&&)>& on_row) {
    Prepared prepared;
    SEXTANT_TRY_VOID(prepared.prepare(connection_, std::string(sql)));
    if (const std::string rewritten = with_texts(prepared, sql); !rewritten.empty()) {
      SEXTANT_TRY_VOID(prepared.prepare(connection_, rewritten));
    }
    if (duckdb_nparams(prepared.get()) != parameters.size()) {
      return failure("lake.bad_sql",
                     fmt::format("the statement takes {} parameters and was given {}",
                                 duckdb_nparams(prepared.get()), parameters.size()));
    }
    for (std::size_t i = 0; i < parameters.size(); ++i)
      bind_value(prepared.get(), i + 1, parameters[i]);
    Answer answer;
    if (duckdb_execute_prepared_streaming(prepared.get(), answer.get()) != DuckDBSuccess) {
      return failure(
          engine_error(duckdb_result_error_type(answer.get()), duckdb_result_error(answer.get())));
    }
    if (on_columns) on_columns(columns_of(answer.get()));
    return fetch(*answer.get(), on_row);
  }

  static Result<void> fetch(duckdb_result& result, const std::function<bool(Row&&)>& on_row) {
    bool goes_on = true;
    while (goes_on) {
      duckdb_data_chunk chunk = duckdb_fetch_chunk(result);
      if (chunk == nullptr) break;
      const ChunkReader reader(result, chunk);
      for (std::size_t row = 0; goes_on && row < reader.size(); ++row) {
        if (on_row) goes_on = on_row(reader.row(row));
      }
      duckdb_destroy_data_chunk(&chunk);
    }
    const char* message = duckdb_result_error(&result);
    if (message == nullptr || *message == '\0') return {};
    return failure(engine_error(duckdb_result_error_type(&result), message));
  }

  const Clock& clock_;
  std::mutex mutex_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::~Engine() = default;

Result<std::unique_ptr<Engine>> Engine::open(const Clock& clock, const EngineOptions& options) {
  auto impl = std::make_unique<Impl>(clock);
  SEXTANT_TRY_VOID(impl->open(options));
  auto engine = std::unique_ptr<Engine>(new Engine(std::move(impl)));
  // A question reads the footers of its files first, and then their rows.
  SEXTANT_TRY_VOID(engine->set("parquet_metadata_cache", "true"));
  for (const auto& [name, value] : options.settings) SEXTANT_TRY_VOID(engine->set(name, value));
  return engine;
}

Result<Table> Engine::query(std::string_view sql, const std::vector<Parameter>& parameters,
                            const CallContext& context, const AnswerLimits& limits) {
  Table table;
  std::size_t bytes = 0;
  SEXTANT_TRY_VOID(impl_->stream(
      sql, parameters, context,
      [&](const std::vector<Column>& columns) { table.columns = columns; },
      [&](Row&& row) {
        table.is_cut = table.rows.size() >= limits.rows_max;
        bytes += bytes_of(row);
        if (table.is_cut || bytes > limits.bytes_max) return false;
        table.rows.push_back(std::move(row));
        return true;
      }));
  if (!table.is_cut && bytes > limits.bytes_max) {
    return failure("lake.answer_too_large",
                   fmt::format("its first {} rows take more than {} MiB", table.rows.size() + 1,
                               limits.bytes_max >> 20U));
  }
  return table;
}

Result<void> Engine::stream(std::string_view sql, const std::vector<Parameter>& parameters,
                            const CallContext& context,
                            const std::function<void(const std::vector<Column>&)>& on_columns,
                            const std::function<bool(Row&&)>& on_row) {
  return impl_->stream(sql, parameters, context, on_columns, on_row);
}

Result<void> Engine::run(std::string_view sql, const CallContext& context,
                         const std::vector<Parameter>& parameters) {
  return impl_->stream(sql, parameters, context, {}, {});
}

Result<void> Engine::set(std::string_view name, std::string_view value) {
  return run(fmt::format("SET {} = {}", sql_name(name), sql_text(value)));
}

Result<void> Engine::append(const std::string& table, std::size_t rows,
                            const std::function<void(std::size_t, RowSink&)>& fill) {
  return impl_->append(table, rows, fill);
}

Result<void> Engine::append(const std::string& table,
                            const std::vector<std::vector<Parameter>>& rows) {
  return append(table, rows.size(), [&](std::size_t row, RowSink& sink) {
    for (const Parameter& value : rows[row]) sink.value(value);
  });
}

std::string sql_text(std::string_view text) {
  return "'" + replace_all(text, "'", "''") + "'";
}
std::string sql_name(std::string_view name) {
  return "\"" + replace_all(name, "\"", "\"\"") + "\"";
}
std::string sql_time(WallTime time) {
  const auto since_epoch =
      std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch());
  return fmt::format("make_timestamp({})", since_epoch.count());
}

}  // namespace sextant::lake
