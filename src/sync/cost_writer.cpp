#include "sync/cost_writer.h"

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
      log::warning("a damaged file of the lake is passed over: " + rows.error().detail);
      continue;
    }
    if (!rows) return failure(rows.error());
    for (lake::CostRow& row : *rows) {
      if (row.start >= window.start && row.start < window.end) out.push_back(std::move(row));
    }
  }
  return out;
}

Result<std::map<Date, lake::HeldPeriod>> CostWriter::held(const Stream& stream,
                                                          const DateInterval& window,
                                                          const CallContext& context) const {
  std::vector<std::string> damaged;  // replaced, with a warning, when the stream is written
  return lake::held_periods(engine_, publisher_.layout(), partition_of(stream, {}), context,
                            damaged, window);
}

Result<std::set<Date>> CostWriter::changed_periods(const Stream& stream, const lake::CostTable& now,
                                                   const std::set<Date>& periods,
                                                   const CallContext& context) const {
  std::map<Date, std::set<Date>> months;
  for (const Date period : periods) months[first_of_month(period)].insert(period);
  std::set<Date> changed;
  for (const auto& [month, of_month] : months) {
    const auto file = publisher_.layout().costs(partition_of(stream, month));
    SEXTANT_TRY(auto found, now.changed_periods(file, of_month, context));
    changed.merge(found);
  }
  return changed;
}

Result<void> CostWriter::replace(const Stream& stream, const lake::CostTable& table,
                                 const lake::CostStamp& stamp, const CallContext& context) const {
  return publisher_.costs(partition_of(stream, {}), table, stamp, context);
}

}  // namespace sextant::sync
