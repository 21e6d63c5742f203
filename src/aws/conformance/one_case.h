#pragma once

#include <boost/json/object.hpp>

#include <string>

#include "aws/model/service_model.h"

namespace sextant::aws::conformance {

// One case of the protocol vectors with the model that its suite gives it. All of it is borrowed.
struct ProtocolCase {
  const ServiceModel& model;
  const Operation& operation;
  const boost::json::object& entry;
  std::string client_endpoint;  // empty: none is named
};

// Both give "" where the case holds, else what differs.
std::string run_input_case(const ProtocolCase& one);
std::string run_output_case(const ProtocolCase& one);

}  // namespace sextant::aws::conformance
