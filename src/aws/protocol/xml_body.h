#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <pugixml.hpp>

#include <string>
#include <string_view>

#include "aws/model/shape.h"
#include "base/result.h"

namespace sextant::aws {

// The XML document that stands in a body for `value`, which has passed check_input. Of a structure,
// only the members that travel in the body. The root is named by the reference, else by the shape.
std::string write_xml(const ShapeRef& ref, const boost::json::value& value);

// A body of unknown origin as a tree: UTF-8 without document type, entities are those of XML
// itself. Error: aws.unreadable_answer.
Result<pugi::xml_document> parse_xml(std::string_view body);
// The one element at the top.
pugi::xml_node xml_root(const pugi::xml_document& document);
// The name without its namespace's prefix.
std::string_view local_name(const char* name);
// The first child element of that local name; an empty node where there is none.
pugi::xml_node child_named(pugi::xml_node node, std::string_view name);
// All text directly inside of a node.
std::string text_inside(pugi::xml_node node);

// Reads what stands inside of `node` as the type of `ref`. Error: aws.unreadable_answer without
// facts, naming the element.
Result<boost::json::value> read_xml(const ShapeRef& ref, pugi::xml_node node);

}  // namespace sextant::aws
