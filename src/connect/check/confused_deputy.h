#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "connect/check/api.h"
#include "connect/check/report.h"

namespace sextant::connect {

// What the confused-deputy test needs. References outlive it.
struct RoleTrustTest {
  Api& base;  // of our own identity, which assumes the role
  const Clock& clock;
  Random& random;
  std::string connection;  // its name, for what is said
  std::string role_arn;
  std::string external_id;
  // IAM takes up to a minute to apply a change, so a try that got in is repeated after this time
  // before it counts.
  std::chrono::seconds retest_after{60};
  // Told before a wait, in words.
  std::function<void(const std::string&)> on_wait;
};

// Tries to assume the role without its external ID and with wrong ones. Where AWS allows that,
// whoever can make us use a role's ARN can have us read an account that is not theirs (the confused
// deputy).
//
// The tries differ from one with the right external ID in nothing else, and are made only after
// that one succeeded. Each lasts 900 seconds, may do nothing (its session policy denies all), is
// named sextant-trust-probe, and its credentials are dropped unused. AccessDenied is closed; any
// other failure is not tested, never fine. Cancelled during the wait: not tested.
CheckStep test_role_trust(const RoleTrustTest& test, const CallContext& context);

}  // namespace sextant::connect
