#include <fmt/format.h>

#include "aws/protocol/answer.h"
#include "aws/protocol/json_body.h"
#include "aws/protocol/scalar.h"
#include "aws/protocol/xml_body.h"
#include "base/text.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

// The element that holds the members: the root itself for ec2, the one inside of it for query.
Result<pugi::xml_node> find_result(const ServiceModel& model, const Operation& operation,
                                   pugi::xml_node root) {
  const std::string_view name = local_name(root.name());
  const std::string wrapper =
      operation.result_wrapper.empty() ? operation.name + "Result" : operation.result_wrapper;
  if (name == wrapper) return root;
  if (!name.ends_with("Response")) {
    return unreadable(
        fmt::format("the body is <{}>, not an answer", for_terminal(name.substr(0, 80))));
  }
  if (model.metadata().protocol == Protocol::kEc2) return root;
  const pugi::xml_node inner = child_named(root, wrapper);
  return inner.empty() ? root : inner;
}

}  // namespace

Result<json::value> read_rpc_answer(const ServiceModel& model, const Operation& operation,
                                    const http::Response& response) {
  static const Shape kNothing;
  const ShapeRef output = operation.output.value_or(ShapeRef{&kNothing, {}});
  if (model.metadata().protocol == Protocol::kJson) return read_json_body(output, response.body);
  if (trim(response.body).empty()) return json::value(json::object());
  SEXTANT_TRY(const pugi::xml_document document, parse_xml(response.body));
  SEXTANT_TRY(const pugi::xml_node result, find_result(model, operation, xml_root(document)));
  return read_xml(output, result);
}

}  // namespace sextant::aws
