#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>

#include "aws/endpoint/resolver.h"
#include "aws/model/operation.h"
#include "base/result.h"

namespace sextant::aws {

// What a person may choose about endpoints, whatever the operation. A plain value.
struct EndpointSettings {
  std::string region;  // "" where none is known
  bool use_fips = false;
  bool use_dual_stack = false;
  std::optional<std::string>
      endpoint_url;        // a custom endpoint; FIPS and dual stack do not apply to it
  std::string account_id;  // of the credentials, "" where not known
  std::string account_id_endpoint_mode = "preferred";  // "preferred", "required", "disabled"
};

// The built-in values ("AWS::Region": ...) that the settings stand for. Buckets are put into the
// path where the endpoint is a custom one, as other tools do, since its host names rarely have
// subdomains.
boost::json::object endpoint_built_ins(const EndpointSettings& settings);

// The parameters of one call, by the rule set's names: what is fixed for the operation, then what
// its input says, then the built-ins. Built-ins may also be given by a parameter's own name (a
// service's client settings, such as S3's "ForcePathStyle"). Error: aws.endpoint_rules where the
// model's expressions cannot be read.
Result<boost::json::object> endpoint_parameters(const EndpointRules& rules,
                                                const Operation& operation,
                                                const boost::json::object& input,
                                                const boost::json::object& built_ins);

}  // namespace sextant::aws
