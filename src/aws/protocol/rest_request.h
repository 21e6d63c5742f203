#pragma once

#include <boost/json/object.hpp>

#include "aws/model/service_model.h"
#include "aws/protocol/protocol.h"
#include "base/result.h"

namespace sextant::aws {

// The request of the rest-json and rest-xml protocols. `input` has passed check_input.
// Error: model.bad_input where a part of the path is empty.
Result<WireRequest> write_rest_request(const ServiceModel& model, const Operation& operation,
                                       const boost::json::object& input);

}  // namespace sextant::aws
