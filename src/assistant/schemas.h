#pragma once

#include <boost/json/object.hpp>

#include <string_view>

namespace sextant::assistant {

// A text of JSON in this program as an object. One that is none is a broken build (throws).
boost::json::object parse_schema(std::string_view text);

// Schemas of arguments: what is named here is known, all else is refused, since an argument that is
// passed over in silence gives a wrong answer.
boost::json::object query_arguments();
boost::json::object compare_arguments();
boost::json::object forecast_arguments();
boost::json::object accounts_arguments();
boost::json::object coverage_arguments();
boost::json::object schema_arguments();
boost::json::object sql_arguments();
boost::json::object check_arguments();
boost::json::object sync_arguments();

// Schemas of answers, complete: no member that is not named.
boost::json::object query_answer();
boost::json::object compare_answer();
boost::json::object forecast_answer();
boost::json::object accounts_answer();
boost::json::object coverage_answer();
boost::json::object schema_answer();
boost::json::object sql_answer();
boost::json::object check_answer();
boost::json::object sync_answer();

}  // namespace sextant::assistant
