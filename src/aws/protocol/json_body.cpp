#include "aws/protocol/json_body.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

#include "aws/model/json_text.h"
#include "aws/protocol/scalar.h"
#include "aws/protocol/timestamp.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

// Whole numbers beyond this are not exact as doubles.
constexpr double kExactMax = 9'007'199'254'740'992.0;

std::string_view wire_name(const Member& member) {
  const std::string& name = member.ref.traits.location_name;
  return name.empty() ? member.name : name;
}

json::value write_timestamp(const ShapeRef& ref, const json::value& value) {
  const TimestampFormat format = ref.traits.timestamp_format;
  const Instant instant = read_instant(value.as_string()).value();
  if (format != TimestampFormat::kUnset && format != TimestampFormat::kUnixSeconds) {
    return json::value(instant_text(instant, format));
  }
  if (instant.microseconds == 0) return instant.seconds;
  return static_cast<double>(instant.seconds) + instant.microseconds / 1e6;
}

std::unexpected<Error> wrong_type(std::string_view expected) {
  return unreadable(fmt::format("is not {}", expected));
}

// What services put where the model has a string, though not by the rules: the number's or the
// flag's text.
Result<json::value> read_string(const json::value& value, const json::storage_ptr& memory) {
  if (value.is_string()) return json::value(value, memory);
  if (value.is_bool()) return json::value(value.get_bool() ? "true" : "false");
  if (value.is_int64()) return json::value(fmt::format("{}", value.get_int64()));
  if (value.is_uint64()) return json::value(fmt::format("{}", value.get_uint64()));
  if (value.is_double()) return json::value(number_text(value.get_double()));
  return wrong_type("a string");
}

Result<json::value> read_scalar(const ShapeRef& ref, const json::value& value,
                                const json::storage_ptr& memory) {
  switch (ref.shape->type) {
    case ShapeType::kInteger:
    case ShapeType::kLong:
      if (value.is_int64() || value.is_uint64()) return value;
      if (value.is_double()) {
        const double number = value.get_double();
        if (std::trunc(number) != number || std::abs(number) > kExactMax)
          return wrong_type("a whole number");
        return json::value(static_cast<std::int64_t>(number));
      }
      break;
    case ShapeType::kFloat:
    case ShapeType::kDouble:
      if (value.is_double()) return number_value(value.get_double());
      if (value.is_number()) return value;
      break;
    case ShapeType::kBoolean:
      if (value.is_bool()) return value;
      break;
    case ShapeType::kTimestamp:
      if (value.is_number()) {
        const auto instant = instant_of_seconds(value.to_number<double>());
        if (!instant) return wrong_type("a time");
        return json::value(rfc3339_text(*instant));
      }
      break;
    case ShapeType::kBlob:
      break;
    default:
      return read_string(value, memory);
  }
  if (!value.is_string()) return wrong_type("of the announced type");
  return read_scalar_text(ref, value.get_string());
}

// Puts the name of the member that was read into the error.
template <typename T>
Result<T> named(Result<T> result, std::string_view name) {
  if (!result) {
    const std::string shown = for_terminal(name.substr(0, 100));
    std::string& detail = result.error().detail;
    const bool is_inner = detail.starts_with('.') || detail.starts_with('[');
    detail = fmt::format(".{}{}{}", shown, is_inner ? "" : " ", detail);
  }
  return result;
}

template <typename T>
Result<T> named(Result<T> result, std::size_t index) {
  if (result) return result;
  return named(std::move(result), std::to_string(index));
}

Result<json::value> read_structure(const Shape& shape, const json::value& value,
                                   const json::storage_ptr& memory) {
  if (!value.is_object()) return wrong_type("an object");
  json::object read(memory);
  read.reserve(value.get_object().size());
  for (const Member& member : shape.members) {
    if (!member.is_answered_in_body()) continue;
    const json::value* found = value.get_object().if_contains(wire_name(member));
    if (found == nullptr || found->is_null()) continue;
    SEXTANT_TRY(json::value good, named(read_json(member.ref, *found, memory), member.name));
    read.emplace(member.name, std::move(good));
  }
  return read;
}

Result<json::value> read_list(const Shape& shape, const json::value& value,
                              const json::storage_ptr& memory) {
  if (!value.is_array()) return wrong_type("a list");
  json::array read(memory);
  read.reserve(value.get_array().size());
  for (const json::value& element : value.get_array()) {
    if (element.is_null()) {
      read.emplace_back(nullptr);
      continue;
    }
    SEXTANT_TRY(json::value good, named(read_json(shape.element, element, memory), read.size()));
    read.push_back(std::move(good));
  }
  return read;
}

Result<json::value> read_map(const Shape& shape, const json::value& value,
                             const json::storage_ptr& memory) {
  if (!value.is_object()) return wrong_type("an object");
  json::object read(memory);
  read.reserve(value.get_object().size());
  for (const auto& [key, entry] : value.get_object()) {
    if (entry.is_null()) {
      read.emplace(key, nullptr);
      continue;
    }
    SEXTANT_TRY(json::value good, named(read_json(shape.value, entry, memory), key));
    read.emplace(key, std::move(good));
  }
  return read;
}

}  // namespace

json::value write_json(const ShapeRef& ref, const json::value& value) {
  if (value.is_null() || ref.shape->is_document) return value;
  switch (ref.shape->type) {
    case ShapeType::kStructure: {
      json::object written;
      for (const auto& [name, member_value] : value.as_object()) {
        const Member& member = *ref.shape->find_member(name);
        if (member.ref.traits.location != Location::kBody) continue;
        written[wire_name(member)] = write_json(member.ref, member_value);
      }
      return written;
    }
    case ShapeType::kList: {
      json::array written;
      for (const json::value& element : value.as_array())
        written.push_back(write_json(ref.shape->element, element));
      return written;
    }
    case ShapeType::kMap: {
      json::object written;
      for (const auto& [key, entry] : value.as_object())
        written[key] = write_json(ref.shape->value, entry);
      return written;
    }
    case ShapeType::kTimestamp:
      return write_timestamp(ref, value);
    default:
      return value;
  }
}

Result<json::value> read_json(const ShapeRef& ref, const json::value& value,
                              const json::storage_ptr& memory) {
  if (ref.shape->is_document) return json::value(value, memory);
  switch (ref.shape->type) {
    case ShapeType::kStructure:
      return read_structure(*ref.shape, value, memory);
    case ShapeType::kList:
      return read_list(*ref.shape, value, memory);
    case ShapeType::kMap:
      return read_map(*ref.shape, value, memory);
    default:
      return read_scalar(ref, value, memory);
  }
}

Result<json::value> read_json_body(const ShapeRef& ref, std::string_view body) {
  if (trim(body).empty()) return json::value(json::object());
  const auto document = parse_json_text(body);
  if (!document) return unreadable(fmt::format("the body is not JSON: {}", document.error()));
  return read_json(ref, *document, json::make_shared_resource<json::monotonic_resource>());
}

}  // namespace sextant::aws
