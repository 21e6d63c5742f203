#include "aws/protocol/rest_request.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "aws/protocol/json_body.h"
#include "aws/protocol/scalar.h"
#include "aws/protocol/service_habits.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::string wire_name(const Member& member) {
  const std::string& name = member.ref.traits.location_name;
  return name.empty() ? member.name : name;
}

// An element of a list in a header, in quotes where it has what would end it.
std::string header_element(const ShapeRef& ref, const json::value& value) {
  const std::string text = scalar_text(ref, value, TimestampFormat::kRfc822);
  if (ref.shape->type != ShapeType::kString || text.find_first_of(",\"") == std::string::npos)
    return text;
  return '"' + replace_all(replace_all(text, "\\", "\\\\"), "\"", "\\\"") + '"';
}

std::string header_text(const ShapeRef& ref, const json::value& value) {
  if (ref.traits.json_value) {
    return to_base64(value.is_string() ? std::string(value.get_string()) : json::serialize(value));
  }
  if (ref.shape->type != ShapeType::kList) return scalar_text(ref, value, TimestampFormat::kRfc822);
  std::vector<std::string> parts;
  for (const json::value& element : value.as_array()) {
    if (!element.is_null()) parts.push_back(header_element(ref.shape->element, element));
  }
  return join(parts, ", ");
}

class RestWriter {
 public:
  RestWriter(const ServiceModel& model, const Operation& operation, const json::object& input)
      : model_(model), operation_(operation), input_(input) {}

  Result<WireRequest> write() {
    request_.method = operation_.http_method;
    if (operation_.input) {
      write_headers(*operation_.input->shape);
      write_body(*operation_.input);
    }
    SEXTANT_TRY_VOID(write_uri());
    return std::move(request_);
  }

 private:
  bool is_json() const { return model_.metadata().protocol == Protocol::kRestJson; }

  void write_headers(const Shape& shape) {
    for (const auto& [name, value] : input_) {
      const Member& member = *shape.find_member(name);
      if (member.ref.traits.location == Location::kHeader) {
        request_.headers.set(wire_name(member), header_text(member.ref, value));
      } else if (member.ref.traits.location == Location::kHeaders) {
        for (const auto& [key, entry] : value.as_object()) {
          if (entry.is_null()) continue;
          request_.headers.set(member.ref.traits.location_name + std::string(key),
                               header_text(member.ref.shape->value, entry));
        }
      }
    }
  }

  void set_body(std::string body, const std::string& type) {
    request_.body = std::move(body);
    if (!request_.headers.has("Content-Type")) request_.headers.set("Content-Type", type);
  }

  void write_body(const ShapeRef& input) {
    const Shape& shape = *input.shape;
    if (shape.payload != nullptr) {
      write_payload(*shape.payload);
      return;
    }
    const auto in_body = [](const Member& member) {
      return member.ref.traits.location == Location::kBody;
    };
    const bool any_given = std::ranges::any_of(
        input_, [&](const auto& entry) { return in_body(*shape.find_member(entry.key())); });
    if (is_json()) {
      if (std::ranges::any_of(shape.members, in_body))
        set_body(json::serialize(write_json(input, input_)), "application/json");
    } else if (any_given) {
      set_body(write_xml(input, input_), "application/xml");
    }
  }

  void write_payload(const Member& payload) {
    const json::value* value = input_.if_contains(payload.name);
    const ShapeRef& ref = payload.ref;
    const bool is_bytes = ref.shape->type == ShapeType::kBlob;
    if (is_bytes || (ref.shape->type == ShapeType::kString && !ref.shape->is_document)) {
      if (value == nullptr) return;
      const std::string text(value->as_string());
      set_body(is_bytes ? from_base64(text).value() : text,
               is_bytes ? "application/octet-stream" : "text/plain");
    } else if (value != nullptr) {
      if (is_json()) {
        set_body(json::serialize(write_json(ref, *value)), "application/json");
      } else {
        set_body(write_xml(ref, *value), "application/xml");
      }
    } else if (is_json() && !ref.shape->is_union && !ref.shape->is_document) {
      set_body("{}", "application/json");
    }
  }

  Result<void> write_uri() {
    const std::string whole = request_path_template(model_, operation_);
    const std::size_t question = whole.find('?');
    SEXTANT_TRY(request_.uri, expand_path(whole.substr(0, question)));
    std::string query = question == std::string::npos ? "" : whole.substr(question + 1);
    for (const auto& [name, value] : query_fields()) {
      if (!query.empty()) query += '&';
      query += percent_encode(name) + '=' + percent_encode(value);
    }
    if (!query.empty()) request_.uri += '?' + query;
    return {};
  }

  // Replaces {Label} and {Label+}; the latter keeps its slashes.
  Result<std::string> expand_path(std::string_view path) const {
    std::string out;
    while (!path.empty()) {
      const std::size_t open = std::min(path.find('{'), path.size());
      out += path.substr(0, open);
      path.remove_prefix(open);
      const std::size_t close = path.find('}');
      if (path.empty() || close == std::string_view::npos) {
        out += path;
        break;
      }
      std::string_view label = path.substr(1, close - 1);
      path.remove_prefix(close + 1);
      const bool is_greedy = label.ends_with('+');
      if (is_greedy) label.remove_suffix(1);
      SEXTANT_TRY(const std::string text, label_text(label));
      out += percent_encode(text, is_greedy ? "/" : "");
    }
    return out.empty() ? "/" : out;
  }

  Result<std::string> label_text(std::string_view label) const {
    if (operation_.input) {
      for (const Member& member : operation_.input->shape->members) {
        if (member.ref.traits.location != Location::kUri || wire_name(member) != label) continue;
        const json::value* value = input_.if_contains(member.name);
        std::string text =
            value == nullptr ? "" : scalar_text(member.ref, *value, TimestampFormat::kIso8601);
        text = path_label(model_, member, std::move(text));
        if (!text.empty()) return text;
        return bad_label(member.name);
      }
    }
    return bad_label(label);
  }

  std::unexpected<Error> bad_label(std::string_view name) const {
    return failure(
        Error{"model.bad_input", fmt::format("{} is required and may not be empty", name)}
            .with("service", model_.service())
            .with("operation", operation_.name)
            .with("path", std::string(name)));
  }

  using Fields = std::vector<std::pair<std::string, std::string>>;

  Fields query_fields() const {
    Fields fields;
    if (!operation_.input) return fields;
    const Shape& shape = *operation_.input->shape;
    // A member of its own wins over an entry of a map of the same name.
    std::set<std::string, std::less<>> taken;
    for (const auto& [name, value] : input_) {
      const Member& member = *shape.find_member(name);
      if (member.ref.traits.location != Location::kQueryString) continue;
      if (member.ref.shape->type == ShapeType::kMap) continue;
      taken.insert(wire_name(member));
    }
    for (const auto& [name, value] : input_) {
      const Member& member = *shape.find_member(name);
      if (member.ref.traits.location != Location::kQueryString) continue;
      if (member.ref.shape->type == ShapeType::kMap) {
        for (const auto& [key, entry] : value.as_object()) {
          if (!taken.contains(key))
            add_fields(std::string(key), member.ref.shape->value, entry, fields);
        }
      } else {
        add_fields(wire_name(member), member.ref, value, fields);
      }
    }
    return fields;
  }

  static void add_fields(const std::string& name, const ShapeRef& ref, const json::value& value,
                         Fields& fields) {
    if (value.is_null()) return;
    if (ref.shape->type == ShapeType::kList) {
      for (const json::value& element : value.as_array())
        add_fields(name, ref.shape->element, element, fields);
    } else {
      fields.emplace_back(name, scalar_text(ref, value, TimestampFormat::kIso8601));
    }
  }

  const ServiceModel& model_;
  const Operation& operation_;
  const json::object& input_;
  WireRequest request_;
};

}  // namespace

Result<WireRequest> write_rest_request(const ServiceModel& model, const Operation& operation,
                                       const json::object& input) {
  return RestWriter(model, operation, input).write();
}

}  // namespace sextant::aws
