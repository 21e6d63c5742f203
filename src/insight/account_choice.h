#pragma once

#include <string>
#include <vector>

#include "insight/cost_plan.h"

namespace sextant::insight {

// Whose Cost Explorer is asked so that each account is counted once, and who is not, though
// something of it is held.
struct AccountChoice {
  std::vector<std::string> accounts;  // held or connected, sorted
  std::vector<LeftOut> left_out;
};

// A payer's view goes before its members' own; what is switched off is not asked.
AccountChoice choose_accounts(const Held& held);

// The name of an account as Organizations or a connection knows it; "" where none does.
std::string account_name(const Held& held, const std::string& id);

}  // namespace sextant::insight
