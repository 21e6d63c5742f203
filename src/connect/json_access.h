#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::connect {

// Reading answers of clouds, which may lack any member or hold another kind of value.

// The value below these member names; nullptr where there is none.
const boost::json::value* find_at(const boost::json::value& root,
                                  std::initializer_list<std::string_view> path);
const boost::json::value* find_at(const boost::json::object& root,
                                  std::initializer_list<std::string_view> path);
// The text there; "" where there is none.
std::string text_at(const boost::json::value& root, std::initializer_list<std::string_view> path);
std::string text_at(const boost::json::object& root, std::initializer_list<std::string_view> path);
// The objects, or texts, in the list of that name.
std::vector<const boost::json::object*> objects_at(const boost::json::value& root,
                                                   std::string_view name);
std::vector<std::string> texts_at(const boost::json::value& root, std::string_view name);
// IAM writes one text where there is one, else a list: either as a list.
std::vector<std::string> strings_at(const boost::json::object& object, std::string_view name);

}  // namespace sextant::connect
