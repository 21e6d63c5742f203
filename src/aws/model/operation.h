#pragma once

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <vector>

#include "aws/model/shape.h"

namespace sextant::aws {

// One operation of a service, as its model says. Owned by the ServiceModel; immutable.
struct Operation {
  std::string name;
  std::string http_method = "POST";
  std::string request_uri =
      "/";  // with {label} and {label+} placeholders and, perhaps, a fixed query string
  int response_code = 200;

  // nullopt where the operation takes or gives nothing. The traits are those of the reference: an
  // input may have a location name and an XML namespace.
  std::optional<ShapeRef> input;
  std::optional<ShapeRef> output;
  std::string result_wrapper;  // query: the element around the result; empty: no wrapper is named
  std::vector<const Shape*> errors;

  std::string
      host_prefix;  // "{AccountId}." placeholders are filled from host labels; empty for none
  // "none", "v4", "v4-unsigned-body" or empty (the service's own way).
  std::string auth_type;
  std::vector<std::string>
      auth;  // "smithy.api#noAuth", "aws.auth#sigv4", ...; empty: the service's own
  bool unsigned_payload = false;
  bool checksum_required = false;
  bool deprecated = false;

  // Endpoint parameters that are always the same for this operation: {"DisableAccessPoints":
  // {"value": true}}, and those that a JMESPath over the input gives: {"ResourceArn": {"path":
  // "..."}}; as the model has them.
  boost::json::object static_context_params;
  boost::json::object operation_context_params;

  // The operation is called without a signature (authtype none, smithy.api#noAuth).
  bool is_anonymous() const;
  // The output's payload is a stream of bytes or of events.
  bool has_streaming_output() const;
};

}  // namespace sextant::aws
