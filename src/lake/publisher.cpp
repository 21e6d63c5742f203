#include "lake/publisher.h"

#include <fmt/format.h>
#include <unistd.h>

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

Result<void> Publisher::costs(const CostPartition& partition, const std::vector<CostRow>& rows,
                              const CallContext& context) {
  std::vector<std::vector<Parameter>> values;
  values.reserve(rows.size());
  for (const CostRow& row : rows) values.push_back(to_parameters(row));
  return write(layout_.costs(partition), cost_columns_sql(), values, kCostOrder, context);
}

Result<void> Publisher::accounts(const std::string& payer, const std::vector<AccountRow>& rows,
                                 const CallContext& context) {
  std::vector<std::vector<Parameter>> values;
  for (const AccountRow& row : rows) {
    const Parameter joined_at = row.joined_at ? Parameter(*row.joined_at) : Parameter(nullptr);
    values.push_back({row.billing_account_id, row.sub_account_id, row.name, row.email, row.state,
                      joined_at, row.organization_id, row.snapshot_at});
  }
  return write(layout_.accounts(payer), kAccountColumns, values, "SubAccountId", context);
}

Result<void> Publisher::forecasts(const std::string& payer, const std::string& view,
                                  const std::vector<ForecastRow>& rows,
                                  const CallContext& context) {
  std::vector<std::vector<Parameter>> values;
  for (const ForecastRow& row : rows) {
    values.push_back({row.billing_account_id, row.metric, row.grain, WallTime(row.start),
                      WallTime(row.end), row.currency, row.mean, amount_or_null(row.lower),
                      amount_or_null(row.upper), row.level, row.snapshot_at});
  }
  return write(layout_.forecasts(payer, view), kForecastColumns, values,
               "Metric, Grain, PeriodStart", context);
}

Result<void> Publisher::write(const std::filesystem::path& path, std::string_view columns,
                              const std::vector<std::vector<Parameter>>& rows,
                              std::string_view order, const CallContext& context) {
  const std::lock_guard lock(mutex_);
  const auto temporary = path.parent_path() /
                         fmt::format(".{}{}{}", path.filename().string(), kTemporaryMark, getpid());
  auto done = files_.make_folders(path.parent_path());
  if (done) done = write_temporary(temporary, columns, rows, order, context);
  if (done) done = files_.publish(temporary, path);
  if (done) return {};
  (void)files_.remove(temporary);  // the first error is the one that matters
  return failure(as_lake_error(done.error()));
}

Result<void> Publisher::write_temporary(const std::filesystem::path& temporary,
                                        std::string_view columns,
                                        const std::vector<std::vector<Parameter>>& rows,
                                        std::string_view order, const CallContext& context) {
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
