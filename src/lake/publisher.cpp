#include "lake/publisher.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "base/log.h"

namespace sextant::lake {
namespace {

constexpr std::string_view kAccountColumns =
    "BillingAccountId VARCHAR, SubAccountId VARCHAR, SubAccountName VARCHAR, Email VARCHAR, State "
    "VARCHAR, "
    "JoinedAt TIMESTAMP, OrganizationId VARCHAR, x_SnapshotAt TIMESTAMP";
constexpr std::string_view kForecastColumns =
    "BillingAccountId VARCHAR, Metric VARCHAR, Grain VARCHAR, PeriodStart TIMESTAMP, PeriodEnd "
    "TIMESTAMP, "
    "BillingCurrency VARCHAR, Mean DECIMAL(38,18), Lower DECIMAL(38,18), Upper DECIMAL(38,18), "
    "Level INTEGER, "
    "x_SnapshotAt TIMESTAMP";
constexpr std::size_t kPublishThreads = 8;
// So that readers who filter by time, account or service skip what they do not need.
constexpr std::string_view kCostOrder =
    "ChargePeriodStart, SubAccountId, ServiceName, RegionId, x_ChargeType";

Parameter amount_or_null(const std::optional<Decimal>& amount) {
  if (!amount) return nullptr;
  return *amount;
}

// A full disk is met by DuckDB or by the file system: one code for both.
Error as_lake_error(Error error) {
  if (error.code == "file.disk_full") error.code = "lake.disk_full";
  return error;
}

}  // namespace

Result<void> Publisher::costs(const std::vector<CostFile>& files, const CallContext& context) {
  const std::lock_guard lock(mutex_);
  std::vector<Written> written;
  Result<void> done;
  for (const CostFile& file : files) {
    Values values;
    values.reserve(file.rows.size());
    for (const CostRow& row : file.rows) values.push_back(to_parameters(row));
    auto one =
        write(layout_.costs(file.partition), cost_columns_sql(), values, kCostOrder, context);
    if (!one) {
      done = failure(one.error());
      break;
    }
    written.push_back(std::move(*one));
  }
  const auto published = publish(written);
  return done ? published : done;
}

Result<void> Publisher::accounts(const std::string& payer, const std::vector<AccountRow>& rows,
                                 const CallContext& context) {
  Values values;
  for (const AccountRow& row : rows) {
    const Parameter joined_at = row.joined_at ? Parameter(*row.joined_at) : Parameter(nullptr);
    values.push_back({row.billing_account_id, row.sub_account_id, row.name, row.email, row.state,
                      joined_at, row.organization_id, row.snapshot_at});
  }
  return replace(layout_.accounts(payer), kAccountColumns, values, "SubAccountId", context);
}

Result<void> Publisher::forecasts(const std::string& payer, const std::string& view,
                                  const std::vector<ForecastRow>& rows,
                                  const CallContext& context) {
  Values values;
  for (const ForecastRow& row : rows) {
    values.push_back({row.billing_account_id, row.metric, row.grain, WallTime(row.start),
                      WallTime(row.end), row.currency, row.mean, amount_or_null(row.lower),
                      amount_or_null(row.upper), row.level, row.snapshot_at});
  }
  return replace(layout_.forecasts(payer, view), kForecastColumns, values,
                 "Metric, Grain, PeriodStart", context);
}

Result<void> Publisher::replace(const std::filesystem::path& path, std::string_view columns,
                                const Values& rows, std::string_view order,
                                const CallContext& context) {
  const std::lock_guard lock(mutex_);
  SEXTANT_TRY(const Written written, write(path, columns, rows, order, context));
  return publish({written});
}

Result<Publisher::Written> Publisher::write(const std::filesystem::path& path,
                                            std::string_view columns, const Values& rows,
                                            std::string_view order, const CallContext& context) {
  const Written written = {path.parent_path() / fmt::format(".{}{}{}", path.filename().string(),
                                                            kTemporaryMark, getpid()),
                           path};
  auto done = files_.make_folders(path.parent_path());
  if (done) done = copy(written.temporary, columns, rows, order, context);
  if (done) return written;
  (void)files_.remove(written.temporary);  // the first error is the one that matters
  return failure(as_lake_error(done.error()));
}

Result<void> Publisher::copy(const std::filesystem::path& temporary, std::string_view columns,
                             const Values& rows, std::string_view order,
                             const CallContext& context) {
  SEXTANT_TRY_VOID(engine_.run(fmt::format("CREATE OR REPLACE TEMP TABLE staging ({})", columns)));
  auto done = engine_.append("staging", rows);
  if (done) {
    done = engine_.run(
        fmt::format(
            "COPY (SELECT * FROM staging ORDER BY {}) TO {} (FORMAT parquet, COMPRESSION zstd, "
            "USE_TMP_FILE false)",
            order, sql_text(temporary.string())),
        context);
  }
  const auto dropped = engine_.run("DROP TABLE staging");
  return done ? dropped : done;
}

// Makes files durable and renames them, several at a time, since most of it is waiting for the
// disk.
Result<void> Publisher::publish(const std::vector<Written>& written) {
  std::atomic<std::size_t> next = 0;
  std::mutex error_mutex;
  std::optional<Error> error;
  const auto work = [&] {
    for (std::size_t i = next++; i < written.size(); i = next++) {
      const auto done = files_.publish(written[i].temporary, written[i].path);
      if (done) continue;
      (void)files_.remove(written[i].temporary);
      const std::lock_guard lock(error_mutex);
      if (!error) error = done.error();
    }
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < std::min(written.size(), kPublishThreads); ++i)
    helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
  if (error) return failure(as_lake_error(*error));
  return {};
}

Result<int> Publisher::clean_leftovers() {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> found;
  fs::recursive_directory_iterator entry(layout_.root(), error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().filename().string().find(kTemporaryMark) != std::string::npos)
      found.push_back(entry->path());
  }
  for (const fs::path& path : found) {
    SEXTANT_TRY_VOID(files_.remove(path));
    log::info("removed what a crash had left: " + path.string());
  }
  return static_cast<int>(found.size());
}

}  // namespace sextant::lake
