#include "aws/conformance/compare.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <map>
#include <vector>

#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

std::string different(const std::string& path, const json::value& expected,
                      const json::value& actual) {
  return fmt::format("at {}: expected {}, got {}", path.empty() ? "the top" : path,
                     json::serialize(expected), json::serialize(actual));
}

bool same_number(const json::value& a, const json::value& b) {
  if (a.is_double() || b.is_double()) return a.to_number<double>() == b.to_number<double>();
  return a == b;
}

std::string compare_at(const std::string& path, const json::value& expected,
                       const json::value& actual) {
  if (expected.is_number() && actual.is_number()) {
    return same_number(expected, actual) ? "" : different(path, expected, actual);
  }
  if (expected.is_object() && actual.is_object()) {
    const json::object& wanted = expected.get_object();
    const json::object& got = actual.get_object();
    for (const auto& [name, value] : wanted) {
      const json::value* found = got.if_contains(name);
      if (found == nullptr)
        return fmt::format("at {}: {} is missing", path, std::string_view(name));
      std::string difference =
          compare_at(fmt::format("{}.{}", path, std::string_view(name)), value, *found);
      if (!difference.empty()) return difference;
    }
    return wanted.size() == got.size() ? "" : different(path, expected, actual);
  }
  if (expected.is_array() && actual.is_array() &&
      expected.get_array().size() == actual.get_array().size()) {
    for (std::size_t i = 0; i < expected.get_array().size(); ++i) {
      std::string difference = compare_at(fmt::format("{}[{}]", path, i), expected.get_array()[i],
                                          actual.get_array()[i]);
      if (!difference.empty()) return difference;
    }
    return "";
  }
  return expected == actual ? "" : different(path, expected, actual);
}

std::map<std::string, std::string> attributes_of(pugi::xml_node node) {
  std::map<std::string, std::string> attributes;
  for (const pugi::xml_attribute attribute : node.attributes())
    attributes[attribute.name()] = attribute.value();
  return attributes;
}

std::vector<pugi::xml_node> elements_of(pugi::xml_node node) {
  std::vector<pugi::xml_node> elements;
  for (const pugi::xml_node child : node.children()) {
    if (child.type() == pugi::node_element) elements.push_back(child);
  }
  return elements;
}

std::string compare_nodes(pugi::xml_node expected, pugi::xml_node actual) {
  const std::string name = expected.name();
  if (name != actual.name()) return compare_text("the element", name, actual.name());
  if (attributes_of(expected) != attributes_of(actual))
    return fmt::format("attributes of <{}>", name);
  const std::string wanted_text = text_inside(expected);
  const std::string got_text = text_inside(actual);
  if (trim(wanted_text) != trim(got_text))
    return compare_text("text of <" + name + ">", wanted_text, got_text);
  const std::vector<pugi::xml_node> wanted = elements_of(expected);
  const std::vector<pugi::xml_node> got = elements_of(actual);
  if (wanted.size() != got.size()) {
    return fmt::format("<{}> has {} elements, expected {}", name, got.size(), wanted.size());
  }
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    std::string difference = compare_nodes(wanted[i], got[i]);
    if (!difference.empty()) return difference;
  }
  return "";
}

}  // namespace

std::string compare_json(const json::value& expected, const json::value& actual) {
  return compare_at("", expected, actual);
}

std::optional<std::string> compare_xml(std::string_view expected, std::string_view actual) {
  const auto wanted = parse_xml(expected);
  if (!wanted) return std::nullopt;
  const auto got = parse_xml(actual);
  if (!got) return fmt::format("expected XML, got {}", actual);
  return compare_nodes(xml_root(*wanted), xml_root(*got));
}

std::string compare_text(std::string_view what, std::string_view expected,
                         std::string_view actual) {
  return expected == actual
             ? ""
             : fmt::format("{}: expected \"{}\", got \"{}\"", what, expected, actual);
}

}  // namespace sextant::aws::conformance
