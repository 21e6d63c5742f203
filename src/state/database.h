#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sextant::state {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;

// One row of an answer; valid only inside the function that it is handed to. Columns count from 0.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  std::string text(int column) const;  // "" for NULL
  std::int64_t integer(int column) const;
  bool is_null(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;

 private:
  sqlite3_stmt* statement_;
};

// One numbered step of the schema. Steps are only ever added; their numbers are their places in
// `migrations()`.
struct Migration {
  std::string_view name;
  std::string_view sql;
};
const std::vector<Migration>& migrations();

// Connections, cells, runs and the audit log: SQLite in WAL mode. No secret is ever stored in it.
// Money is text (exact decimals), times are RFC 3339 text.
//
// Thread-safe (one statement at a time; a transaction holds the others off). Several processes may
// have it open at once. Errors: state.unreadable, state.busy, state.disk_full, state.newer (a later
// Sextant wrote it), state.corrupt.
class Database {
 public:
  // Opens or creates `path` (mode 0600) and brings its schema up to date.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs one statement with `?` parameters; `on_row` sees each row.
  Result<void> run(std::string_view sql, const std::vector<Value>& parameters = {},
                   const std::function<void(const Row&)>& on_row = {});
  // Rows changed by the last `run` of this thread's transaction or statement.
  std::int64_t changes() const;
  // Runs `body` in an immediate transaction: committed when it succeeds, undone when it fails.
  Result<void> transaction(const std::function<Result<void>()>& body);

 private:
  class Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace sextant::state
