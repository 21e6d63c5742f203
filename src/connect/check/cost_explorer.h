#pragma once

#include <optional>
#include <string>

#include "connect/check/api.h"
#include "connect/check/report.h"

namespace sextant::connect {

// Whether Cost Explorer is on and how fresh its data are, by one call that AWS charges 0.01 USD
// for.
struct CostExplorerFinding {
  CheckStep step;
  Result<boost::json::value> answer =
      boost::json::value();         // what the call said, for the permission
  std::optional<Date> costs_until;  // the last day with costs
};

struct CostExplorerQuestion {
  std::string connection;
  std::string account_kind;  // "payer", "member", "standalone" or ""
  std::string payer_id;
  Date today{};
  std::vector<std::string> actions;  // that the call needs
};

// `api` makes one attempt only.
CostExplorerFinding check_cost_explorer(Api& api, const CostExplorerQuestion& question,
                                        const CallContext& context);

// How many days it looks at.
inline constexpr int kCostExplorerDays = 14;

}  // namespace sextant::connect
