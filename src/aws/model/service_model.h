#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model/operation.h"
#include "aws/model/shape.h"
#include "base/result.h"

namespace sextant::aws {

enum class Protocol { kQuery, kEc2, kJson, kRestJson, kRestXml };
std::string_view to_string(Protocol protocol);

struct ServiceMetadata {
  std::string service_id;       // "Cost Explorer"
  std::string api_version;      // "2017-10-25"
  std::string endpoint_prefix;  // "ce"
  std::string signing_name;     // "ce"; the endpoint's rules may name another
  std::string target_prefix;    // json: "AWSInsightsIndexService"
  std::string json_version = "1.0";
  Protocol protocol = Protocol::kJson;  // the first that we speak of those that the service offers
  XmlNamespace xml_namespace;
  bool query_compatible =
      false;  // json, with the error codes of its former query protocol in a header
  std::string signature_version;  // "v4", "s3"
  std::vector<std::string> auth;  // "aws.auth#sigv4", ...
};

// What a service's API can do, read from AWS's own description of it. Immutable once built, hence
// thread-safe; the shapes and operations that it hands out live as long as it.
class ServiceModel {
 public:
  // `service` is botocore's name ("ce"). `description` is the text of service-2.json as a value;
  // `extras` may have "endpointRuleSet", "paginators" (by operation) and "waiters" (by name).
  // Errors: model.malformed, model.unknown_protocol.
  static Result<std::shared_ptr<const ServiceModel>> from_json(
      std::string service, const boost::json::object& description, boost::json::object extras = {});

  const std::string& service() const { return service_; }
  const ServiceMetadata& metadata() const { return metadata_; }

  // nullptr where there is none.
  const Operation* find_operation(std::string_view name) const;
  // Error: model.unknown_operation with the nearest names.
  Result<const Operation*> operation(std::string_view name) const;
  const std::map<std::string, Operation, std::less<>>& operations() const { return operations_; }
  // nullptr where there is none.
  const Shape* find_shape(std::string_view name) const;
  // The error shape that the wire's `code` names: one of the operation's, else any exception of the
  // service; nullptr for an unknown one.
  const Shape* find_error(const Operation& operation, std::string_view code) const;

  // The endpoint rule set as AWS publishes it; null where none was packed.
  const boost::json::value& endpoint_rule_set() const { return endpoint_rule_set_; }
  // One operation's paginator ("input_token", "output_token", "result_key", "more_results",
  // "limit_key", ...), nullptr for none.
  const boost::json::object* paginator(std::string_view operation) const;
  const boost::json::object& paginators() const { return paginators_; }
  // One waiter ("operation", "delay", "maxAttempts", "acceptors"), nullptr for none.
  const boost::json::object* waiter(std::string_view name) const;
  const boost::json::object& waiters() const { return waiters_; }

 private:
  friend class ModelReader;
  ServiceModel() = default;
  ServiceModel(const ServiceModel&) = delete;
  ServiceModel& operator=(const ServiceModel&) = delete;

  std::string service_;
  ServiceMetadata metadata_;
  std::deque<Shape> shapes_;  // a deque, since shapes point at one another
  std::map<std::string, const Shape*, std::less<>> shape_index_;
  std::map<std::string, Operation, std::less<>> operations_;
  boost::json::value endpoint_rule_set_;
  boost::json::object paginators_;
  boost::json::object waiters_;
};

}  // namespace sextant::aws
