#include "state/database.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <functional>
#include <map>
#include <mutex>

namespace sextant::state {
namespace {

constexpr int kBusyTimeoutMs = 10'000;

Error database_error(sqlite3* handle, std::string_view what) {
  const int status = handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle);
  std::string code = "state.unreadable";
  if (status == SQLITE_BUSY || status == SQLITE_LOCKED) code = "state.busy";
  if (status == SQLITE_FULL) code = "state.disk_full";
  // By then SQLite has lost the system's own reason; a write that fails has met a full disk, a
  // quota or a limit on file sizes, but for hardware that breaks.
  if (status == SQLITE_IOERR) {
    const int extended = sqlite3_extended_errcode(handle);
    if (extended == SQLITE_IOERR_WRITE || extended == SQLITE_IOERR_SHMSIZE)
      code = "state.disk_full";
  }
  if (status == SQLITE_CORRUPT || status == SQLITE_NOTADB) code = "state.corrupt";
  const char* file = handle == nullptr ? nullptr : sqlite3_db_filename(handle, "main");
  return Error{code, fmt::format("{}: {}", what,
                                 handle == nullptr ? "out of memory" : sqlite3_errmsg(handle))}
      .with("path", file == nullptr ? "" : file);
}

// A prepared statement that finalizes itself.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }
  sqlite3_stmt* get() const { return statement_; }
  // Ready to run again; the caller finalizes it.
  sqlite3_stmt* release() {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    return std::exchange(statement_, nullptr);
  }

  void bind(const std::vector<Value>& parameters) {
    int index = 1;
    for (const Value& value : parameters) {
      if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement_, index, *integer);
      } else if (const auto* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text(statement_, index, text->data(), static_cast<int>(text->size()),
                          SQLITE_TRANSIENT);
      } else {
        sqlite3_bind_null(statement_, index);
      }
      ++index;
    }
  }

 private:
  sqlite3_stmt* statement_;
};

}  // namespace

std::string Row::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return "";
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}
std::int64_t Row::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}
bool Row::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::optional<std::string> Row::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}
std::optional<std::int64_t> Row::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

class Database::Impl {
 public:
  ~Impl() {
    for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
  }

  Result<void> open(const std::filesystem::path& path) {
    const mode_t before =
        umask(0077);  // SQLite creates its files, also -wal and -shm, with the mode of the main one
    const int status = sqlite3_open_v2(
        path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_FULLMUTEX,
        nullptr);
    umask(before);
    if (status != SQLITE_OK) return failure(database_error(handle_, path.string()));
    sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
    sqlite3_extended_result_codes(handle_, 0);
    for (const char* sql :
         {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON"}) {
      SEXTANT_TRY_VOID(run(sql, {}, {}));
    }
    return migrate();
  }

  Result<void> run(std::string_view sql, const std::vector<Value>& parameters,
                   const std::function<void(const Row&)>& on_row) {
    const std::lock_guard lock(mutex_);
    sqlite3_stmt* prepared = take_idle(sql);
    if (prepared == nullptr && sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()),
                                                  &prepared, nullptr) != SQLITE_OK) {
      return failure(database_error(handle_, sql.substr(0, 80)));
    }
    Statement statement(prepared);
    statement.bind(parameters);
    while (true) {
      const int status = sqlite3_step(statement.get());
      if (status == SQLITE_DONE) {
        keep_idle(sql, statement);
        return {};
      }
      if (status != SQLITE_ROW) return failure(database_error(handle_, sql.substr(0, 80)));
      if (on_row) on_row(Row(statement.get()));
    }
  }

  Result<void> transaction(const std::function<Result<void>()>& body) {
    const std::lock_guard lock(mutex_);
    SEXTANT_TRY_VOID(run("BEGIN IMMEDIATE", {}, {}));
    auto done = body();
    if (done) done = run("COMMIT", {}, {});
    if (!done) (void)run("ROLLBACK", {}, {});  // the first error is the one that matters
    return done;
  }

  std::int64_t changes() const { return sqlite3_changes64(handle_); }

 private:
  // Statements that ended well are kept, since a server asks the same few with each request. One
  // that is in use is not among them.
  static constexpr std::size_t kIdleMax = 64;
  sqlite3_stmt* take_idle(std::string_view sql) {
    const auto found = idle_.find(sql);
    if (found == idle_.end()) return nullptr;
    sqlite3_stmt* const statement = found->second;
    idle_.erase(found);
    return statement;
  }
  void keep_idle(std::string_view sql, Statement& statement) {
    if (idle_.size() < kIdleMax && !idle_.contains(sql))
      idle_.emplace(std::string(sql), statement.release());
  }

  Result<void> migrate() {
    return transaction([this]() -> Result<void> {
      std::int64_t version = 0;
      SEXTANT_TRY_VOID(
          run("PRAGMA user_version", {}, [&](const Row& row) { version = row.integer(0); }));
      const auto& steps = migrations();
      if (version > static_cast<std::int64_t>(steps.size())) {
        return failure("state.newer", fmt::format("its schema is number {}, this program knows {}",
                                                  version, steps.size()));
      }
      for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
        char* message = nullptr;
        const std::string sql(steps[step].sql);
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
          sqlite3_free(message);
          return failure(database_error(handle_, steps[step].name));
        }
      }
      return run(fmt::format("PRAGMA user_version={}", steps.size()), {}, {});
    });
  }

  std::recursive_mutex mutex_;
  sqlite3* handle_ = nullptr;                               // guarded by mutex_, as is the next
  std::map<std::string, sqlite3_stmt*, std::less<>> idle_;  // by their SQL
};

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path) {
  auto impl = std::make_unique<Impl>();
  SEXTANT_TRY_VOID(impl->open(path));
  return std::unique_ptr<Database>(new Database(std::move(impl)));
}

Result<void> Database::run(std::string_view sql, const std::vector<Value>& parameters,
                           const std::function<void(const Row&)>& on_row) {
  return impl_->run(sql, parameters, on_row);
}
std::int64_t Database::changes() const {
  return impl_->changes();
}
Result<void> Database::transaction(const std::function<Result<void>()>& body) {
  return impl_->transaction(body);
}

}  // namespace sextant::state
