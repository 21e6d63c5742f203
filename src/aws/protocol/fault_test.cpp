#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/protocol/protocol.h"
#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

constexpr const char* kShapes = R"(
  "Text": {"type": "string"}, "Number": {"type": "integer"},
  "Oops": {"type": "structure", "exception": true, "members": {"Why": {"shape": "Text"}, "Wait": {"shape": "Number"},
    "Where": {"shape": "Text", "location": "header", "locationName": "X-Where"}}})";

Fault read(const std::string& protocol, const http::Response& response,
           const std::string& more = "") {
  const auto model =
      test_model("\"protocol\": \"" + protocol + "\", \"targetPrefix\": \"T\"" + more, kShapes);
  EXPECT_TRUE(is_fault(*model, test_operation(*model), response));
  return parse_fault(*model, test_operation(*model), response);
}

TEST(Fault, JsonCodesStandInHeaderTypeOrCode) {
  for (const http::Response& response :
       {http::Response{400, {{"X-Amzn-Errortype", "Oops:http://internal/"}}, R"({"message": "m"})"},
        http::Response{400, {}, R"({"__type": "com.amazon#Oops", "message": "m"})"},
        http::Response{400, {}, R"({"code": "a.b#Oops:http://x/", "Message": "m"})"}}) {
    for (const char* protocol : {"json", "rest-json"}) {
      const Fault fault = read(protocol, response);
      EXPECT_EQ(fault.code, "Oops");
      EXPECT_EQ(fault.message, "m");
      EXPECT_EQ(fault.http_status, 400);
    }
  }
}

TEST(Fault, ReadsRequestIdAndModelledMembers) {
  const Fault fault = read("rest-json", {429,
                                         {{"x-amzn-RequestId", "id-1"}, {"x-where", "here"}},
                                         R"({"__type": "Oops", "Why": "w", "Wait": 5})"});
  EXPECT_EQ(fault.request_id, "id-1");
  EXPECT_EQ(fault.message, "");
  EXPECT_EQ(boost::json::serialize(fault.members), R"({"Why":"w","Wait":5,"Where":"here"})");
}

TEST(Fault, ARefusalIsWorthMoreThanItsDetails) {
  const Fault fault = read("json", {400, {}, R"({"__type": "Oops", "message": "m", "Wait": []})"});
  EXPECT_EQ(fault.code, "Oops");
  EXPECT_EQ(fault.message, "m");
  EXPECT_TRUE(fault.members.empty());
}

TEST(Fault, XmlInAllItsFrames) {
  const std::string error =
      "<Error><Type>Sender</Type><Code>Oops</Code><Message>m</Message><Why>w</Why></Error>";
  for (const std::string& body :
       {"<ErrorResponse>" + error + "<RequestId>id</RequestId></ErrorResponse>",
        "<Response><Errors>" + error + "</Errors><RequestID>id</RequestID></Response>",
        "<ErrorResponse>" + error +
            "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata></ErrorResponse>",
        std::string("<Error><Code>Oops</Code><Message>m</Message><Why>w</Why><RequestId>id</"
                    "RequestId></Error>")}) {
    for (const char* protocol : {"query", "ec2", "rest-xml"}) {
      const Fault fault = read(protocol, {400, {}, body});
      EXPECT_EQ(fault.code, "Oops") << body;
      EXPECT_EQ(fault.message, "m");
      EXPECT_EQ(fault.request_id, "id");
      EXPECT_EQ(fault.members.at("Why"), "w");
    }
  }
}

TEST(Fault, ABareStatusIsItsOwnCode) {
  EXPECT_EQ(read("rest-xml", {404, {{"x-amz-request-id", "s3id"}}, ""}).code, "NotFound");
  EXPECT_EQ(read("rest-xml", {404, {{"x-amz-request-id", "s3id"}}, ""}).request_id, "s3id");
  EXPECT_EQ(read("json", {503, {}, " "}).code, "ServiceUnavailable");
  EXPECT_EQ(read("json", {418, {}, ""}).code, "Http418");
  EXPECT_EQ(read("json", {500, {}, "{}"}).code, "InternalServerError");
  EXPECT_EQ(read("query", {500, {}, "<ErrorResponse><Error/></ErrorResponse>"}).code,
            "InternalServerError");
}

TEST(Fault, PagesOfOthersHaveNoCodeButAnExcerpt) {
  for (const char* protocol : {"json", "rest-json", "query", "ec2", "rest-xml"}) {
    const Fault page = read(protocol, {502, {}, "<html><body>\x1b[31mBad gateway</body></html>"});
    EXPECT_EQ(page.code, "") << protocol;
    EXPECT_EQ(page.http_status, 502);
    EXPECT_NE(page.message.find("Bad gateway"), std::string::npos);
    EXPECT_EQ(page.message.find('\x1b'), std::string::npos);
    EXPECT_EQ(read(protocol, {400, {}, "\xff\xfe"}).code, "");
  }
  EXPECT_LT(read("json", {502, {}, std::string(1U << 20U, 'x')}).message.size(), 1000U);
}

TEST(Fault, TextsAreBounded) {
  const std::string huge(1U << 20U, 'x');
  const Fault fault =
      read("json", {400, {}, R"({"__type": ")" + huge + R"(", "message": ")" + huge + "\"}"});
  EXPECT_LE(fault.code.size(), 256U);
  EXPECT_LE(fault.message.size(), 16U << 10U);
}

TEST(Fault, ServicesThatSpokeQueryKeepTheirOldCodes) {
  const http::Response response{
      400, {{"x-amzn-query-error", "Old.Code;Sender"}}, R"({"__type": "x#Oops", "Why": "w"})"};
  const Fault fault = read("json", response, R"(, "awsQueryCompatible": {})");
  EXPECT_EQ(fault.code, "Old.Code");
  EXPECT_EQ(fault.members.at("Why"), "w");
  EXPECT_EQ(read("json", response).code, "Oops");
}

}  // namespace
}  // namespace sextant::aws
