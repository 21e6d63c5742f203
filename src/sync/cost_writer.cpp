#include "sync/cost_writer.h"

#include <map>

#include "base/log.h"

namespace sextant::sync {
namespace {

lake::CostPartition partition_of(const Stream& stream, Date month) {
  return {stream.face, stream.grain, stream.account_id, stream.view, month};
}

}  // namespace

Result<std::vector<lake::CostRow>> CostWriter::stored(const Stream& stream,
                                                      const DateInterval& window,
                                                      const CallContext& context) const {
  std::vector<lake::CostRow> out;
  for (Date month = first_of_month(window.start); month < window.end;
       month = add_months(month, 1)) {
    auto rows =
        lake::read_costs(engine_, publisher_.layout(), partition_of(stream, month), context);
    if (!rows && rows.error().code == "lake.corrupt") {
      log::warning("a damaged file of the lake is replaced: " + rows.error().detail);
      continue;
    }
    if (!rows) return failure(rows.error());
    for (lake::CostRow& row : *rows) {
      if (row.start >= window.start && row.start < window.end) out.push_back(std::move(row));
    }
  }
  return out;
}

Result<void> CostWriter::replace(const Stream& stream, const std::set<Date>& periods,
                                 const std::vector<lake::CostRow>& rows,
                                 const CallContext& context) const {
  std::map<Date, std::vector<lake::CostRow>> months;
  for (const Date period : periods) months[first_of_month(period)];
  for (const lake::CostRow& row : rows) {
    if (periods.contains(row.start)) months[first_of_month(row.start)].push_back(row);
  }
  std::vector<lake::CostFile> files;
  for (auto& [month, month_rows] : months) {
    if (stream.grain == lake::Grain::kDaily) {
      SEXTANT_TRY(auto kept, stored(stream, {month, add_months(month, 1)}, context));
      for (lake::CostRow& row : kept) {
        if (!periods.contains(row.start)) month_rows.push_back(std::move(row));
      }
    }
    files.push_back({partition_of(stream, month), std::move(month_rows)});
  }
  return publisher_.costs(files, context);
}

}  // namespace sextant::sync
