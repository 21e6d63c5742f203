#pragma once

#include <boost/json/value.hpp>

#include <string_view>
#include <vector>

#include "aws/endpoint/resolver.h"

namespace sextant::aws {

// The standard library of the rule language (smithy.io, "rules engine: standard library" and AWS's
// additions). A value that does not exist is null. Pure and thread-safe.

bool is_endpoint_function(std::string_view name);

// Calls one by its name in the rule set. Arguments of a wrong type or number give null.
boost::json::value call_endpoint_function(std::string_view name,
                                          const std::vector<boost::json::value>& arguments,
                                          const Partitions& partitions);

// "a.b", "resourceId[0]", "[-1]"; null where there is none.
boost::json::value endpoint_attribute(const boost::json::value& value, std::string_view path);

}  // namespace sextant::aws
