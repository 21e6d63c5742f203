#include "aws/conformance/ignore_list.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "aws/conformance/vector_files.h"

namespace sextant::aws::conformance {

namespace json = boost::json;

IgnoreList::IgnoreList(const json::value& document, const std::string& protocol,
                       const std::string& direction) {
  if (!document.is_object()) return;
  add(object_at(document.get_object(), "general"), direction);
  add(object_at(object_at(document.get_object(), "protocols"), protocol), direction);
}

void IgnoreList::add(const json::object& part, const std::string& direction) {
  const auto add_names = [&](std::string_view key, std::set<std::string>& names) {
    const json::value* found = object_at(part, direction).if_contains(key);
    if (found == nullptr || !found->is_array()) return;
    for (const json::value& name : found->get_array()) {
      if (name.is_string()) names.emplace(name.get_string());
    }
  };
  add_names("suites", suites_);
  add_names("cases", cases_);
}

}  // namespace sextant::aws::conformance
