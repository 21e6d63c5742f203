#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <functional>
#include <string>

#include "aws/model/service_model.h"
#include "base/random.h"
#include "base/result.h"
#include "http/message.h"

namespace sextant::aws {

// A call in the words of the service's protocol, before an endpoint and a signature are added.
struct WireRequest {
  std::string method;
  // Path, percent-encoded, beginning with '/', with its query string; to be appended to the
  // endpoint's URL without change.
  std::string uri;
  // To be put before the endpoint's host ("123456789012."), empty for none.
  std::string host_prefix;
  // Without Host, Content-Length and what a signature adds.
  http::Headers headers;
  std::string body;
};

// Makes the value of a member that is an idempotency token and was not given.
using TokenGenerator = std::function<std::string()>;
// Random UUIDs (version 4). `random` outlives the generator.
TokenGenerator random_tokens(Random& random);

// What the service said when it refused, or what its bare status says where it said nothing.
struct Fault {
  // Without namespace and URI: "AccessDeniedException". For an answer without a body, the status in
  // words without spaces ("NotFound"), as S3 leaves HEAD requests with nothing else. Empty where
  // the body is not of the protocol (a proxy's page, a cut text).
  std::string code;
  std::string message;
  std::string request_id;
  int http_status = 0;
  // The members that the model has for this error; empty where it has none.
  boost::json::object members;
};

// JSON conventions, for inputs and results alike: members by the model's names in the order of the
// model; blob = base64 string, timestamp = RFC 3339 string, NaN and infinities = "NaN", "Infinity",
// "-Infinity"; members that are absent on the wire are absent here.
//
// All of these are pure and thread-safe.

// Checks `input` against the model and writes the request. null members count as not given.
// Error: model.bad_input naming the path of the member that is unknown, missing or of a wrong type.
Result<WireRequest> serialize(const ServiceModel& model, const Operation& operation,
                              const boost::json::object& input, const TokenGenerator& token);

// Whether an answer is a refusal: by its status, and by S3's habit of sending <Error> with 200.
bool is_fault(const ServiceModel& model, const Operation& operation,
              const http::Response& response);

// Reads the answer to a call that was not refused. Error: aws.unreadable_answer where the body was
// cut, is not of the announced kind, nests too deeply or holds a value that is not of the model's
// type.
Result<boost::json::value> parse_result(const ServiceModel& model, const Operation& operation,
                                        const http::Response& response);

// Reads a refusal; always finds at least the status.
Fault parse_fault(const ServiceModel& model, const Operation& operation,
                  const http::Response& response);

}  // namespace sextant::aws
