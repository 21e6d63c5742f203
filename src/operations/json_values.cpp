#include "operations/json_values.h"

#include <boost/json/array.hpp>

#include "base/civil_time.h"
#include "base/error_catalog.h"

namespace sextant::operations {

namespace json = boost::json;

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value time_or_null(const std::optional<WallTime>& time) {
  return time ? json::value(format_rfc3339(*time)) : json::value(nullptr);
}

json::object explained_json(const Error& error) {
  const ExplainedError shown = explain(error);
  json::object out = {{"code", shown.code},
                      {"title", shown.title},
                      {"detail", shown.detail},
                      {"causes", json::array(shown.causes.begin(), shown.causes.end())},
                      {"fix", shown.fix}};
  if (error.remote) {
    out["aws_code"] = error.remote->code;
    out["request_id"] = error.remote->request_id;
  }
  return out;
}

}  // namespace sextant::operations
