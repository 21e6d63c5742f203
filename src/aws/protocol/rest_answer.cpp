#include <fmt/format.h>

#include <boost/json/array.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "aws/model/json_text.h"
#include "aws/protocol/answer.h"
#include "aws/protocol/json_body.h"
#include "aws/protocol/scalar.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::string wire_name(const Member& member) {
  const std::string& name = member.ref.traits.location_name;
  return name.empty() ? member.name : name;
}

// HTTP dates hold a comma themselves: every second one divides.
std::vector<std::string> split_http_dates(std::string_view text) {
  std::vector<std::string> parts;
  for (const std::string& piece : split(text, ',')) {
    if (!parts.empty() && parts.back().find(',') == std::string::npos) {
      parts.back() += ',' + piece;
    } else {
      parts.push_back(piece);
    }
  }
  return parts;
}

// The elements of a list in a header, of which some may be in quotes.
std::vector<std::string> split_header(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  bool in_quotes = false;
  bool was_quoted = false;
  const auto finish = [&] {
    parts.push_back(was_quoted ? part : std::string(trim(part)));
    part.clear();
    was_quoted = false;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_quotes && c == '\\' && i + 1 < text.size()) {
      part += text[++i];
    } else if (c == '"' && (in_quotes || trim(part).empty())) {
      in_quotes = !in_quotes;
      if (in_quotes) part.clear();
      was_quoted = true;
    } else if (c == ',' && !in_quotes) {
      finish();
    } else if (!was_quoted || in_quotes) {
      part += c;
    }
  }
  finish();
  return parts;
}

Result<json::value> read_header_list(const ShapeRef& element, std::string_view text) {
  json::array read;
  const TimestampFormat format = element.traits.timestamp_format;
  const bool are_http_dates =
      element.shape->type == ShapeType::kTimestamp &&
      (format == TimestampFormat::kUnset || format == TimestampFormat::kRfc822);
  for (const std::string& part : are_http_dates ? split_http_dates(text) : split_header(text)) {
    SEXTANT_TRY(json::value value, read_scalar_text(element, part));
    read.push_back(std::move(value));
  }
  return read;
}

Result<json::value> read_header(const ShapeRef& ref, const std::string& text) {
  if (ref.traits.json_value) {
    const Result<std::string> decoded = from_base64(text);
    auto document = decoded ? parse_json_text(*decoded) : std::unexpected("not base64");
    if (!document) return unreadable(document.error());
    return std::move(*document);
  }
  if (ref.shape->type == ShapeType::kList) return read_header_list(ref.shape->element, text);
  if (!is_scalar(*ref.shape)) return unreadable("a structure in a header");
  return read_scalar_text(ref, text);
}

json::object headers_below(const std::string& prefix, const http::Headers& headers) {
  json::object read;
  for (const auto& [name, value] : headers.fields()) {
    if (name.size() < prefix.size() || !equals_ignoring_case(name.substr(0, prefix.size()), prefix))
      continue;
    read[name.substr(prefix.size())] = value;
  }
  return read;
}

Result<json::value> read_body(const ServiceModel& model, const ShapeRef& ref,
                              const std::string& body) {
  if (model.metadata().protocol == Protocol::kRestJson) return read_json_body(ref, body);
  if (trim(body).empty()) return json::value(json::object());
  SEXTANT_TRY(const pugi::xml_document document, parse_xml(body));
  const pugi::xml_node root = xml_root(document);
  if (equals_ignoring_case(local_name(root.name()), "html"))
    return unreadable("the body is a page of HTML");
  return read_xml(ref, root);
}

// The member that is the whole body; null where it is absent.
Result<json::value> read_payload(const ServiceModel& model, const ShapeRef& ref,
                                 const std::string& body) {
  if (ref.shape->is_event_stream) return unreadable("streams of events are not read");
  if (body.empty()) return json::value(nullptr);
  if (ref.shape->type == ShapeType::kBlob) return json::value(to_base64(body));
  if (ref.shape->type == ShapeType::kString && !ref.shape->is_document) {
    if (!is_valid_utf8(body)) return unreadable("the body is not UTF-8");
    return json::value(body);
  }
  return read_body(model, ref, body);
}

}  // namespace

Result<void> read_headers(const Shape& shape, const http::Response& response, json::object& into) {
  for (const Member& member : shape.members) {
    const ShapeRef& ref = member.ref;
    if (ref.traits.location == Location::kStatusCode) into[member.name] = response.status;
    if (ref.traits.location == Location::kHeaders) {
      into[member.name] = headers_below(ref.traits.location_name, response.headers);
    }
    if (ref.traits.location != Location::kHeader) continue;
    const auto found = response.headers.find(wire_name(member));
    if (!found) continue;
    auto value = read_header(ref, *found);
    if (!value) return unreadable(fmt::format(".{} {}", member.name, value.error().detail));
    into[member.name] = std::move(*value);
  }
  return {};
}

Result<json::value> read_rest_answer(const ServiceModel& model, const Operation& operation,
                                     const http::Response& response) {
  if (!operation.output) return json::value(json::object());
  const Shape& shape = *operation.output->shape;
  json::object elsewhere;
  SEXTANT_TRY_VOID(read_headers(shape, response, elsewhere));
  json::object in_body;
  if (shape.payload != nullptr) {
    SEXTANT_TRY(json::value payload, read_payload(model, shape.payload->ref, response.body));
    if (!payload.is_null()) in_body[shape.payload->name] = std::move(payload);
  } else if (std::ranges::any_of(shape.members, &Member::is_answered_in_body)) {
    SEXTANT_TRY(json::value body, read_body(model, *operation.output, response.body));
    in_body = std::move(body.as_object());
  }
  json::object result;
  for (const Member& member : shape.members) {
    json::object& source = member.is_answered_in_body() ? in_body : elsewhere;
    if (json::value* value = source.if_contains(member.name))
      result[member.name] = std::move(*value);
  }
  return result;
}

}  // namespace sextant::aws
