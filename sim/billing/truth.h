#pragma once

#include "sim/billing/books.h"
#include "sim/service.h"

namespace sextant::sim {

// GET /_sim/ledger: sums over the lines themselves, by code that Cost Explorer does not use: the
// truth that tests compare with. Query keys, all optional:
//   group    month, day, service, account, account_name, region, charge_type, usage_type, or any
//            dimension in Cost Explorer's spelling, tag:KEY, category:NAME; several with commas
//   metric   UnblendedCost (default) ...
//   from, to YYYY-MM-DD, `to` exclusive; default: everything up to now
//   view     payer (default: of the first organization), or the id of the account that looks
//   account  only this account's lines
// Amounts are exact decimal strings. Faults: ValidationException with what is wrong.
std::expected<json::value, Fault> ledger_truth(const Books& books, const ControlRequest& request);

}  // namespace sextant::sim
