#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/files.h"
#include "lake/cost_table.h"
#include "lake/costs.h"
#include "lake/engine.h"
#include "lake/layout.h"

namespace sextant::lake {

// One row of `lake/accounts`: an account as its payer's Organizations lists it.
struct AccountRow {
  std::string billing_account_id;
  std::string sub_account_id;
  std::string name;
  std::string email;
  std::string state;
  std::optional<WallTime> joined_at;
  std::string organization_id;
  WallTime snapshot_at{};
};

// One row of `lake/forecasts`: what AWS expects of one period.
struct ForecastRow {
  std::string billing_account_id;
  std::string metric;  // "UNBLENDED_COST"
  std::string grain;   // "monthly"
  Date start{};
  Date end{};  // exclusive
  std::string currency;
  Decimal mean;
  std::optional<Decimal> lower;
  std::optional<Decimal> upper;
  std::int64_t level = 0;  // of the prediction interval, percent
  WallTime snapshot_at{};
};

// What the rows of a CostTable get when they are published.
struct PeriodStamp {
  bool is_estimated = false;
  WallTime snapshot_at{};
};
struct CostStamp {
  std::string perspective;
  Datum currency;                                    // of rows that name none
  std::map<std::string, std::string> account_names;  // by SubAccountId
  std::map<Date, PeriodStamp> periods;               // only what starts on one of these is written
};

// Writes the lake. Each file is written beside its place, made durable and renamed over the old
// one, so that a reader, or a crash, sees the old or the new one and nothing between; where there
// is no space, the old one stays.
//
// What a reader may rely on: a partition (one month of one face, grain, payer and view) is replaced
// as a whole, so each file is consistent in itself. Files of one month whose x_SnapshotAt is equal
// agree with one control: the amounts of each face, its x_Unallocated row included, sum to the
// amounts of face=total exactly. A face whose x_SnapshotAt is older than that of face=total is
// older data, whole in itself; the newest file is always the one at the path, there are no versions
// to choose from.
//
// Thread-safe; one file is written at a time. References outlive the publisher. Only the holder of
// the sync lock may use it.
class Publisher {
 public:
  Publisher(Engine& engine, Files& files, Layout layout)
      : engine_(engine), files_(files), layout_(std::move(layout)) {}

  const Layout& layout() const { return layout_; }
  // Replaces the periods of `stamp` in the files of `stream` (whose month is ignored) by the rows
  // of these periods in `table`; a period without rows becomes empty. What else is in a file stays,
  // unless the file is damaged. Files that were reached before an error are new, the others old.
  Result<void> costs(const CostPartition& stream, const CostTable& table, const CostStamp& stamp,
                     const CallContext& context);
  Result<void> accounts(const std::string& payer, const std::vector<AccountRow>& rows,
                        const CallContext& context);
  Result<void> forecasts(const std::string& payer, const std::string& view,
                         const std::vector<ForecastRow>& rows, const CallContext& context);
  // Removes what a crash has left below the lake; how many files that were.
  Result<int> clean_leftovers();

 private:
  // A file that is written beside its place and not yet renamed to it.
  struct Written {
    std::filesystem::path temporary;
    std::filesystem::path path;
  };
  using Values = std::vector<std::vector<Parameter>>;

  Result<void> replace(const std::filesystem::path& path, std::string_view columns,
                       const Values& rows, std::string_view order, const CallContext& context);
  Result<Written> write_costs(const CostPartition& partition, const CostTable& table,
                              const CostStamp& stamp, const CallContext& context);
  // Writes what `select` gives beside `path`.
  Result<Written> write(const std::filesystem::path& path, const std::string& select,
                        const CallContext& context);
  Result<void> publish(const std::vector<Written>& written);

  Engine& engine_;
  Files& files_;
  const Layout layout_;
  std::mutex mutex_;
};

}  // namespace sextant::lake
