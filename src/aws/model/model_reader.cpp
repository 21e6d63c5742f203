#include "aws/model/model_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sextant::aws {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, ShapeType>, 11> kTypes = {{
    {"structure", ShapeType::kStructure},
    {"list", ShapeType::kList},
    {"map", ShapeType::kMap},
    {"string", ShapeType::kString},
    {"integer", ShapeType::kInteger},
    {"long", ShapeType::kLong},
    {"float", ShapeType::kFloat},
    {"double", ShapeType::kDouble},
    {"boolean", ShapeType::kBoolean},
    {"blob", ShapeType::kBlob},
    {"timestamp", ShapeType::kTimestamp},
}};

constexpr std::array<std::pair<std::string_view, Location>, 6> kLocations = {{
    {"uri", Location::kUri},
    {"querystring", Location::kQueryString},
    {"header", Location::kHeader},
    {"headers", Location::kHeaders},
    {"statusCode", Location::kStatusCode},
    {"", Location::kBody},
}};

constexpr std::array<std::pair<std::string_view, TimestampFormat>, 5> kTimestampFormats = {{
    {"iso8601", TimestampFormat::kIso8601},
    {"rfc822", TimestampFormat::kRfc822},
    {"unixTimestamp", TimestampFormat::kUnixSeconds},
    {"unixTimestampInSeconds", TimestampFormat::kUnixSeconds},
    {"", TimestampFormat::kUnset},
}};

// Where a service speaks several, the first of these that it speaks.
constexpr std::array<std::pair<std::string_view, Protocol>, 5> kProtocols = {{
    {"json", Protocol::kJson},
    {"rest-json", Protocol::kRestJson},
    {"rest-xml", Protocol::kRestXml},
    {"query", Protocol::kQuery},
    {"ec2", Protocol::kEc2},
}};

template <typename T, std::size_t N>
const T* lookup(const std::array<std::pair<std::string_view, T>, N>& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &std::pair<std::string_view, T>::first);
  return found == table.end() ? nullptr : &found->second;
}

std::string text_of(const json::object& entry, std::string_view key,
                    std::string_view otherwise = "") {
  const json::value* found = entry.if_contains(key);
  return std::string(found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                            : otherwise);
}

void read_flag(const json::object& entry, std::string_view key, bool& flag) {
  if (const json::value* found = entry.if_contains(key); found != nullptr && found->is_bool()) {
    flag = found->get_bool();
  }
}

void read_text(const json::object& entry, std::string_view key, std::string& text) {
  if (entry.contains(key)) text = text_of(entry, key);
}

std::vector<std::string> texts_of(const json::object& entry, std::string_view key) {
  std::vector<std::string> texts;
  const json::value* found = entry.if_contains(key);
  if (found == nullptr || !found->is_array()) return texts;
  for (const json::value& text : found->get_array()) {
    if (text.is_string()) texts.emplace_back(text.get_string());
  }
  return texts;
}

const json::object& object_of(const json::object& entry, std::string_view key) {
  static const json::object kNone;
  const json::value* found = entry.if_contains(key);
  return found != nullptr && found->is_object() ? found->get_object() : kNone;
}

int status_of(const json::object& entry, std::string_view key, int otherwise) {
  const json::value* found = entry.if_contains(key);
  const bool fits = found != nullptr && found->is_int64() && found->get_int64() >= 100 &&
                    found->get_int64() <= 599;
  return fits ? static_cast<int>(found->get_int64()) : otherwise;
}

XmlNamespace namespace_of(const json::value& entry) {
  if (entry.is_string()) return {std::string(entry.get_string()), ""};
  if (!entry.is_object()) return {};
  return {text_of(entry.get_object(), "uri"), text_of(entry.get_object(), "prefix")};
}

// `traits` as they are, with what `entry` says put over them.
Traits read_traits(const json::object& entry, Traits traits) {
  read_text(entry, "locationName", traits.location_name);
  if (const Location* location = lookup(kLocations, text_of(entry, "location"));
      location != nullptr) {
    if (entry.contains("location")) traits.location = *location;
  }
  if (const auto* format = lookup(kTimestampFormats, text_of(entry, "timestampFormat"));
      format != nullptr) {
    if (entry.contains("timestampFormat")) traits.timestamp_format = *format;
  }
  if (const json::value* found = entry.if_contains("xmlNamespace"))
    traits.xml_namespace = namespace_of(*found);
  read_text(entry, "queryName", traits.query_name);
  if (entry.contains("contextParam"))
    traits.context_param = text_of(object_of(entry, "contextParam"), "name");
  read_flag(entry, "flattened", traits.flattened);
  read_flag(entry, "xmlAttribute", traits.xml_attribute);
  read_flag(entry, "idempotencyToken", traits.idempotency_token);
  read_flag(entry, "hostLabel", traits.host_label);
  read_flag(entry, "jsonvalue", traits.json_value);
  read_flag(entry, "streaming", traits.streaming);
  read_flag(entry, "eventpayload", traits.event_payload);
  read_flag(entry, "sensitive", traits.sensitive);
  return traits;
}

}  // namespace

ModelReader::ModelReader(std::string service, const json::object& description)
    : description_(description), model_(std::shared_ptr<ServiceModel>(new ServiceModel())) {
  model_->service_ = std::move(service);
}

Result<std::shared_ptr<const ServiceModel>> ModelReader::read(json::object extras) {
  SEXTANT_TRY_VOID(read_metadata());
  SEXTANT_TRY_VOID(read_shapes());
  SEXTANT_TRY_VOID(read_operations());
  model_->paginators_ = object_of(extras, "paginators");
  model_->waiters_ = object_of(extras, "waiters");
  if (json::value* rules = extras.if_contains("endpointRuleSet"))
    model_->endpoint_rule_set_ = std::move(*rules);
  return std::shared_ptr<const ServiceModel>(std::move(model_));
}

Result<void> ModelReader::read_metadata() {
  const json::object& entry = object_of(description_, "metadata");
  ServiceMetadata& metadata = model_->metadata_;
  metadata.service_id = text_of(entry, "serviceId");
  metadata.api_version = text_of(entry, "apiVersion");
  metadata.endpoint_prefix = text_of(entry, "endpointPrefix");
  metadata.signing_name = text_of(entry, "signingName", metadata.endpoint_prefix);
  metadata.target_prefix = text_of(entry, "targetPrefix");
  metadata.json_version = text_of(entry, "jsonVersion", metadata.json_version);
  metadata.signature_version = text_of(entry, "signatureVersion");
  metadata.query_compatible = entry.contains("awsQueryCompatible");
  metadata.auth = texts_of(entry, "auth");
  if (const json::value* found = entry.if_contains("xmlNamespace"))
    metadata.xml_namespace = namespace_of(*found);

  std::vector<std::string> offered = texts_of(entry, "protocols");
  if (offered.empty()) offered.push_back(text_of(entry, "protocol"));
  for (const auto& [name, protocol] : kProtocols) {
    if (std::ranges::find(offered, name) == offered.end()) continue;
    metadata.protocol = protocol;
    return {};
  }
  return failure(
      Error{"model.unknown_protocol", fmt::format("it speaks {}", fmt::join(offered, ", "))}.with(
          "service", model_->service_));
}

Result<void> ModelReader::read_shapes() {
  const json::object& entries = object_of(description_, "shapes");
  for (const auto& [name, entry] : entries) {
    if (!entry.is_object()) return malformed(fmt::format("shape {}", std::string_view(name)));
    Shape& shape = model_->shapes_.emplace_back();
    shape.name = name;
    const ShapeType* type = lookup(kTypes, text_of(entry.get_object(), "type"));
    if (type == nullptr) return malformed(fmt::format("type of shape {}", shape.name));
    shape.type = *type;
    shape.traits = read_traits(entry.get_object(), {});
    model_->shape_index_.emplace(shape.name, &shape);
  }
  for (Shape& shape : model_->shapes_) {
    SEXTANT_TRY_VOID(fill_shape(shape, entries.at(shape.name).get_object()));
  }
  return {};
}

Result<void> ModelReader::fill_shape(Shape& shape, const json::object& entry) {
  read_flag(entry, "union", shape.is_union);
  read_flag(entry, "document", shape.is_document);
  read_flag(entry, "eventstream", shape.is_event_stream);
  read_flag(entry, "exception", shape.is_exception);
  if (entry.contains("error")) {
    const json::object& error = object_of(entry, "error");
    shape.is_exception = true;
    shape.error_code = text_of(error, "code");
    if (error.contains("httpStatusCode"))
      shape.error_http_status = status_of(error, "httpStatusCode", 400);
  }
  const auto fill_ref = [&](std::string_view key, ShapeRef& ref) -> Result<void> {
    const json::value* found = entry.if_contains(key);
    if (found == nullptr) return malformed(fmt::format("shape {} without {}", shape.name, key));
    SEXTANT_TRY(ref, read_ref(*found));
    return {};
  };
  switch (shape.type) {
    case ShapeType::kStructure:
      return fill_members(shape, entry);
    case ShapeType::kList:
      return fill_ref("member", shape.element);
    case ShapeType::kMap:
      SEXTANT_TRY_VOID(fill_ref("key", shape.key));
      return fill_ref("value", shape.value);
    default:
      return {};
  }
}

Result<void> ModelReader::fill_members(Shape& shape, const json::object& entry) {
  const std::vector<std::string> required = texts_of(entry, "required");
  for (const auto& [name, member] : object_of(entry, "members")) {
    SEXTANT_TRY(ShapeRef ref, read_ref(member));
    const bool is_required = std::ranges::find(required, std::string_view(name)) != required.end();
    shape.members.push_back({std::string(name), std::move(ref), is_required});
  }
  if (const std::string payload = text_of(entry, "payload"); !payload.empty()) {
    shape.payload = shape.find_member(payload);
    if (shape.payload == nullptr) return malformed(fmt::format("payload of shape {}", shape.name));
  }
  return {};
}

Result<void> ModelReader::read_operations() {
  for (const auto& [name, entry] : object_of(description_, "operations")) {
    if (!entry.is_object()) return malformed(fmt::format("operation {}", std::string_view(name)));
    SEXTANT_TRY(Operation operation, read_operation(std::string(name), entry.get_object()));
    model_->operations_.emplace(name, std::move(operation));
  }
  return {};
}

Result<Operation> ModelReader::read_operation(const std::string& name,
                                              const json::object& entry) const {
  Operation operation;
  operation.name = text_of(entry, "name", name);
  const json::object& http = object_of(entry, "http");
  read_text(http, "method", operation.http_method);
  read_text(http, "requestUri", operation.request_uri);
  operation.response_code = status_of(http, "responseCode", operation.response_code);
  if (const json::value* input = entry.if_contains("input")) {
    SEXTANT_TRY(operation.input, read_ref(*input));
  }
  if (const json::value* output = entry.if_contains("output")) {
    SEXTANT_TRY(operation.output, read_ref(*output));
    operation.result_wrapper = text_of(object_of(entry, "output"), "resultWrapper");
  }
  if (const json::value* errors = entry.if_contains("errors");
      errors != nullptr && errors->is_array()) {
    for (const json::value& error : errors->get_array()) {
      SEXTANT_TRY(const ShapeRef ref, read_ref(error));
      operation.errors.push_back(ref.shape);
    }
  }
  operation.host_prefix = text_of(object_of(entry, "endpoint"), "hostPrefix");
  operation.auth_type = text_of(entry, "authtype");
  operation.auth = texts_of(entry, "auth");
  read_flag(entry, "unsignedPayload", operation.unsigned_payload);
  read_flag(entry, "httpChecksumRequired", operation.checksum_required);
  read_flag(object_of(entry, "httpChecksum"), "requestChecksumRequired",
            operation.checksum_required);
  read_flag(entry, "deprecated", operation.deprecated);
  operation.static_context_params = object_of(entry, "staticContextParams");
  operation.operation_context_params = object_of(entry, "operationContextParams");
  return operation;
}

Result<ShapeRef> ModelReader::read_ref(const json::value& entry) const {
  if (!entry.is_object()) return malformed("a reference to a shape");
  const std::string name = text_of(entry.get_object(), "shape");
  const Shape* shape = model_->find_shape(name);
  if (shape == nullptr) return malformed(fmt::format("shape \"{}\" is named and not there", name));
  return ShapeRef{shape, read_traits(entry.get_object(), shape->traits)};
}

std::unexpected<Error> ModelReader::malformed(const std::string& what) const {
  return failure(Error{"model.malformed", what}.with("service", model_->service_));
}

}  // namespace sextant::aws
