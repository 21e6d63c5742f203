#include "lake/costs.h"

#include <fmt/format.h>

#include <filesystem>

namespace sextant::lake {
namespace {

using Combine = Result<Decimal> (Decimal::*)(Decimal) const;

Result<std::optional<Decimal>> combine_net(const std::optional<Decimal>& a,
                                           const std::optional<Decimal>& b, Combine with) {
  if (!a || !b) return std::nullopt;
  SEXTANT_TRY(const Decimal combined, ((*a).*with)(*b));
  return combined;
}

Result<Amounts> combine(const Amounts& a, const Amounts& b, Combine with) {
  Amounts out;
  SEXTANT_TRY(out.unblended, (a.unblended.*with)(b.unblended));
  SEXTANT_TRY(out.blended, (a.blended.*with)(b.blended));
  SEXTANT_TRY(out.amortized, (a.amortized.*with)(b.amortized));
  SEXTANT_TRY(out.net_unblended, combine_net(a.net_unblended, b.net_unblended, with));
  SEXTANT_TRY(out.net_amortized, combine_net(a.net_amortized, b.net_amortized, with));
  return out;
}

Result<Date> read_date(const Datum& datum) {
  SEXTANT_TRY(const WallTime time, parse_rfc3339(datum.value_or("")));
  return date_of(time);
}

Result<std::optional<Decimal>> read_optional_amount(const Datum& datum) {
  if (!datum) return std::nullopt;
  SEXTANT_TRY(const Decimal amount, Decimal::parse(*datum));
  return amount;
}

// Columns as `read_costs` selects them.
Result<CostRow> read_row(const Row& from) {
  CostRow row;
  row.billing_account_id = from[0].value_or("");
  row.perspective = from[1].value_or("");
  row.billing_view = from[2].value_or("");
  row.sub_account_id = from[3];
  row.sub_account_name = from[4];
  row.service = from[5];
  row.region = from[6];
  row.charge_type = from[7];
  row.charge_category = from[8];
  SEXTANT_TRY(row.start, read_date(from[9]));
  SEXTANT_TRY(row.end, read_date(from[10]));
  row.currency = from[11];
  SEXTANT_TRY(row.amounts.unblended, Decimal::parse(from[12].value_or("")));
  SEXTANT_TRY(row.amounts.blended, Decimal::parse(from[13].value_or("")));
  SEXTANT_TRY(row.amounts.amortized, Decimal::parse(from[14].value_or("")));
  SEXTANT_TRY(row.amounts.net_unblended, read_optional_amount(from[15]));
  SEXTANT_TRY(row.amounts.net_amortized, read_optional_amount(from[16]));
  row.is_estimated = from[17] == "true";
  row.is_unallocated = from[18] == "true";
  SEXTANT_TRY(row.snapshot_at, parse_rfc3339(from[19].value_or("")));
  return row;
}

std::string read_parquet(const std::string& pattern) {
  return fmt::format("read_parquet({}, hive_partitioning = false)", sql_text(pattern));
}

Result<void> add_held(Engine& engine, const std::string& pattern,
                      const std::optional<DateInterval>& window, const CallContext& context,
                      std::map<Date, HeldPeriod>& held) {
  const std::string condition =
      window ? fmt::format(" WHERE ChargePeriodStart >= {} AND ChargePeriodStart < {}",
                           sql_time(WallTime(window->start)), sql_time(WallTime(window->end)))
             : "";
  const std::string sql = fmt::format(
      "SELECT ChargePeriodStart, bool_or(x_Estimated), max(x_SnapshotAt),"
      " bool_and(x_UnblendedCost = 0 AND x_BlendedCost = 0 AND x_AmortizedCost = 0"
      "   AND coalesce(x_NetUnblendedCost, 0) = 0 AND coalesce(x_NetAmortizedCost, 0) = 0),"
      " bool_or(x_Unallocated)"
      " FROM {}{} GROUP BY ALL",
      read_parquet(pattern), condition);
  SEXTANT_TRY(const Table table, engine.query(sql, {}, context));
  for (const Row& row : table.rows) {
    SEXTANT_TRY(const Date start, read_date(row[0]));
    SEXTANT_TRY(const WallTime snapshot_at, parse_rfc3339(row[2].value_or("")));
    held[start] = HeldPeriod{row[1] == "true", row[3] == "true", snapshot_at, row[4] == "true"};
  }
  return {};
}

}  // namespace

bool Amounts::is_zero() const {
  return unblended.is_zero() && blended.is_zero() && amortized.is_zero() && billed().is_zero() &&
         effective().is_zero();
}
Result<Amounts> Amounts::plus(const Amounts& other) const {
  return combine(*this, other, &Decimal::plus);
}
Result<Amounts> Amounts::minus(const Amounts& other) const {
  return combine(*this, other, &Decimal::minus);
}

Result<std::map<Date, HeldPeriod>> held_periods(Engine& engine, const Layout& layout,
                                                const CostPartition& stream,
                                                const CallContext& context,
                                                std::vector<std::string>& damaged,
                                                const std::optional<DateInterval>& window) {
  const std::string pattern =
      layout.costs_pattern(stream.face, stream.grain, stream.payer, stream.view);
  SEXTANT_TRY(const Table files, engine.query("SELECT file FROM glob(?)", {pattern}, context));
  std::map<Date, HeldPeriod> held;
  if (files.rows.empty()) return held;
  const auto all = add_held(engine, pattern, window, context, held);
  if (all) return held;
  if (all.error().code == "lake.cancelled" || all.error().code == "lake.deadline")
    return failure(all.error());
  held.clear();  // one of them is damaged: find out which
  for (const Row& file : files.rows) {
    if (!add_held(engine, file[0].value_or(""), window, context, held))
      damaged.push_back(file[0].value_or(""));
  }
  return held;
}

Result<std::vector<CostRow>> read_costs(Engine& engine, const Layout& layout,
                                        const CostPartition& partition,
                                        const CallContext& context) {
  const std::filesystem::path path = layout.costs(partition);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::vector<CostRow>();
  const std::string sql = fmt::format(
      "SELECT BillingAccountId, x_Perspective, x_BillingView, SubAccountId, SubAccountName, "
      "ServiceName, RegionId,"
      " x_ChargeType, ChargeCategory, ChargePeriodStart, ChargePeriodEnd, BillingCurrency, "
      "x_UnblendedCost, x_BlendedCost,"
      " x_AmortizedCost, x_NetUnblendedCost, x_NetAmortizedCost, x_Estimated, x_Unallocated, "
      "x_SnapshotAt FROM {}",
      read_parquet(path.string()));
  std::vector<CostRow> rows;
  std::optional<Error> error;
  SEXTANT_TRY_VOID(engine.stream(sql, {}, context, {}, [&](Row&& from) {
    auto row = read_row(from);
    if (row) {
      rows.push_back(std::move(*row));
    } else {
      error = row.error();
    }
    return !error;
  }));
  if (error) return failure(Error{"lake.corrupt", path.string() + ": " + error->detail});
  return rows;
}

}  // namespace sextant::lake
