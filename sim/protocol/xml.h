#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace sextant::sim {

// Writes a tree as XML: members are elements in their order, an array repeats its element, a member
// named "@x" is the attribute x, and "#text" is the element's own text. null members are left out.
std::string xml_element(std::string_view name, const boost::json::value& value);
std::string xml_escape(std::string_view text);

}  // namespace sextant::sim
