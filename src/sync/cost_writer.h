#pragma once

#include <map>
#include <set>
#include <vector>

#include "lake/costs.h"
#include "lake/publisher.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// Reads, compares and replaces periods of a stream in the lake. A monthly file holds one period, a
// daily one the days of a month: what is not replaced stays. Thread-safe as engine and publisher
// are. References outlive it.
class CostWriter {
 public:
  CostWriter(lake::Engine& engine, lake::Publisher& publisher)
      : engine_(engine), publisher_(publisher) {}
  // The rows that are stored of the periods in `window`. A file that is damaged counts as empty.
  // Only for a control, which has few.
  Result<std::vector<lake::CostRow>> stored(const Stream& stream, const DateInterval& window,
                                            const CallContext& context) const;
  // What is stored of each period that starts in `window`. A file that is damaged counts as not
  // held.
  Result<std::map<Date, lake::HeldPeriod>> held(const Stream& stream, const DateInterval& window,
                                                const CallContext& context) const;
  // Of `periods`, which are stored, those in which `now` says something else.
  Result<std::set<Date>> changed_periods(const Stream& stream, const lake::CostTable& now,
                                         const std::set<Date>& periods,
                                         const CallContext& context) const;
  Result<std::unique_ptr<lake::CostTable>> make_table(lake::Face face) const {
    return lake::CostTable::create(engine_, face);
  }
  // Replaces the periods of `stamp` by what `table` has of them.
  Result<void> replace(const Stream& stream, const lake::CostTable& table,
                       const lake::CostStamp& stamp, const CallContext& context) const;

 private:
  lake::Engine& engine_;
  lake::Publisher& publisher_;
};

}  // namespace sextant::sync
