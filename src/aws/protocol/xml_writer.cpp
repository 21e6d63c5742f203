#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "aws/protocol/scalar.h"
#include "aws/protocol/xml_body.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::string escaped(std::string_view text) {
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
      case '\n':
        out += "&#xA;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

class Writer {
 public:
  void element(const std::string& name, const ShapeRef& ref, const json::value& value) {
    if (value.is_null()) return;
    const bool is_collection =
        ref.shape->type == ShapeType::kList || ref.shape->type == ShapeType::kMap;
    if (is_collection && ref.traits.flattened) {
      children(name, ref, value);
      return;
    }
    out_ += '<' + name + namespace_text(ref.traits.xml_namespace) + attributes(ref, value) + '>';
    if (is_scalar(*ref.shape)) {
      out_ += escaped(scalar_text(ref, value, TimestampFormat::kIso8601));
    } else {
      children(name, ref, value);
    }
    out_ += "</" + name + '>';
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string namespace_text(const XmlNamespace& wanted) {
    if (wanted.uri.empty()) return "";
    return " xmlns" + (wanted.prefix.empty() ? "" : ":" + wanted.prefix) + "=\"" +
           escaped(wanted.uri) + '"';
  }

  static std::string wire_name(const Member& member) {
    const std::string& name = member.ref.traits.location_name;
    return name.empty() ? member.name : name;
  }

  static std::string name_or(const ShapeRef& ref, const std::string& otherwise) {
    return ref.traits.location_name.empty() ? otherwise : ref.traits.location_name;
  }

  static std::string attributes(const ShapeRef& ref, const json::value& value) {
    std::string out;
    if (ref.shape->type != ShapeType::kStructure) return out;
    for (const auto& [name, member_value] : value.as_object()) {
      const Member& member = *ref.shape->find_member(name);
      if (!member.ref.traits.xml_attribute) continue;
      out += ' ' + wire_name(member) + "=\"" +
             escaped(scalar_text(member.ref, member_value, TimestampFormat::kIso8601)) + '"';
    }
    return out;
  }

  // What stands inside of the element of a structure, a list or a map; `name` is that of the
  // element, which those that are flattened repeat.
  void children(const std::string& name, const ShapeRef& ref, const json::value& value) {
    const Shape& shape = *ref.shape;
    const bool flattened = ref.traits.flattened;
    if (shape.type == ShapeType::kStructure) {
      for (const auto& [member_name, member_value] : value.as_object()) {
        const Member& member = *shape.find_member(member_name);
        if (member.ref.traits.location != Location::kBody || member.ref.traits.xml_attribute)
          continue;
        element(wire_name(member), member.ref, member_value);
      }
    } else if (shape.type == ShapeType::kList) {
      const std::string child = flattened ? name : name_or(shape.element, "member");
      for (const json::value& item : value.as_array()) element(child, shape.element, item);
    } else {
      const std::string child = flattened ? name : "entry";
      for (const auto& [key, entry] : value.as_object()) {
        out_ += '<' + child + '>';
        element(name_or(shape.key, "key"), shape.key, json::value(key));
        element(name_or(shape.value, "value"), shape.value, entry);
        out_ += "</" + child + '>';
      }
    }
  }

  std::string out_;
};

}  // namespace

std::string write_xml(const ShapeRef& ref, const json::value& value) {
  Writer writer;
  writer.element(ref.traits.location_name.empty() ? ref.shape->name : ref.traits.location_name, ref,
                 value);
  return writer.take();
}

}  // namespace sextant::aws
