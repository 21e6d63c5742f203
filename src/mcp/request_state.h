#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"

namespace sextant::mcp {

// What a state is good for. A plain value.
struct StateUse {
  std::string caller;  // who may bring it back
  std::string method;
  std::string subject;  // what was asked: name and arguments, in canonical form
};

// Seals the state that a client carries between two calls, since it comes back from hands that may
// be an attacker's: a MAC by a key that lives and dies with this object binds it to its use, for a
// quarter of an hour, once. It is not hidden from the client. Thread-safe.
class RequestStates {
 public:
  // References outlive it.
  RequestStates(const Clock& clock, Random& random);

  std::string seal(const StateUse& use, const boost::json::value& state);
  // nullopt where it was not sealed here, for this use, or is used up or too old.
  std::optional<boost::json::value> open(const StateUse& use, std::string_view sealed);

 private:
  std::string mac(std::string_view body, const StateUse& use) const;

  const Clock& clock_;
  Random& random_;
  const std::string key_;
  std::mutex mutex_;
  std::map<std::string, SteadyTime> unused_;  // nonces and their ends; guarded by mutex_
};

}  // namespace sextant::mcp
