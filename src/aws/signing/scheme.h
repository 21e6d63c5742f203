#pragma once

#include <optional>
#include <string>

#include "aws/endpoint/resolver.h"
#include "aws/model/service_model.h"
#include "aws/signing/signer.h"
#include "base/result.h"

namespace sextant::aws {

// How an endpoint's requests are to be signed, from what the endpoint's rules, the operation and
// the service say, in this order; nullopt where they are not to be. The time is left for the caller
// to set. `region` is the caller's, used where the rules name none. Error:
// aws.signature_unsupported where the endpoint takes only signatures that are not made here
// (SigV4a, S3 Express).
Result<std::optional<SigningOptions>> signing_scheme(const ServiceModel& model,
                                                     const Operation& operation,
                                                     const Endpoint& endpoint,
                                                     const std::string& region);

}  // namespace sextant::aws
