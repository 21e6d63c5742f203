#include "aws/conformance/conventions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "aws/protocol/timestamp.h"
#include "base/text.h"

namespace sextant::aws::conformance {

namespace json = boost::json;

json::value to_our_conventions(const ShapeRef& ref, const json::value& value) {
  const Shape& shape = *ref.shape;
  if (shape.is_document || ref.traits.json_value) return value;
  if (shape.type == ShapeType::kStructure && value.is_object()) {
    json::object out;
    for (const auto& [name, member_value] : value.get_object()) {
      const Member* member = shape.find_member(name);
      out[name] = member == nullptr ? member_value : to_our_conventions(member->ref, member_value);
    }
    return out;
  }
  if (shape.type == ShapeType::kMap && value.is_object()) {
    json::object out;
    for (const auto& [key, entry] : value.get_object())
      out[key] = to_our_conventions(shape.value, entry);
    return out;
  }
  if (shape.type == ShapeType::kList && value.is_array()) {
    json::array out;
    for (const json::value& element : value.get_array())
      out.push_back(to_our_conventions(shape.element, element));
    return out;
  }
  if (shape.type == ShapeType::kBlob && value.is_string())
    return json::value(to_base64(value.get_string()));
  if (shape.type == ShapeType::kTimestamp && value.is_number()) {
    const auto instant = instant_of_seconds(value.to_number<double>());
    if (instant) return json::value(rfc3339_text(*instant));
  }
  return value;
}

}  // namespace sextant::aws::conformance
