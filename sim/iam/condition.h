#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::sim {

// What is known of a request, under IAM's names ("sts:ExternalId", "aws:PrincipalArn"); keys are
// compared without case.
class RequestFacts {
 public:
  void set(std::string_view key, std::string value) { set_all(key, {std::move(value)}); }
  void set_all(std::string_view key, std::vector<std::string> values);
  // Empty where the request has no such key.
  const std::vector<std::string>& find(std::string_view key) const;

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

// One line of a statement's Condition: an operator, a key and the values of which one must fit.
struct Condition {
  std::string op;  // "StringEquals", without prefix and suffix
  std::string key;
  std::vector<std::string> values;
  bool if_exists = false;
  bool for_all = false;  // "ForAllValues:"
};

// Reads a Condition block. The error is what IAM says of one that it cannot read.
std::expected<std::vector<Condition>, std::string> parse_conditions(
    const boost::json::object& block);

bool holds(const Condition& condition, const RequestFacts& facts);

// '*' any text, '?' any character. `pattern` and `text` are bounded by the caller.
bool wildcard_match(std::string_view pattern, std::string_view text);

}  // namespace sextant::sim
