#include "sync/reconcile.h"

#include <tuple>

namespace sextant::sync {
namespace {

template <typename Key>
Result<void> add_to(std::map<Key, lake::Amounts>& sums, const Key& key,
                    const lake::Amounts& amounts) {
  const auto [found, is_new] = sums.try_emplace(key, amounts);
  if (is_new) return {};
  SEXTANT_TRY(found->second, found->second.plus(amounts));
  return {};
}

using RowKey = std::tuple<Date, std::string, lake::Datum, lake::Datum, lake::Datum, lake::Datum>;

Result<std::map<RowKey, lake::Amounts>> sum_by_key(const std::vector<lake::CostRow>& rows) {
  std::map<RowKey, lake::Amounts> sums;
  for (const lake::CostRow& row : rows) {
    if (row.is_unallocated) continue;
    const RowKey key{row.start,          row.currency.value_or(""),
                     row.sub_account_id, row.service,
                     row.region,         row.charge_type};
    SEXTANT_TRY_VOID(add_to(sums, key, row.amounts));
  }
  return sums;
}

}  // namespace

Result<PeriodSums> sum_by_period(const std::vector<lake::CostRow>& rows) {
  PeriodSums sums;
  for (const lake::CostRow& row : rows) {
    SEXTANT_TRY_VOID(add_to(sums, std::pair(row.start, row.currency.value_or("")), row.amounts));
  }
  return sums;
}

Result<std::vector<lake::CostRow>> differences(const std::vector<lake::CostRow>& control,
                                               const std::vector<lake::CostRow>& face) {
  SEXTANT_TRY(PeriodSums sums, sum_by_period(face));
  std::vector<lake::CostRow> out;
  std::map<Date, const lake::CostRow*> periods;
  for (const lake::CostRow& total : control) {
    periods[total.start] = &total;
    lake::CostRow row = total;
    row.is_unallocated = true;
    if (const auto sum = sums.extract(std::pair(total.start, total.currency.value_or("")))) {
      SEXTANT_TRY(row.amounts, total.amounts.minus(sum.mapped()));
    }
    if (!row.amounts.is_zero()) out.push_back(std::move(row));
  }
  // Groups in a currency that the control does not know at all.
  for (const auto& [key, amounts] : sums) {
    const auto period = periods.find(key.first);
    if (period == periods.end() || amounts.is_zero()) continue;
    lake::CostRow row = *period->second;
    row.is_unallocated = true;
    row.currency = key.second;
    SEXTANT_TRY(row.amounts, lake::Amounts{}.minus(amounts));
    out.push_back(std::move(row));
  }
  return out;
}

Result<std::set<Date>> changed_periods(const std::vector<lake::CostRow>& before,
                                       const std::vector<lake::CostRow>& now) {
  SEXTANT_TRY(auto old_sums, sum_by_key(before));
  SEXTANT_TRY(const auto new_sums, sum_by_key(now));
  std::set<Date> changed;
  for (const auto& [key, amounts] : new_sums) {
    const auto old = old_sums.extract(key);
    const bool is_same = old ? old.mapped() == amounts : amounts.is_zero();
    if (!is_same) changed.insert(std::get<Date>(key));
  }
  for (const auto& [key, amounts] : old_sums) {
    if (!amounts.is_zero()) changed.insert(std::get<Date>(key));
  }
  return changed;
}

}  // namespace sextant::sync
