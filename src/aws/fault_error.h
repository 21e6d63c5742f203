#pragma once

#include <string_view>

#include "aws/protocol/protocol.h"
#include "base/result.h"

namespace sextant::aws {

// What a refusal is about, where the client itself can do something.
enum class FaultSubject {
  kOther,
  kTime,         // says outright that the request is too old or too young
  kSignature,    // a wrong key, or a wrong clock
  kExpired,      // the session token is too old
  kCredentials,  // the key or token is not known
};
FaultSubject fault_subject(std::string_view code);

// A service's refusal in the catalog's terms (aws.*), with the service's own words as detail.
// Facts: service, operation, actions (the IAM actions that the operation needs).
Error error_from_fault(std::string_view service, std::string_view operation, const Fault& fault);

}  // namespace sextant::aws
