#pragma once

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace sextant::aws::conformance {

// All of these give "" where the two agree, else where and how they differ.

// Objects in any order, numbers by value.
std::string compare_json(const boost::json::value& expected, const boost::json::value& actual);
// Attributes in any order, elements in order, text without white space around it. nullopt where
// `expected` is not XML.
std::optional<std::string> compare_xml(std::string_view expected, std::string_view actual);
std::string compare_text(std::string_view what, std::string_view expected, std::string_view actual);

}  // namespace sextant::aws::conformance
