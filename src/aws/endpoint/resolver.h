#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant::aws {

// How an endpoint wants its requests signed: one entry of a rule set's `authSchemes`.
struct EndpointAuthScheme {
  std::string name;            // "sigv4", "sigv4a", "sigv4-s3express"
  std::string signing_name;    // "" where the rule set names none
  std::string signing_region;  // "" where the rule set names none
  bool disable_double_encoding = false;
};

// Where a request goes.
struct Endpoint {
  std::string url;                 // "https://ce.us-east-1.amazonaws.com", perhaps with a path
  boost::json::object properties;  // as the rule set gives them, templates filled in
  std::map<std::string, std::vector<std::string>> headers;

  // From `properties`; in the rule set's order of preference.
  std::vector<EndpointAuthScheme> auth_schemes() const;
};

// partitions.json: which partition (aws, aws-cn, aws-us-gov, ...) a region lies in. Immutable,
// thread-safe, cheap to copy.
class Partitions {
 public:
  // Error: aws.endpoint_rules.
  static Result<Partitions> parse(const boost::json::value& document);

  // The `outputs` of the region's partition, with "name" among them; a region that is not listed is
  // found by pattern, and one that fits none lies in "aws".
  boost::json::object find(std::string_view region) const;

  // The regions that are listed of a partition ("aws", "aws-cn"), sorted; of all where it is "".
  // Without pseudo regions such as aws-global.
  std::vector<std::string> regions(std::string_view partition) const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

// A service's endpoint rule set (endpoint-rule-set-1.json), parsed and bounded. Immutable,
// thread-safe, cheap to copy.
class EndpointRules {
 public:
  // Error: aws.endpoint_rules (malformed, too deep, too large, or a function that is not known).
  static Result<EndpointRules> parse(const boost::json::value& document);

  // Evaluates the rules. `parameters` are by the rule set's names ("Region", "UseFIPS", "Bucket"):
  // strings, booleans and arrays of strings; defaults are filled in, null and unknown ones are left
  // out. Errors: aws.endpoint_refused with the rule set's own text as `detail`; aws.endpoint_rules
  // where no rule fits.
  Result<Endpoint> resolve(const boost::json::object& parameters,
                           const Partitions& partitions) const;

  // Parameter name -> built-in ("AWS::Region"), for those that have one.
  const std::map<std::string, std::string>& built_ins() const;
  bool has_parameter(std::string_view name) const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

}  // namespace sextant::aws
