#include "base/json_text.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace sextant {
namespace {

namespace json = boost::json;

constexpr std::size_t kLineMax = 80;

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(count), ' ');
}

bool is_plain(const json::value& value) {
  return !value.is_object() && !value.is_array();
}

// A list of plain values as one line, or "" where it has to be broken up.
std::string short_list(const json::array& array, int indent) {
  std::string line = "[";
  for (const json::value& element : array) {
    if (!is_plain(element)) return "";
    if (line.size() > 1) line += ", ";
    line += json::serialize(element);
  }
  line += "]";
  return line.size() + static_cast<std::size_t>(indent) <= kLineMax ? line : "";
}

bool is_empty_container(const json::value& value) {
  return (value.is_object() && value.get_object().empty()) ||
         (value.is_array() && value.get_array().empty());
}

// "key: value" where the value stands on the key's line, else the value on the lines below.
std::string yaml_after(std::string_view lead, const json::value& value, int indent) {
  const bool inline_value = is_plain(value) || is_empty_container(value);
  std::string out(lead);
  return inline_value ? out + " " + json::serialize(value) : out + "\n" + to_yaml(value, indent);
}

bool is_plain_key(std::string_view key) {
  return !key.empty() &&
         key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") ==
             std::string_view::npos;
}

std::string yaml_of_array(const json::array& array, int indent) {
  std::string out;
  for (const json::value& element : array) {
    if (!out.empty()) out += "\n";
    // The first line of a nested value follows the dash, two columns deep as its other lines are.
    std::string nested = to_yaml(element, indent + 2);
    if (!is_plain(element) && !is_empty_container(element))
      nested = nested.substr(nested.find_first_not_of(' '));
    out += spaces(indent) + "- " + nested;
  }
  return out;
}

std::string yaml_of_object(const json::object& object, int indent) {
  std::string out;
  for (const auto& [key, member] : object) {
    if (!out.empty()) out += "\n";
    const std::string name =
        is_plain_key(key) ? std::string(key) : json::serialize(json::value(key));
    out += yaml_after(spaces(indent) + name + ":", member, indent + 2);
  }
  return out;
}

}  // namespace

std::string pretty_json(const json::value& value, int indent) {
  if (is_plain(value) || is_empty_container(value)) return json::serialize(value);
  std::string out;
  const std::string inner = spaces(indent + 2);
  if (value.is_array()) {
    out = short_list(value.get_array(), indent);
    if (!out.empty()) return out;
    for (const json::value& element : value.get_array()) {
      out += (out.empty() ? "[\n" : ",\n") + inner + pretty_json(element, indent + 2);
    }
    return out + "\n" + spaces(indent) + "]";
  }
  for (const auto& [key, member] : value.get_object()) {
    out += (out.empty() ? "{\n" : ",\n") + inner + json::serialize(json::value(key)) + ": " +
           pretty_json(member, indent + 2);
  }
  return out + "\n" + spaces(indent) + "}";
}

std::string to_yaml(const json::value& value, int indent) {
  if (is_plain(value) || is_empty_container(value)) return json::serialize(value);
  return value.is_array() ? yaml_of_array(value.get_array(), indent)
                          : yaml_of_object(value.get_object(), indent);
}

}  // namespace sextant
