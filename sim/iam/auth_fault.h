#pragma once

#include <string>

#include "sim/protocol/router.h"

namespace sextant::sim {

// Why a request is not taken as its signer's. Each protocol has words of its own for it.
enum class AuthFailure {
  kMissing,     // not signed
  kIncomplete,  // the signature lacks parts
  kUnknownKey,  // or a session's key without its token
  kWrongToken,  // a token that is not this key's
  kExpiredToken,
  kWrongScope,  // signed for another service
  kTooOld,
  kTooNew,
  kMismatch,
};

// `detail` completes the text: the times of kTooOld and kTooNew, the service wanted of kWrongScope.
Fault auth_fault(const Route& route, AuthFailure failure, const std::string& detail);

}  // namespace sextant::sim
