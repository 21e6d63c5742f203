#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/environment.h"
#include "base/files.h"
#include "connect/check/api.h"
#include "connect/check/report.h"
#include "connect/check/trust_evaluation.h"
#include "connect/connection.h"
#include "connect/policy.h"

namespace sextant::connect {

// What happens while a check runs. Called by one thread at a time, in the order of the steps.
struct CheckObserver {
  std::function<void(const CheckStep&)> on_step = {};
  std::function<void(const std::string&)> on_wait = {};
};

// What a check works with. References outlive it.
struct CheckSetting {
  Cloud& cloud;
  const Environment& environment;
  Files& files;
  const Clock& clock;
  Random& random;
  ActionLookup actions;
  // Asked before each attempt at a paid call, with the account that AWS charges; an error stops the
  // call.
  std::function<Result<void>(const std::string& account_id, std::string_view service,
                             std::string_view operation)>
      before_paid_call = {};
  std::chrono::seconds trust_retest_after{60};
};

struct CheckRequest {
  Connection connection;
  std::vector<Connection> others;  // that may read the role's trust policy where AWS refuses us
  std::map<std::string, Observation> past =
      {};               // by "ce.GetCostForecast": what the last sync's calls proved
  bool may_pay = true;  // one call of 0.01 USD
  std::optional<RoleAsRead> pasted_role = std::nullopt;
  std::string pasted_from = {};
};

// Looks step by step whether a connection works, and why not. Independent steps run at once and are
// told in order. Steps behind one that failed are left out where they depend on it. Never fails
// itself; a cancelled check ends with the steps that it has. Writes nothing anywhere.
CheckReport run_check(const CheckSetting& setting, const CheckRequest& request,
                      const CheckObserver& observer, const CallContext& context);

// What one paid call costs, in USD.
inline constexpr std::string_view kPaidCallUsd = "0.01";

}  // namespace sextant::connect
