#pragma once

#include "base/decimal.h"

namespace sextant::assistant {

// What a person has allowed beforehand, for clients that cannot ask. A plain value.
struct Options {
  bool may_sync = false;  // spend up to the limit, and do what credentials need (run a program of a
                          // profile, renew a token) without being asked
  bool may_check = false;                             // the latter for checks
  Decimal max_cost_usd_a_day = Decimal::from_int(1);  // of one client
  double calls_per_second = 20;                       // of one client; twice as many at once
};

}  // namespace sextant::assistant
