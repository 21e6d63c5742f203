#pragma once

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sextant::assistant {

// Puts arguments as models write them into the form that a tool's schema describes, so that nobody
// is refused for a form whose meaning is plain:
//   groupBy, GROUP-BY        names of arguments in any spelling, and some that other tools use
//   "UnblendedCost"          one value for a list of one, and a list of one for one value
//   "service, region"        a list in a text, where the schema's property is one of `listed`
//   {"Type": .., "Key": ..}  Cost Explorer's way to name a group; {"Start", "End"} its way of a
//   period "10", 123456789012       numbers as texts, and texts as numbers null as if it were
//   absent
// What is still wrong after that is left for the schema's check.
void tidy_arguments(boost::json::object& arguments, const boost::json::object& schema);

// Adds filters to `where`, as `key=value` and `key!=value`. They are given as objects
// {"service": ["Amazon S3"]}, as such texts, or as lists of them. `is_negated`: those to leave out.
// Error: cost.bad_filter.
Result<void> read_filters(const boost::json::object& arguments, std::string_view name,
                          bool is_negated, std::vector<std::string>& where);

// Members of arguments that were checked; what is absent is "" or empty.
std::string text_of(const boost::json::object& arguments, std::string_view name);
std::vector<std::string> texts_of(const boost::json::object& arguments, std::string_view name);
std::size_t count_of(const boost::json::object& arguments, std::string_view name,
                     std::size_t otherwise);
bool flag_of(const boost::json::object& arguments, std::string_view name);

}  // namespace sextant::assistant
