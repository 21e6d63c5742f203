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
#include "base/environment.h"
#include "base/result.h"

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

// The lanes of this process for `clock`, made with `ceilings` where nobody holds any: the clients
// of several connections to one account keep to its limits together. Thread-safe.
std::shared_ptr<Lanes> shared_lanes(const Clock& clock,
                                    const std::map<std::string, Pace>& ceilings);

// What SEXTANT_PACE says: "ce=5,ec2=20" lets Cost Explorer be asked five times a second. For
// accounts whose limits are known to be higher, and for clouds that are not AWS. Error:
// aws.bad_pace.
Result<std::map<std::string, Pace>> read_paces(const Environment& environment);

}  // namespace sextant::aws
