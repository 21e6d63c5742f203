#include "lake/cost_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <atomic>

namespace sextant::lake {
namespace {

struct KeyColumn {
  std::string_view name;
  Datum CostRow::* member;
};
constexpr std::array kKeyColumns = {KeyColumn{"SubAccountId", &CostRow::sub_account_id},
                                    KeyColumn{"ServiceName", &CostRow::service},
                                    KeyColumn{"RegionId", &CostRow::region},
                                    KeyColumn{"x_ChargeType", &CostRow::charge_type},
                                    KeyColumn{"ChargeCategory", &CostRow::charge_category}};
constexpr std::array<std::string_view, 5> kAmountColumns = {"x_UnblendedCost", "x_BlendedCost",
                                                            "x_AmortizedCost", "x_NetUnblendedCost",
                                                            "x_NetAmortizedCost"};

bool has_key(Face face, std::string_view column) {
  switch (face) {
    case Face::kTotal:
      return false;
    case Face::kAccountService:
      return column == "SubAccountId" || column == "ServiceName";
    case Face::kServiceRegion:
      return column == "ServiceName" || column == "RegionId";
    case Face::kServiceChargeType:
      return column == "ServiceName" || column == "x_ChargeType" || column == "ChargeCategory";
  }
  return false;
}

void put(RowSink& sink, const Datum& datum) {
  if (datum) {
    sink.text(*datum);
  } else {
    sink.null();
  }
}

void put(RowSink& sink, const std::optional<Decimal>& amount) {
  if (amount) {
    sink.decimal(*amount);
  } else {
    sink.null();
  }
}

Result<std::optional<Decimal>> read_amount(const Datum& datum) {
  if (!datum) return std::nullopt;
  SEXTANT_TRY(const Decimal amount, Decimal::parse(*datum));
  return amount;
}

// Sums that leave the range are the fault of the figures, not of the lake.
template <typename T>
Result<T> as_sum(Result<T> result) {
  if (!result && result.error().code == "lake.overflow") result.error().code = "decimal.overflow";
  return result;
}

Result<std::pair<Date, Amounts>> read_sum(const Row& row) {
  SEXTANT_TRY(const WallTime start, parse_rfc3339(row[0].value_or("")));
  Amounts sum;
  SEXTANT_TRY(sum.unblended, Decimal::parse(row[2].value_or("")));
  SEXTANT_TRY(sum.blended, Decimal::parse(row[3].value_or("")));
  SEXTANT_TRY(sum.amortized, Decimal::parse(row[4].value_or("")));
  SEXTANT_TRY(sum.net_unblended, read_amount(row[5]));
  SEXTANT_TRY(sum.net_amortized, read_amount(row[6]));
  return std::pair(date_of(start), sum);
}

}  // namespace

CostTable::CostTable(Engine& engine, Face face, std::string name)
    : engine_(engine), face_(face), name_(std::move(name)) {}

Result<std::unique_ptr<CostTable>> CostTable::create(Engine& engine, Face face) {
  static std::atomic<std::uint64_t> number = 0;
  auto table =
      std::unique_ptr<CostTable>(new CostTable(engine, face, fmt::format("costs_{}", ++number)));
  std::string columns = "ChargePeriodStart TIMESTAMP, ChargePeriodEnd TIMESTAMP";
  for (const KeyColumn& key : kKeyColumns) {
    if (has_key(face, key.name)) columns += fmt::format(", {} VARCHAR", key.name);
  }
  columns += ", BillingCurrency VARCHAR";
  for (const std::string_view amount : kAmountColumns)
    columns += fmt::format(", {} DECIMAL(38,18)", amount);
  SEXTANT_TRY_VOID(engine.run(
      fmt::format("CREATE TEMP TABLE {} ({}, x_Unallocated BOOLEAN)", table->name_, columns)));
  return table;
}

CostTable::~CostTable() {
  (void)engine_.run(fmt::format("DROP TABLE IF EXISTS {}", name_));
}

Result<void> CostTable::append(const std::vector<CostRow>& rows) {
  return engine_.append(name_, rows.size(), [&](std::size_t number, RowSink& sink) {
    const CostRow& row = rows[number];
    sink.time(WallTime(row.start));
    sink.time(WallTime(row.end));
    for (const KeyColumn& key : kKeyColumns) {
      if (has_key(face_, key.name)) put(sink, row.*key.member);
    }
    put(sink, row.currency);
    sink.decimal(row.amounts.unblended);
    sink.decimal(row.amounts.blended);
    sink.decimal(row.amounts.amortized);
    put(sink, row.amounts.net_unblended);
    put(sink, row.amounts.net_amortized);
    sink.flag(row.is_unallocated);
  });
}

Result<void> CostTable::replace(const DateInterval& window, const CostTable& other) {
  SEXTANT_TRY_VOID(engine_.run(
      fmt::format("DELETE FROM {} WHERE ChargePeriodStart >= ? AND ChargePeriodStart < ?", name_),
      CallContext{}, {WallTime(window.start), WallTime(window.end)}));
  return engine_.run(fmt::format("INSERT INTO {} SELECT * FROM {}", name_, other.name_));
}

Result<void> CostTable::remove_unallocated() {
  return engine_.run(fmt::format("DELETE FROM {} WHERE x_Unallocated", name_));
}

Result<PeriodSums> CostTable::sums() const {
  SEXTANT_TRY(
      const Table table,
      as_sum(engine_.query(
          fmt::format("SELECT ChargePeriodStart, coalesce(BillingCurrency, '') AS currency,"
                      " sum(x_UnblendedCost), sum(x_BlendedCost), sum(x_AmortizedCost),"
                      " CASE WHEN count(*) = count(x_NetUnblendedCost)"
                      "   THEN sum(x_NetUnblendedCost) END,"
                      " CASE WHEN count(*) = count(x_NetAmortizedCost)"
                      "   THEN sum(x_NetAmortizedCost) END"
                      " FROM {} WHERE NOT x_Unallocated GROUP BY ChargePeriodStart, currency",
                      name_),
          {}, CallContext{})));
  PeriodSums sums;
  for (const Row& row : table.rows) {
    SEXTANT_TRY(const auto sum, read_sum(row));
    sums.emplace(std::pair(sum.first, row[1].value_or("")), sum.second);
  }
  return sums;
}

Result<std::set<Date>> CostTable::changed_periods(const std::filesystem::path& file,
                                                  const std::set<Date>& periods,
                                                  const CallContext& context) const {
  std::vector<std::string> starts;
  for (const Date period : periods) starts.push_back(sql_time(WallTime(period)));
  std::vector<std::string> differences;
  for (const std::string_view amount : kAmountColumns) {
    differences.push_back(
        fmt::format("coalesce(sum({0}) FILTER (is_now), 0) <> coalesce(sum({0}) FILTER (NOT "
                    "is_now), 0)",
                    amount));
    // A metric that came or went, though at zero.
    differences.push_back(
        fmt::format("coalesce(bool_or({0} IS NULL) FILTER (is_now) <>"
                    " bool_or({0} IS NULL) FILTER (NOT is_now), false)",
                    amount));
  }
  const std::string sql = fmt::format(
      "SELECT DISTINCT ChargePeriodStart FROM (SELECT ChargePeriodStart"
      " FROM (SELECT *, true AS is_now FROM ({}) UNION ALL BY NAME"
      "  SELECT *, false AS is_now FROM read_parquet({}, hive_partitioning = false))"
      " WHERE NOT x_Unallocated AND ChargePeriodStart IN ({})"
      " GROUP BY ChargePeriodStart, coalesce(BillingCurrency, ''), SubAccountId, ServiceName,"
      "  RegionId, x_ChargeType HAVING {})",
      select_sql(), sql_text(file.string()), fmt::join(starts, ", "),
      fmt::join(differences, " OR "));
  const auto table = as_sum(engine_.query(sql, {}, context));
  if (!table && table.error().code == "lake.corrupt") return periods;
  if (!table) return failure(table.error());
  std::set<Date> changed;
  for (const Row& row : table->rows) {
    SEXTANT_TRY(const WallTime start, parse_rfc3339(row[0].value_or("")));
    changed.insert(date_of(start));
  }
  return changed;
}

std::string CostTable::select_sql() const {
  std::string keys;
  for (const KeyColumn& key : kKeyColumns)
    keys += fmt::format("{}{}, ", has_key(face_, key.name) ? "" : "NULL::VARCHAR AS ", key.name);
  return fmt::format(
      "SELECT ChargePeriodStart, ChargePeriodEnd, {}BillingCurrency, {}, x_Unallocated FROM {}",
      keys, fmt::join(kAmountColumns, ", "), name_);
}

}  // namespace sextant::lake
