#include "sync/reconcile.h"

namespace sextant::sync {

Result<std::vector<lake::CostRow>> differences(const std::vector<lake::CostRow>& control,
                                               lake::PeriodSums face) {
  std::vector<lake::CostRow> out;
  std::map<Date, const lake::CostRow*> periods;
  for (const lake::CostRow& total : control) {
    periods[total.start] = &total;
    lake::CostRow row = total;
    row.is_unallocated = true;
    if (const auto sum = face.extract(std::pair(total.start, total.currency.value_or("")))) {
      SEXTANT_TRY(row.amounts, total.amounts.minus(sum.mapped()));
    }
    if (!row.amounts.is_zero()) out.push_back(std::move(row));
  }
  // Groups in a currency that the control does not know at all.
  for (const auto& [key, amounts] : face) {
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

}  // namespace sextant::sync
