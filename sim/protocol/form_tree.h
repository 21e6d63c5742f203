#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "sim/protocol/target.h"

namespace sextant::sim {

// The pairs of a query or ec2 request, nested at their dots: "Filter.1.Name=x" is {"Filter": {"1":
// {"Name": "x"}}}.
boost::json::object form_tree(const std::vector<Target::Pair>& pairs);

// The list at `name`, in the order of its numbers: {"1": "a", "2": "b"}, or the same below "member"
// (query). Empty where there is none.
std::vector<boost::json::value> form_list(const boost::json::object& tree, std::string_view name);
// The same for texts.
std::vector<std::string> form_texts(const boost::json::object& tree, std::string_view name);

// The text at `key`, "" where there is none or something else.
std::string text_at(const boost::json::object& object, std::string_view key);

}  // namespace sextant::sim
