#pragma once

#include <boost/json/object.hpp>

#include "aws/model/service_model.h"
#include "aws/protocol/protocol.h"
#include "base/result.h"

namespace sextant::aws {

// A copy of `input` that is known to fit the model, so that serializers need not doubt it: members
// known and of the right type, required ones there, blobs in canonical base64, members that are
// null left out, idempotency tokens filled in. The order stays. Error: model.bad_input naming the
// path.
Result<boost::json::object> check_input(const ServiceModel& model, const Operation& operation,
                                        const boost::json::object& input,
                                        const TokenGenerator& token);

}  // namespace sextant::aws
