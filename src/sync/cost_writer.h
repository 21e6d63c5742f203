#pragma once

#include <set>
#include <vector>

#include "lake/costs.h"
#include "lake/publisher.h"
#include "sync/cell_spec.h"

namespace sextant::sync {

// Reads and replaces periods of a stream in the lake. A monthly file holds one period, a daily one
// the days of a month: what is not replaced stays. Thread-safe as engine and publisher are.
// References outlive it.
class CostWriter {
 public:
  CostWriter(lake::Engine& engine, lake::Publisher& publisher)
      : engine_(engine), publisher_(publisher) {}
  // What is stored of the periods in `window`. A file that is damaged counts as empty.
  Result<std::vector<lake::CostRow>> stored(const Stream& stream, const DateInterval& window,
                                            const CallContext& context) const;
  // Replaces `periods` by the rows of these periods that are among `rows`; a period without rows
  // becomes empty.
  Result<void> replace(const Stream& stream, const std::set<Date>& periods,
                       const std::vector<lake::CostRow>& rows, const CallContext& context) const;

 private:
  lake::Engine& engine_;
  lake::Publisher& publisher_;
};

}  // namespace sextant::sync
