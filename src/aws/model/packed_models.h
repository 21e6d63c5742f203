#pragma once

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model/service_model.h"
#include "base/result.h"

namespace sextant::aws {

// The model of a service that the build packed into the program (tools/pack_models.py), by
// botocore's name ("ce", "sso-oidc"). It is unpacked when it is first asked for and kept for the
// rest of the process. Thread-safe. Errors: model.unknown_service with the nearest names;
// model.malformed where what was packed cannot be read.
Result<std::shared_ptr<const ServiceModel>> packed_model(std::string_view service);

// Names of all packed services, sorted.
std::vector<std::string> packed_services();

// AWS's partitions.json, for the endpoint rules. Lives as long as the program. Thread-safe. Error:
// model.malformed.
Result<const boost::json::value*> packed_partitions();

}  // namespace sextant::aws
