#include "insight/lake_sql.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "insight/account_choice.h"
#include "insight/gather.h"
#include "insight/lake_tables.h"
#include "insight/sql_guard.h"
#include "lake/statement_text.h"

namespace sextant::insight {
namespace {

namespace fs = std::filesystem;

// Builds the tables of one engine, then locks it.
class Builder {
 public:
  Builder(lake::Engine& engine, const SqlSources& sources, const CallContext& context)
      : engine_(engine), sources_(sources), context_(context) {}

  Result<void> build(const fs::path& writable) {
    SEXTANT_TRY(const Held held, gather_accounts(answer_sources(), context_));
    const AccountChoice choice = choose_accounts(held);
    const std::set<std::string> counted(choice.accounts.begin(), choice.accounts.end());
    for (const LakeTable& table : lake_tables()) SEXTANT_TRY_VOID(make(table, held, counted));
    return lock(writable);
  }

 private:
  AnswerSources answer_sources() const {
    return {sources_.files, sources_.clock,       sources_.lake_folder,
            engine_,        sources_.connections, sources_.cells};
  }

  Result<void> make(const LakeTable& table, const Held& held,
                    const std::set<std::string>& counted) {
    if (table.name == kCoverageTable) return make_coverage(table);
    SEXTANT_TRY(auto paths, paths_of(table.name, held, counted));
    std::erase_if(paths, [&](const std::string& path) { return !is_inside(path); });
    return paths.empty() ? make_empty(table) : make_view(table, paths);
  }

  Result<std::vector<std::string>> paths_of(std::string_view table, const Held& held,
                                            const std::set<std::string>& counted) const {
    if (table == kAccountsTable)
      return files_by_payer(sources_.files, sources_.lake_folder, table, "data.parquet");
    if (table == kForecastsTable) {
      return files_by_payer(sources_.files, sources_.lake_folder, table,
                            fs::path("view=primary") / "data.parquet");
    }
    std::vector<std::string> paths;
    for (const HeldFile& file : held.files) {
      if (table_of(*file.face, file.grain) == table && counted.contains(file.payer))
        paths.push_back(file.path.string());
    }
    return paths;
  }

  // A link that leads out of the lake is not of the lake.
  bool is_inside(const std::string& path) const {
    std::error_code error;
    const fs::path root = fs::canonical(sources_.lake_folder, error);
    const fs::path real = error ? fs::path() : fs::canonical(path, error);
    return !error &&
           std::mismatch(root.begin(), root.end(), real.begin(), real.end()).first == root.end();
  }

  Result<void> make_view(const LakeTable& table, const std::vector<std::string>& paths) {
    std::vector<std::string> names;
    for (const LakeColumn& column : table.columns) names.push_back(lake::sql_name(column.name));
    readable_.insert(readable_.end(), paths.begin(), paths.end());
    return engine_.run(
        fmt::format("CREATE VIEW {} AS SELECT {} FROM read_parquet({}, hive_partitioning = false)",
                    lake::sql_name(table.name), join(names, ", "), sql_list(paths)),
        context_);
  }

  Result<void> make_empty(const LakeTable& table) {
    std::vector<std::string> columns;
    for (const LakeColumn& column : table.columns) {
      columns.push_back(fmt::format("{} {}", lake::sql_name(column.name), column.type));
    }
    return engine_.run(
        fmt::format("CREATE TABLE {} ({})", lake::sql_name(table.name), join(columns, ", ")),
        context_);
  }

  Result<void> make_coverage(const LakeTable& table) {
    SEXTANT_TRY_VOID(make_empty(table));
    const auto text_or_null = [](const std::string& text) {
      return text.empty() ? lake::Parameter(nullptr) : lake::Parameter(text);
    };
    std::vector<std::vector<lake::Parameter>> rows;
    for (const state::Cell& cell : sources_.cells) {
      rows.push_back({cell.account_id, cell.connection, cell.face, cell.grain,
                      WallTime(cell.window.start), WallTime(cell.window.end),
                      std::string(state::name_of(cell.status)), cell.pages, cell.attempts,
                      text_or_null(cell.error_code), text_or_null(cell.error_detail),
                      cell.updated_at});
    }
    return engine_.append(table.name, rows);
  }

  // From here on the engine opens these files and no others, and cannot be told otherwise.
  Result<void> lock(const fs::path& writable) {
    if (!writable.empty()) readable_.push_back(writable.string());
    SEXTANT_TRY_VOID(engine_.run("SET allowed_paths = " + sql_list(readable_), context_));
    SEXTANT_TRY_VOID(engine_.set("enable_external_access", "false"));
    return engine_.set("lock_configuration", "true");
  }

  lake::Engine& engine_;
  const SqlSources& sources_;
  const CallContext& context_;
  std::vector<std::string> readable_;
};

fs::path temporary_beside(const fs::path& output) {
  if (output.empty()) return {};
  return output.parent_path() /
         fmt::format(".{}{}{}", output.filename().string(), kTemporaryMark, getpid());
}

}  // namespace

Result<std::vector<LakeSql::TableUse>> LakeSql::tables_used(std::string_view sql,
                                                            const CallContext& context) {
  SEXTANT_TRY(const auto names, tables_read(*engine_, sql, context));
  std::vector<TableUse> out;
  for (const LakeTable& table : lake_tables()) {
    if (std::ranges::find(names, table.name) == names.end()) continue;
    TableUse use{&table, std::nullopt, std::nullopt};
    const auto has_age = std::ranges::any_of(
        table.columns, [](const LakeColumn& column) { return column.name == "x_SnapshotAt"; });
    if (has_age) {
      SEXTANT_TRY(const lake::Table ages,
                  engine_->query(fmt::format("SELECT epoch_ms(min(x_SnapshotAt)), "
                                             "epoch_ms(max(x_SnapshotAt)) FROM {}",
                                             lake::sql_name(table.name)),
                                 {}, context));
      const auto time_at = [&](std::size_t column) -> std::optional<WallTime> {
        const auto& text = ages.rows.at(0).at(column);
        if (!text) return std::nullopt;
        return WallTime(std::chrono::milliseconds(std::stoll(*text)));
      };
      use.oldest = time_at(0);
      use.newest = time_at(1);
    }
    out.push_back(use);
  }
  return out;
}

Result<LakeSql> LakeSql::open(const SqlSources& sources, const CallContext& context,
                              const fs::path& output) {
  lake::EngineOptions options;
  options.memory_bytes_max = kMemoryBytesMax;
  SEXTANT_TRY(auto engine, lake::Engine::open(sources.clock, options));
  const fs::path whole = output.empty() ? output : fs::absolute(output);
  SEXTANT_TRY_VOID(Builder(*engine, sources, context).build(temporary_beside(whole)));
  return LakeSql(std::move(engine), sources.files, whole);
}

Result<lake::Table> LakeSql::query(std::string_view sql, const lake::AnswerLimits& limits,
                                   const CallContext& context) {
  SEXTANT_TRY_VOID(check_only_reads(*engine_, sql, context));
  return engine_->query(sql, {}, context, limits);
}

Result<std::int64_t> LakeSql::write_parquet(std::string_view sql, std::size_t rows_max,
                                            const CallContext& context) {
  SEXTANT_TRY_VOID(check_only_reads(*engine_, sql, context));
  // One row more than is written tells whether there are more. What the guard has read as one
  // statement is one within parentheses too.
  SEXTANT_TRY_VOID(
      engine_->run(fmt::format("CREATE OR REPLACE TEMP TABLE answer AS FROM (\n{}\n) LIMIT {}",
                               lake::statement_body(sql), rows_max + 1),
                   context));
  const fs::path temporary = temporary_beside(output_);
  auto done = engine_->run(
      fmt::format("COPY (SELECT * FROM answer LIMIT {}) TO {} (FORMAT parquet, COMPRESSION zstd, "
                  "USE_TMP_FILE false)",
                  rows_max, lake::sql_text(temporary.string())),
      context);
  if (done) done = files_->publish(temporary, output_);
  if (!done) {
    (void)files_->remove(temporary);  // the first error is the one that matters
    return failure(done.error());
  }
  SEXTANT_TRY(const lake::Table count, engine_->query("SELECT count(*) FROM answer", {}, context));
  const std::string text = count.rows.at(0).at(0).value_or("0");
  std::int64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

}  // namespace sextant::insight
