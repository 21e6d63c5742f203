#include "aws/protocol/service_habits.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string_view>
#include <utility>

#include "aws/model/json_text.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

constexpr std::string_view kBucketPath = "/{Bucket}";
// An <Error> of S3 is short; a long body is an answer, and not parsed twice.
constexpr std::size_t kFaultBytesMax = 16U << 10U;

void open_documents(const ShapeRef& ref, boost::json::value& value) {
  const Shape& shape = *ref.shape;
  if (value.is_object() && shape.type == ShapeType::kStructure) {
    for (const Member& member : shape.members) {
      if (boost::json::value* found = value.get_object().if_contains(member.name))
        open_documents(member.ref, *found);
    }
  } else if (value.is_array() && shape.type == ShapeType::kList) {
    for (boost::json::value& element : value.get_array()) open_documents(shape.element, element);
  } else if (value.is_string() && shape.name == "policyDocumentType") {
    auto document = parse_json_text(percent_decode(value.get_string()));
    if (document && document->is_object()) value = std::move(*document);
  }
}

bool is_s3(const ServiceModel& model) {
  return model.metadata().service_id == "S3";
}

}  // namespace

std::string request_path_template(const ServiceModel& model, const Operation& operation) {
  std::string_view path = operation.request_uri;
  if (!is_s3(model) || !path.starts_with(kBucketPath)) return std::string(path);
  path.remove_prefix(kBucketPath.size());
  return path.starts_with('/') ? std::string(path) : '/' + std::string(path);
}

std::string path_label(const ServiceModel& model, const Member& member, std::string text) {
  const std::string& shape = member.ref.shape->name;
  const bool is_id = shape == "ResourceId" || shape == "DelegationSetId" || shape == "ChangeId";
  if (model.metadata().service_id != "Route 53" || !is_id) return text;
  const std::size_t slash = text.rfind('/');
  return slash == std::string::npos ? text : text.substr(slash + 1);
}

void add_service_headers(const ServiceModel& model, http::Headers& headers) {
  const ServiceMetadata& metadata = model.metadata();
  if (metadata.service_id == "API Gateway" && !headers.has("Accept"))
    headers.set("Accept", "application/json");
  if (metadata.service_id == "Glacier") headers.set("x-amz-glacier-version", metadata.api_version);
}

bool is_disguised_fault(const ServiceModel& model, const Operation& operation,
                        const http::Response& response) {
  if (!is_s3(model) || operation.has_streaming_output() || response.body.size() > kFaultBytesMax)
    return false;
  if (response.body.find("<Error") == std::string::npos) return false;
  const auto document = parse_xml(response.body);
  return document.has_value() && local_name(xml_root(*document).name()) == "Error";
}

std::optional<boost::json::value> unmodelled_result(const ServiceModel& model,
                                                    const Operation& operation,
                                                    const http::Response& response) {
  if (!is_s3(model) || operation.name != "GetBucketLocation") return std::nullopt;
  const auto document = parse_xml(response.body);
  if (!document || local_name(xml_root(*document).name()) != "LocationConstraint")
    return std::nullopt;
  boost::json::object result;
  const std::string region = text_inside(xml_root(*document));
  if (!region.empty()) result["LocationConstraint"] = region;
  return result;
}

void open_policy_documents(const ServiceModel& model, const ShapeRef& ref,
                           boost::json::value& result) {
  if (model.metadata().service_id == "IAM") open_documents(ref, result);
}

}  // namespace sextant::aws
