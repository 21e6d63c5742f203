#include "aws/model/service_model.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include <string>

namespace sextant::aws {
namespace {

namespace json = boost::json;

Result<std::shared_ptr<const ServiceModel>> read(std::string_view text) {
  return ServiceModel::from_json("demo", json::parse(text).get_object());
}

constexpr std::string_view kDemo = R"({
  "metadata": {"serviceId": "Demo", "apiVersion": "2020-01-01", "endpointPrefix": "demo.example",
               "protocol": "smithy-rpc-v2-cbor", "protocols": ["smithy-rpc-v2-cbor", "query", "json"],
               "targetPrefix": "Demo_1", "jsonVersion": "1.1", "awsQueryCompatible": {}},
  "operations": {
    "GetThing": {"name": "GetThing", "http": {"method": "POST", "requestUri": "/x", "responseCode": 204},
      "input": {"shape": "In", "locationName": "InRequest", "xmlNamespace": {"uri": "urn:x"}},
      "output": {"shape": "Out", "resultWrapper": "GetThingResult"},
      "errors": [{"shape": "Gone"}], "authtype": "none", "endpoint": {"hostPrefix": "{Name}."},
      "staticContextParams": {"Flag": {"value": true}}, "httpChecksum": {"requestChecksumRequired": true}},
    "PutThing": {"name": "PutThing", "http": {}}},
  "shapes": {
    "In": {"type": "structure", "required": ["Name"], "members": {
      "Name": {"shape": "Name", "contextParam": {"name": "Thing"}, "hostLabel": true},
      "When": {"shape": "When", "timestampFormat": "iso8601", "location": "header", "locationName": "x-when"},
      "Self": {"shape": "In"}}},
    "Out": {"type": "structure", "payload": "Body", "members": {"Body": {"shape": "Bytes", "streaming": true}}},
    "Bytes": {"type": "blob"},
    "Name": {"type": "string", "locationName": "name"},
    "When": {"type": "timestamp", "timestampFormat": "rfc822"},
    "Gone": {"type": "structure", "members": {}, "exception": true, "error": {"code": "Demo.Gone", "httpStatusCode": 410}},
    "Other": {"type": "structure", "members": {}, "exception": true}}})";

TEST(ServiceModel, ReadsMetadataAndChoosesTheFirstProtocolThatIsSpoken) {
  const auto model = read(kDemo);
  ASSERT_TRUE(model.has_value()) << model.error().detail;
  const ServiceMetadata& metadata = (*model)->metadata();
  EXPECT_EQ(metadata.protocol, Protocol::kJson);
  EXPECT_EQ(metadata.signing_name, "demo.example");
  EXPECT_EQ(metadata.target_prefix, "Demo_1");
  EXPECT_TRUE(metadata.query_compatible);
}

TEST(ServiceModel, ReadsOperations) {
  const auto model = *read(kDemo);
  const Operation& operation = **model->operation("GetThing");
  EXPECT_EQ(operation.request_uri, "/x");
  EXPECT_EQ(operation.response_code, 204);
  EXPECT_EQ(operation.result_wrapper, "GetThingResult");
  EXPECT_EQ(operation.host_prefix, "{Name}.");
  EXPECT_EQ(operation.input->traits.location_name, "InRequest");
  EXPECT_EQ(operation.input->traits.xml_namespace.uri, "urn:x");
  EXPECT_TRUE(operation.is_anonymous());
  EXPECT_TRUE(operation.checksum_required);
  EXPECT_TRUE(operation.has_streaming_output());
  EXPECT_TRUE(operation.static_context_params.contains("Flag"));
  const Operation& other = **model->operation("PutThing");
  EXPECT_FALSE(other.input.has_value());
  EXPECT_FALSE(other.is_anonymous());
  EXPECT_EQ(other.http_method, "POST");
}

TEST(ServiceModel, WordsOfAReferenceWinOverThoseOfItsShape) {
  const auto model = *read(kDemo);
  const Shape& input = *(*model->operation("GetThing"))->input->shape;
  const Member& name = *input.find_member("Name");
  EXPECT_TRUE(name.required);
  EXPECT_EQ(name.ref.traits.location_name, "name");
  EXPECT_EQ(name.ref.traits.context_param, "Thing");
  const Member& when = *input.find_member("When");
  EXPECT_EQ(when.ref.traits.timestamp_format, TimestampFormat::kIso8601);
  EXPECT_EQ(when.ref.traits.location, Location::kHeader);
  EXPECT_EQ(when.ref.shape->traits.timestamp_format, TimestampFormat::kRfc822);
  EXPECT_EQ(input.find_member("Self")->ref.shape, &input);
  EXPECT_EQ(input.find_member("name"), nullptr);
}

TEST(ServiceModel, FindsErrorsByCodeThenByName) {
  const auto model = *read(kDemo);
  const Operation& operation = **model->operation("GetThing");
  EXPECT_EQ(model->find_error(operation, "Demo.Gone"), model->find_shape("Gone"));
  EXPECT_EQ(model->find_error(operation, "Other"), model->find_shape("Other"));
  EXPECT_EQ(model->find_error(operation, "In"), nullptr);
}

TEST(ServiceModel, NamesTheNearestOperations) {
  const auto model = *read(kDemo);
  const auto found = model->operation("GetThin");
  ASSERT_FALSE(found.has_value());
  EXPECT_EQ(found.error().code, "model.unknown_operation");
  EXPECT_NE(found.error().detail.find("GetThing"), std::string::npos) << found.error().detail;
}

TEST(ServiceModel, RefusesWhatIsNoModel) {
  const auto code = [](std::string_view text) {
    const auto model = read(text);
    return model.has_value() ? std::string("none") : model.error().code;
  };
  EXPECT_EQ(code("{}"), "model.unknown_protocol");
  EXPECT_EQ(code(R"({"metadata": {"protocol": "smithy-rpc-v2-cbor"}})"), "model.unknown_protocol");
  const std::string head = R"({"metadata": {"protocol": "json"}, )";
  EXPECT_EQ(code(head + R"("shapes": {"A": 1}})"), "model.malformed");
  EXPECT_EQ(code(head + R"("shapes": {"A": {"type": "number"}}})"), "model.malformed");
  EXPECT_EQ(code(head + R"("shapes": {"A": {"type": "list"}}})"), "model.malformed");
  EXPECT_EQ(code(head + R"("shapes": {"A": {"type": "list", "member": {"shape": "B"}}}})"),
            "model.malformed");
  EXPECT_EQ(code(head + R"("shapes": {"A": {"type": "structure", "payload": "P"}}})"),
            "model.malformed");
  EXPECT_EQ(code(head + R"("operations": {"A": {"input": {"shape": "B"}}}})"), "model.malformed");
  EXPECT_EQ(code(head + R"("operations": {"A": 1}})"), "model.malformed");
  EXPECT_EQ(code(head + R"("operations": []})"), "none");
}

}  // namespace
}  // namespace sextant::aws
