#pragma once

#include "sim/billing/books.h"
#include "sim/faults/faults.h"
#include "sim/service.h"
#include "sim/sim_clock.h"
#include "sim/world.h"

namespace sextant::sim {

// Adds the service "ce" and the control paths below /_sim/ledger. `world`, `clock` and `faults`
// outlive the registry. Before an operation runs the core has checked signature, permissions and
// the faults that any service may have; Cost Explorer looks at `ce_not_enabled`, `ce_enabled_at`,
// `ce_members_denied`, `drift_after_requests` and `page_rows()` itself.
void add_billing(Registry& registry, const World& world, const SimClock& clock,
                 const Faults& faults, const BillingOptions& options = {});

}  // namespace sextant::sim
