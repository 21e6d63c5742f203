#pragma once

#include <vector>

#include "lake/publisher.h"

namespace sextant::lake::testing {

// Replaces a whole partition by rows, on the way that a sync takes. What the rows of a period share
// (estimated, snapshot), and what all share, is taken from the last of them.
inline Result<void> write_costs(Publisher& publisher, Engine& engine,
                                const CostPartition& partition, const std::vector<CostRow>& rows) {
  CostStamp stamp;
  const std::chrono::days step =
      partition.grain == Grain::kDaily ? std::chrono::days(1) : std::chrono::days(31);
  for (Date at = partition.month; at < add_months(partition.month, 1); at += step)
    stamp.periods[at];
  for (const CostRow& row : rows) {
    stamp.perspective = row.perspective;
    stamp.currency = row.currency ? row.currency : stamp.currency;
    stamp.periods[row.start] = {row.is_estimated, row.snapshot_at};
    if (row.sub_account_id && row.sub_account_name)
      stamp.account_names[*row.sub_account_id] = *row.sub_account_name;
  }
  SEXTANT_TRY(const auto table, CostTable::create(engine, partition.face));
  SEXTANT_TRY_VOID(table->append(rows));
  return publisher.costs(partition, *table, stamp, {});
}

}  // namespace sextant::lake::testing
