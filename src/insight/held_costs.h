#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "insight/faces.h"
#include "lake/engine.h"

namespace sextant::insight {

// What a file's footer says of its rows, so that they need not be read to know it.
struct FileFacts {
  std::int64_t rows = 0;
  std::string perspective;              // "payer", "member", "standalone"; "" without rows
  std::optional<std::string> currency;  // nullopt where the rows have several, or none
  bool may_be_estimated = false;
  bool may_be_unallocated = false;
  bool has_metric = true;  // the asked metric stands in each row
  bool is_zero = false;    // and is zero in each
  WallTime snapshot{};     // the oldest of its rows
};

// One file of costs: a face of what one account's Cost Explorer said of one month.
struct HeldFile {
  std::filesystem::path path;
  const KeyedFace* face = nullptr;
  Grain grain = Grain::kMonthly;
  std::string payer;  // whose Cost Explorer answered
  Date month;
};

// Costs as `payer` sees them by its primary billing view; files of other views are not asked.
// Sorted by path. Names that are not the lake's are passed over. Errors: file.*.
Result<std::vector<HeldFile>> find_cost_files(Files& files,
                                              const std::filesystem::path& lake_folder);

// The facts of these files, by path, for a question about `metric`. Files without rows have none.
// Errors: lake.*, time.malformed.
Result<std::map<std::string, FileFacts>> read_facts(lake::Engine& engine,
                                                    const std::vector<const HeldFile*>& files,
                                                    Metric metric, const CallContext& context);

// `['a', 'b']` for read_parquet.
std::string sql_list(const std::vector<std::string>& paths);

}  // namespace sextant::insight
