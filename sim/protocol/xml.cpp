#include "sim/protocol/xml.h"

#include <boost/json/serialize.hpp>

namespace sextant::sim {

namespace json = boost::json;

namespace {

std::string scalar(const json::value& value) {
  if (value.is_string()) return xml_escape(std::string_view(value.get_string()));
  return xml_escape(json::serialize(value));
}

void write(std::string& out, std::string_view name, const json::value& value) {
  if (value.is_null()) return;
  if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) write(out, name, item);
    return;
  }
  out += '<';
  out += name;
  if (const json::object* object = value.if_object()) {
    for (const auto& [key, item] : *object) {
      if (key.starts_with('@')) {
        out += ' ';
        out += std::string_view(key).substr(1);
        out += "=\"" + scalar(item) + '"';
      }
    }
    out += '>';
    for (const auto& [key, item] : *object) {
      if (key == "#text") {
        out += scalar(item);
      } else if (!key.starts_with('@')) {
        write(out, key, item);
      }
    }
  } else {
    out += '>';
    out += scalar(value);
  }
  out += "</";
  out += name;
  out += '>';
}

}  // namespace

std::string xml_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\r':
        out += "&#xD;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string xml_element(std::string_view name, const json::value& value) {
  std::string out;
  write(out, name, value);
  return out;
}

}  // namespace sextant::sim
