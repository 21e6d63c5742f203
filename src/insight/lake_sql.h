#pragma once

#include <filesystem>
#include <memory>

#include "insight/cost_answer.h"
#include "insight/lake_tables.h"
#include "lake/engine.h"

namespace sextant::insight {

// What free SQL is drawn from. The references must outlive the LakeSql.
struct SqlSources {
  Files& files;
  const Clock& clock;
  std::filesystem::path lake_folder;
  std::vector<connect::Connection> connections;
  std::vector<state::Cell> cells;
};

// SQL of a person or a model over the tables of lake_tables.h, in an engine of its own that can do
// nothing else: it reads the lake's files by their exact names and no other file, writes nothing,
// reaches no network, loads no extension, and its settings are locked. Each account is counted
// once, as in cost answers: a member's own view is not in the tables where its payer's is.
//
// Thread-safe, one statement at a time. Errors: query.*, lake.*, file.*.
class LakeSql {
 public:
  static constexpr std::uint64_t kMemoryBytesMax = 1ULL << 30U;

  // `output`, where it is not empty, is the one file that `write_parquet` may write.
  static Result<LakeSql> open(const SqlSources& sources, const CallContext& context,
                              const std::filesystem::path& output = {});

  // Bounded in time by the context.
  Result<lake::Table> query(std::string_view sql, const lake::AnswerLimits& limits,
                            const CallContext& context);
  // The lake's tables that the statement reads, with the age of what they hold.
  struct TableUse {
    const LakeTable* table = nullptr;
    std::optional<WallTime> oldest;  // when its rows were read; nullopt where it has none
    std::optional<WallTime> newest;
  };
  Result<std::vector<TableUse>> tables_used(std::string_view sql, const CallContext& context);
  // The first `rows_max` rows as Parquet in `output`, which is replaced. Returns how many rows
  // there were; one more than `rows_max` stands for any number.
  Result<std::int64_t> write_parquet(std::string_view sql, std::size_t rows_max,
                                     const CallContext& context);

 private:
  LakeSql(std::unique_ptr<lake::Engine> engine, Files& files, std::filesystem::path output)
      : engine_(std::move(engine)), files_(&files), output_(std::move(output)) {}

  std::unique_ptr<lake::Engine> engine_;
  Files* files_;
  std::filesystem::path output_;
};

}  // namespace sextant::insight
