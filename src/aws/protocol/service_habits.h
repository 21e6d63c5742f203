#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>

#include "aws/model/service_model.h"
#include "aws/protocol/protocol.h"
#include "http/message.h"

namespace sextant::aws {

// What single services do that their models do not say. Every such exception of the protocols
// stands here.

// The operation's path. S3's models begin with the bucket, which its endpoint rules put into the
// host or the path already.
std::string request_path_template(const ServiceModel& model, const Operation& operation);

// The text of a label in the path. Route 53 gives ids as "/hostedzone/Z1" and takes them as "Z1".
std::string path_label(const ServiceModel& model, const Member& member, std::string text);

// Adds the headers without which API Gateway answers in another form and Glacier not at all.
void add_service_headers(const ServiceModel& model, http::Headers& headers);

// S3 sends <Error> with status 200 when a long operation fails after it began to answer.
bool is_disguised_fault(const ServiceModel& model, const Operation& operation,
                        const http::Response& response);

// GetBucketLocation's answer is the text of the root, not a member in it. nullopt for all others.
std::optional<boost::json::value> unmodelled_result(const ServiceModel& model,
                                                    const Operation& operation,
                                                    const http::Response& response);

// IAM gives policies as percent-encoded JSON in a string; they become the JSON itself, as AWS's own
// tools show them. What is no JSON stays.
void open_policy_documents(const ServiceModel& model, const ShapeRef& ref,
                           boost::json::value& result);

}  // namespace sextant::aws
