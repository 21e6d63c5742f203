#pragma once

#include <memory>

#include "aws/access.h"
#include "aws/api_caller.h"

namespace sextant::aws {

// What the sources of credentials work with. Cheap to copy; every provider keeps its own copy, so
// what `outside` refers to must outlive them.
struct CredentialTools {
  Outside outside;
  std::shared_ptr<ApiCaller> caller;
  // Region, endpoints and retries of the chosen profile; calls to STS are made with these.
  ClientOptions options;
};

// With the real API caller.
inline CredentialTools make_tools(const Outside& outside, ClientOptions options) {
  return {outside, std::make_shared<ClientApiCaller>(outside.http, outside.clock, outside.random),
          std::move(options)};
}

}  // namespace sextant::aws
