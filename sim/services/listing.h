#pragma once

#include <functional>
#include <string>

#include "sim/services/estate.h"
#include "sim/simulation.h"

namespace sextant::sim {

// An operation that answers with a list in pages: most reading operations are one.
struct Listing {
  std::string name;     // "DescribeVolumes"
  std::string action;   // "ec2:DescribeVolumes"
  std::string key;      // of the list in the answer: "volumeSet"
  std::string element;  // XML only, of one item: "item"; "" = JSON
  std::function<json::array(const Caller&, const json::object& input)> items;
  std::string token_in = "NextToken";  // "" = has no pages
  std::string token_out = "NextToken";
  std::string limit = "MaxResults";  // the input's member for the size of a page
  std::string shown_resource = "";   // as in a refusal: "*"; "" = names none
  std::string has_more = "";         // a member that says whether more follows: "Truncated"
};

Operation listing(const Simulation& simulation, Listing given);
// An operation that just answers.
Operation answering(std::string name, std::string action, JsonOperation run);
// The same at an address, for rest protocols.
Operation at(Operation operation, std::string method, std::string path, std::string query_key = "",
             std::string xml_root = "");

// "arn:aws:sqs:us-east-1:123456789012:name"
std::string arn_of(std::string_view service, const Caller& caller, const std::string& rest);

// [{"Key": ..., "Value": ...}], spelt as the service spells them.
json::array tag_list(const Tags& tags, const char* key = "Key", const char* value = "Value");

// The things of a kind in the caller's account and region, each written by `write`.
std::function<json::array(const Caller&, const json::object&)> written(
    const Simulation& simulation, std::string kind, std::uint64_t count_max,
    std::function<json::value(const Caller&, const Thing&)> write);

}  // namespace sextant::sim
