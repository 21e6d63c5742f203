#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "aws/model/service_model.h"
#include "base/result.h"
#include "http/message.h"

namespace sextant::aws {

// Errors of all of these: aws.unreadable_answer without facts.

// The result in an answer of the rpc protocols (query, ec2, json): all of it is in the body.
Result<boost::json::value> read_rpc_answer(const ServiceModel& model, const Operation& operation,
                                           const http::Response& response);

// The result in an answer of the rest protocols: status, headers and body.
Result<boost::json::value> read_rest_answer(const ServiceModel& model, const Operation& operation,
                                            const http::Response& response);

// Adds the members of `shape` that travel in headers and status.
Result<void> read_headers(const Shape& shape, const http::Response& response,
                          boost::json::object& into);

}  // namespace sextant::aws
