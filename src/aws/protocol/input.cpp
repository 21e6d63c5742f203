#include "aws/protocol/input.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <string>
#include <utility>
#include <vector>

#include "aws/protocol/scalar.h"
#include "aws/protocol/timestamp.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepthMax = 100;

class Checker {
 public:
  Checker(const ServiceModel& model, const Operation& operation)
      : model_(model), operation_(operation) {}

  Result<json::value> check(const ShapeRef& ref, const json::value& value, const std::string& path,
                            std::size_t depth) {
    if (depth > kDepthMax) return bad(path, "nests too deeply");
    if (ref.shape->is_document || ref.traits.json_value) return value;
    switch (ref.shape->type) {
      case ShapeType::kStructure: {
        if (!value.is_object()) return bad(path, "must be an object");
        return check_structure(*ref.shape, value.get_object(), path, depth);
      }
      case ShapeType::kList:
        return check_list(*ref.shape, value, path, depth);
      case ShapeType::kMap:
        return check_map(*ref.shape, value, path, depth);
      default:
        return check_scalar(ref.shape->type, value, path);
    }
  }

  Result<json::value> check_structure(const Shape& shape, const json::object& value,
                                      const std::string& path, std::size_t depth) {
    json::object checked;
    for (const auto& [name, member_value] : value) {
      const Member* member = shape.find_member(name);
      if (member == nullptr) return unknown_member(shape, name, path);
      if (member_value.is_null()) continue;
      SEXTANT_TRY(checked[name],
                  check(member->ref, member_value, join_path(path, name), depth + 1));
    }
    for (const Member& member : shape.members) {
      if (member.required && !checked.contains(member.name))
        return bad(join_path(path, member.name), "is required");
    }
    if (shape.is_union && checked.size() != 1) return bad(path, "must have exactly one member");
    return checked;
  }

 private:
  static std::string join_path(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : fmt::format("{}.{}", path, name);
  }

  std::unexpected<Error> bad(const std::string& path, std::string_view what) const {
    return failure(
        Error{"model.bad_input", fmt::format("{} {}", path.empty() ? "the input" : path, what)}
            .with("service", model_.service())
            .with("operation", operation_.name)
            .with("path", path));
  }

  std::unexpected<Error> unknown_member(const Shape& shape, std::string_view name,
                                        const std::string& path) const {
    std::vector<std::string> names;
    for (const Member& member : shape.members) names.push_back(member.name);
    std::vector<std::string> near = nearest(name, names);
    if (near.empty() && names.size() <= 10) near = names;
    std::string what = "is not known";
    if (!near.empty()) what += fmt::format("; there is {}", join(near, ", "));
    return bad(join_path(path, for_terminal(name)), what);
  }

  Result<json::value> check_list(const Shape& shape, const json::value& value,
                                 const std::string& path, std::size_t depth) {
    if (!value.is_array()) return bad(path, "must be a list");
    json::array checked;
    checked.reserve(value.get_array().size());
    for (const json::value& element : value.get_array()) {
      if (element.is_null()) {
        checked.emplace_back(nullptr);
        continue;
      }
      SEXTANT_TRY(json::value good, check(shape.element, element,
                                          fmt::format("{}[{}]", path, checked.size()), depth + 1));
      checked.push_back(std::move(good));
    }
    return checked;
  }

  Result<json::value> check_map(const Shape& shape, const json::value& value,
                                const std::string& path, std::size_t depth) {
    if (!value.is_object()) return bad(path, "must be an object");
    json::object checked;
    for (const auto& [key, entry] : value.get_object()) {
      if (entry.is_null()) {
        checked[key] = nullptr;
        continue;
      }
      SEXTANT_TRY(checked[key],
                  check(shape.value, entry, join_path(path, for_terminal(key)), depth + 1));
    }
    return checked;
  }

  Result<json::value> check_scalar(ShapeType type, const json::value& value,
                                   const std::string& path) const {
    switch (type) {
      case ShapeType::kInteger:
      case ShapeType::kLong:
        if (!value.is_int64() && !value.is_uint64()) return bad(path, "must be a whole number");
        return value;
      case ShapeType::kFloat:
      case ShapeType::kDouble: {
        double ignored = 0;
        const bool named = value.is_string() && read_number(value.get_string(), ignored);
        if (!value.is_number() && !named) return bad(path, "must be a number");
        return value;
      }
      case ShapeType::kBoolean:
        if (!value.is_bool()) return bad(path, "must be true or false");
        return value;
      case ShapeType::kBlob: {
        const Result<std::string> bytes = value.is_string() ? from_base64(value.get_string())
                                                            : failure("text.malformed_base64", "");
        if (!bytes) return bad(path, "must be base64 text");
        return json::value(to_base64(*bytes));
      }
      case ShapeType::kTimestamp:
        if (!value.is_string() || !read_instant(value.get_string())) {
          return bad(path, "must be a time such as \"2026-10-01T00:00:00Z\"");
        }
        return value;
      default:
        if (!value.is_string()) return bad(path, "must be a string");
        return value;
    }
  }

  const ServiceModel& model_;
  const Operation& operation_;
};

}  // namespace

Result<json::object> check_input(const ServiceModel& model, const Operation& operation,
                                 const json::object& input, const TokenGenerator& token) {
  static const Shape kNothing;
  const Shape& shape = operation.input ? *operation.input->shape : kNothing;
  json::object filled = input;
  for (const Member& member : shape.members) {
    if (!member.ref.traits.idempotency_token) continue;
    const json::value* given = filled.if_contains(member.name);
    if (given == nullptr || given->is_null()) filled[member.name] = token();
  }
  SEXTANT_TRY(json::value checked, Checker(model, operation).check_structure(shape, filled, "", 0));
  return std::move(checked.get_object());
}

}  // namespace sextant::aws
