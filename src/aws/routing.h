#pragma once

#include <boost/json/object.hpp>

#include <string>

#include "aws/client.h"
#include "aws/endpoint/resolver.h"
#include "aws/protocol/protocol.h"
#include "aws/service.h"
#include "aws/signing/signer.h"
#include "base/result.h"

namespace sextant::aws {

// Where the calls of a client go. Pure and thread-safe.

// The endpoint of one call by the service's rules and the client's settings; `region` is the
// client's, or that of a bucket. A custom endpoint of the service goes before the one for all.
// Errors: aws.endpoint_refused, aws.endpoint_rules.
Result<Endpoint> find_endpoint(const ClientOptions& options, const Service& service,
                               const Operation& operation, const boost::json::object& input,
                               const std::string& region, const std::string& account_id);

// A request that is ready to be signed, and the address that it goes to.
struct RoutedRequest {
  std::string origin;  // "https://ce.us-east-1.amazonaws.com"
  RawRequest raw;      // with Host
};
// Joins what the protocol wrote with the endpoint. Buckets stand in the endpoint already, so they
// leave the path. Error: aws.endpoint_rules where the endpoint is no URL.
Result<RoutedRequest> route_request(const Service& service, const Operation& operation,
                                    const Endpoint& endpoint, const WireRequest& wire);

}  // namespace sextant::aws
