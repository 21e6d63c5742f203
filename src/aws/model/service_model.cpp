#include "aws/model/service_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "aws/model/model_reader.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

const boost::json::object* entry_of(const boost::json::object& entries, std::string_view name) {
  const boost::json::value* found = entries.if_contains(name);
  return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
}

bool has_code(const Shape& shape, std::string_view code) {
  return shape.is_exception && (shape.error_code.empty() ? shape.name : shape.error_code) == code;
}

}  // namespace

std::string_view to_string(Protocol protocol) {
  switch (protocol) {
    case Protocol::kQuery:
      return "query";
    case Protocol::kEc2:
      return "ec2";
    case Protocol::kJson:
      return "json";
    case Protocol::kRestJson:
      return "rest-json";
    case Protocol::kRestXml:
      return "rest-xml";
  }
  return "";
}

bool Member::is_answered_in_body() const {
  const Location location = ref.traits.location;
  return location == Location::kBody || location == Location::kUri ||
         location == Location::kQueryString;
}

const Member* Shape::find_member(std::string_view member_name) const {
  const auto found = std::ranges::find(members, member_name, &Member::name);
  return found == members.end() ? nullptr : &*found;
}

bool Operation::is_anonymous() const {
  return auth_type == "none" || (!auth.empty() && auth.front() == "smithy.api#noAuth");
}

bool Operation::has_streaming_output() const {
  if (!output.has_value() || output->shape->payload == nullptr) return false;
  const ShapeRef& payload = output->shape->payload->ref;
  return payload.shape->is_event_stream ||
         (payload.shape->type == ShapeType::kBlob && payload.traits.streaming);
}

Result<std::shared_ptr<const ServiceModel>> ServiceModel::from_json(
    std::string service, const boost::json::object& description, boost::json::object extras) {
  return ModelReader(std::move(service), description).read(std::move(extras));
}

const Operation* ServiceModel::find_operation(std::string_view name) const {
  const auto found = operations_.find(name);
  return found == operations_.end() ? nullptr : &found->second;
}

Result<const Operation*> ServiceModel::operation(std::string_view name) const {
  if (const Operation* found = find_operation(name)) return found;
  std::vector<std::string> names;
  for (const auto& [known, operation] : operations_) names.push_back(known);
  const std::vector<std::string> near = nearest(name, names);
  std::string detail = fmt::format("{} has no operation {}", service_, for_terminal(name));
  if (!near.empty()) detail += fmt::format("; the nearest are {}", join(near, ", "));
  return failure(Error{"model.unknown_operation", std::move(detail)}
                     .with("service", service_)
                     .with("operation", for_terminal(name)));
}

const Shape* ServiceModel::find_shape(std::string_view name) const {
  const auto found = shape_index_.find(name);
  return found == shape_index_.end() ? nullptr : found->second;
}

const Shape* ServiceModel::find_error(const Operation& operation, std::string_view code) const {
  for (const Shape* shape : operation.errors) {
    if (has_code(*shape, code)) return shape;
  }
  const auto found =
      std::ranges::find_if(shapes_, [&](const Shape& shape) { return has_code(shape, code); });
  return found == shapes_.end() ? nullptr : &*found;
}

const boost::json::object* ServiceModel::paginator(std::string_view operation) const {
  return entry_of(paginators_, operation);
}

const boost::json::object* ServiceModel::waiter(std::string_view name) const {
  return entry_of(waiters_, name);
}

}  // namespace sextant::aws
