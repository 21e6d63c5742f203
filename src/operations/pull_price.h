#pragma once

#include <optional>

#include "base/clock.h"
#include "base/decimal.h"
#include "operations/open_lake.h"

namespace sextant::operations {

// What a sync of all that is on would ask now, found without asking anybody. Nothing where what was
// asked last is fresh.
struct PullPrice {
  int least = 0;  // requests
  int most = 0;
  Decimal least_usd;
  Decimal most_usd;
  std::optional<WallTime> fresh_until;  // when the first of what is fresh may be asked again
};
// `force`: as if nothing were fresh. Errors: state.*, lake.*.
Result<PullPrice> price_of_pull(const Context& context, const OpenLake& lake, bool force,
                                const CallContext& call);

// A question about costs that was refused, with the price of what it would take: facts "requests",
// "requests_max", "price_usd" and "price_max_usd" where a sync pulls it, and in any case a
// sentence; only the latter where a sync must be forced to ask. Other errors are left as they are.
Error with_price(const Context& context, const OpenLake& lake, Error error,
                 const CallContext& call);

}  // namespace sextant::operations
