#include "lake/publisher.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
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
// Of every cost file, in their order.
constexpr std::string_view kCostColumns =
    "BillingAccountId, x_Perspective, x_BillingView, SubAccountId, SubAccountName, ServiceName, "
    "RegionId, x_ChargeType, ChargeCategory, ChargePeriodStart, ChargePeriodEnd, BillingCurrency, "
    "BilledCost, EffectiveCost, x_UnblendedCost, x_BlendedCost, x_AmortizedCost, "
    "x_NetUnblendedCost, x_NetAmortizedCost, x_Estimated, x_Unallocated, x_SnapshotAt";

// So that readers who filter by time, account or service skip what they do not need.
std::string in_order(const std::string& select) {
  return fmt::format(
      "SELECT {} FROM ({}) ORDER BY ChargePeriodStart, SubAccountId, ServiceName, RegionId, "
      "x_ChargeType",
      kCostColumns, select);
}

std::string text_or_null(const Datum& datum) {
  return datum ? sql_text(*datum) : "NULL::VARCHAR";
}

// The rows of a table as they stand in a file of the lake.
std::string fresh_costs_sql(const CostPartition& partition, const CostTable& table,
                            const CostStamp& stamp) {
  std::vector<std::string> periods;
  for (const auto& [start, period] : stamp.periods) {
    periods.push_back(fmt::format("({}, {}, {})", sql_time(WallTime(start)), period.is_estimated,
                                  sql_time(period.snapshot_at)));
  }
  return fmt::format(
      "SELECT {} FROM (SELECT {} AS BillingAccountId, {} AS x_Perspective, {} AS x_BillingView,"
      " cost.* REPLACE (coalesce(BillingCurrency, {}) AS BillingCurrency),"
      " name AS SubAccountName, coalesce(x_NetUnblendedCost, x_UnblendedCost) AS BilledCost,"
      " coalesce(x_NetAmortizedCost, x_AmortizedCost) AS EffectiveCost,"
      " is_estimated AS x_Estimated, snapshot_at AS x_SnapshotAt"
      " FROM ({}) AS cost"
      " JOIN (VALUES {}) AS period(start, is_estimated, snapshot_at) ON ChargePeriodStart = start"
      " LEFT JOIN account_names ON SubAccountId = id)",
      kCostColumns, sql_text(partition.payer), sql_text(stamp.perspective),
      sql_text(partition.view), text_or_null(stamp.currency), table.select_sql(),
      fmt::join(periods, ", "));
}

// What a file holds of other periods.
std::string kept_costs_sql(const std::filesystem::path& path, const CostStamp& stamp) {
  std::vector<std::string> starts;
  for (const auto& [start, period] : stamp.periods) starts.push_back(sql_time(WallTime(start)));
  return fmt::format(
      "SELECT {} FROM read_parquet({}, hive_partitioning = false) WHERE ChargePeriodStart NOT IN "
      "({})",
      kCostColumns, sql_text(path.string()), fmt::join(starts, ", "));
}

std::vector<std::vector<Parameter>> names_of(const CostStamp& stamp) {
  std::vector<std::vector<Parameter>> rows;
  for (const auto& [id, name] : stamp.account_names) rows.push_back({id, name});
  return rows;
}

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

Result<void> Publisher::costs(const CostPartition& stream, const CostTable& table,
                              const CostStamp& stamp, const CallContext& context) {
  const std::lock_guard lock(mutex_);
  std::map<Date, CostStamp> months;
  for (const auto& [period, of_period] : stamp.periods)
    months[first_of_month(period)].periods.emplace(period, of_period);
  SEXTANT_TRY_VOID(
      engine_.run("CREATE OR REPLACE TEMP TABLE account_names (id VARCHAR, name VARCHAR)"));
  Result<void> done = engine_.append("account_names", names_of(stamp));
  std::vector<Written> written;
  for (auto month = months.begin(); done && month != months.end(); ++month) {
    CostPartition partition = stream;
    partition.month = month->first;
    month->second.perspective = stamp.perspective;
    month->second.currency = stamp.currency;
    auto one = write_costs(partition, table, month->second, context);
    if (one) {
      written.push_back(std::move(*one));
    } else {
      done = failure(one.error());
    }
  }
  (void)engine_.run("DROP TABLE account_names");
  const auto published = publish(written);
  return done ? published : done;
}

Result<Publisher::Written> Publisher::write_costs(const CostPartition& partition,
                                                  const CostTable& table, const CostStamp& stamp,
                                                  const CallContext& context) {
  const std::filesystem::path path = layout_.costs(partition);
  const std::string fresh = fresh_costs_sql(partition, table, stamp);
  // A monthly file holds one period: nothing of the old one stays.
  if (partition.grain == Grain::kDaily && files_.exists(path)) {
    auto written =
        write(path, in_order(fresh + " UNION ALL " + kept_costs_sql(path, stamp)), context);
    if (written || written.error().code != "lake.corrupt") return written;
    log::warning("a damaged file of the lake is replaced: " + path.string());
  }
  return write(path, in_order(fresh), context);
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
  SEXTANT_TRY_VOID(engine_.run(fmt::format("CREATE OR REPLACE TEMP TABLE staging ({})", columns)));
  Result<void> done = engine_.append("staging", rows);
  if (done) {
    const auto written =
        write(path, fmt::format("SELECT * FROM staging ORDER BY {}", order), context);
    done = written ? publish({*written}) : Result<void>(failure(written.error()));
  }
  const auto dropped = engine_.run("DROP TABLE staging");
  return done ? dropped : done;
}

Result<Publisher::Written> Publisher::write(const std::filesystem::path& path,
                                            const std::string& select, const CallContext& context) {
  const Written written = {path.parent_path() / fmt::format(".{}{}{}", path.filename().string(),
                                                            kTemporaryMark, getpid()),
                           path};
  auto done = files_.make_folders(path.parent_path());
  if (done) {
    done = engine_.run(
        fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)",
                    select, sql_text(written.temporary.string())),
        context);
  }
  if (done) return written;
  (void)files_.remove(written.temporary);  // the first error is the one that matters
  return failure(as_lake_error(done.error()));
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
