#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

#include "aws/pacer.h"
#include "aws/retry.h"
#include "base/clock.h"

namespace sextant::aws {

// What the calls to one API share: (account, region, service).
struct Lane {
  Lane(Pace ceiling, const Clock& clock) : pacer(ceiling, clock) {}
  Pacer pacer;
  RetryQuota quota;
};

// All lanes of a program: clients of one account that share these do not outrun its limits
// together. Thread-safe.
class Lanes {
 public:
  // `ceilings` go before the catalog's, by service. `clock` outlives this.
  Lanes(const Clock& clock, std::map<std::string, Pace> ceilings)
      : clock_(clock), ceilings_(std::move(ceilings)) {}
  // Lives as long as this.
  Lane& at(const std::string& account_id, const std::string& region, const std::string& service);

 private:
  Pace ceiling(const std::string& service) const;

  const Clock& clock_;
  const std::map<std::string, Pace> ceilings_;
  std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, std::unique_ptr<Lane>>
      lanes_;  // guarded by mutex_
};

}  // namespace sextant::aws
