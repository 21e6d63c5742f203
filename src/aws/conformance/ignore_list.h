#pragma once

#include <boost/json/value.hpp>

#include <set>
#include <string>

namespace sextant::aws::conformance {

// The cases and suites of `protocols/ignore-list.json` that hold for one protocol and direction
// ("input", "output").
class IgnoreList {
 public:
  IgnoreList(const boost::json::value& document, const std::string& protocol,
             const std::string& direction);
  bool has_suite(const std::string& description) const { return suites_.contains(description); }
  bool has_case(const std::string& id) const { return cases_.contains(id); }

 private:
  void add(const boost::json::object& part, const std::string& direction);

  std::set<std::string> suites_;
  std::set<std::string> cases_;
};

}  // namespace sextant::aws::conformance
