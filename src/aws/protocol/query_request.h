#pragma once

#include <boost/json/object.hpp>

#include "aws/model/service_model.h"
#include "aws/protocol/protocol.h"

namespace sextant::aws {

// The form that the query and ec2 protocols send. `input` has passed check_input.
WireRequest write_query_request(const ServiceModel& model, const Operation& operation,
                                const boost::json::object& input);

}  // namespace sextant::aws
