#pragma once

#include <memory>
#include <string_view>

#include "aws/endpoint/resolver.h"
#include "aws/model/service_model.h"
#include "base/result.h"

namespace sextant::aws {

// A packed service, ready to be called. Immutable.
struct Service {
  std::shared_ptr<const ServiceModel> model;
  EndpointRules rules;
  Partitions partitions;
};

// Unpacked and parsed when first asked for, then kept for the rest of the process. Thread-safe.
// Errors: those of packed_model; aws.endpoint_rules.
Result<std::shared_ptr<const Service>> load_service(std::string_view name);

}  // namespace sextant::aws
