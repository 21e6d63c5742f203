#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/environment.h"
#include "base/result.h"

namespace sextant::aws {

// An endpoint that somebody has set in place of AWS's own.
struct ConfiguredEndpoint {
  std::string service;  // botocore's name ("ce"); empty for all services
  std::string url;
  // True where a file says so: a file found by discovery may have been written by somebody else. A
  // variable is the user's own choice.
  bool is_from_file = false;
  std::string origin;  // "AWS_ENDPOINT_URL", "/home/ana/.aws/config line 7"
};

// Whether a host is one of AWS's own API endpoints. Hosts below AWS's domains that belong to
// customers (buckets, load balancers, instances, API Gateway) are not.
bool is_aws_host(std::string_view host);

// Whether the program may send signed requests and tokens there: https, or http to this machine;
// and where a file says so, an AWS host, this machine, or a host that SEXTANT_TRUST_ENDPOINTS lists
// (separated by commas). Nothing is ever sent to an endpoint that fails this. Errors:
// profile.malformed_endpoint, profile.insecure_endpoint, profile.untrusted_endpoint.
Result<void> check_endpoint(const ConfiguredEndpoint& endpoint, const Environment& environment);

}  // namespace sextant::aws
