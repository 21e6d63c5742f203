#include "aws/protocol/answer.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/protocol/protocol.h"
#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

std::shared_ptr<const ServiceModel> model(const std::string& protocol, const std::string& out) {
  return test_model("\"protocol\": \"" + protocol + "\", \"targetPrefix\": \"T\"", R"(
    "Text": {"type": "string"}, "Number": {"type": "integer"}, "Time": {"type": "timestamp"}, "Bytes": {"type": "blob"},
    "Texts": {"type": "list", "member": {"shape": "Text"}}, "Times": {"type": "list", "member": {"shape": "Time"}},
    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
    "Thing": {"type": "structure", "members": {"Name": {"shape": "Text"}}},
    "Events": {"type": "structure", "eventstream": true, "members": {}},
    "Out": {"type": "structure", )" + out + "}");
}

std::string read(const std::string& protocol, const std::string& out, http::Response response) {
  const auto made = model(protocol, out);
  const auto result = parse_result(*made, test_operation(*made), response);
  if (result) return boost::json::serialize(*result);
  EXPECT_EQ(result.error().code, "aws.unreadable_answer");
  EXPECT_EQ(result.error().facts.size(), 2U);
  return result.error().detail;
}

constexpr const char* kName = R"("members": {"Name": {"shape": "Text"}})";

TEST(RpcAnswer, QueryUnwrapsItsResult) {
  EXPECT_EQ(
      read("query", kName,
           {200,
            {},
            "<DoResponse><DoResult><Name>n</Name></DoResult><ResponseMetadata/></DoResponse>"}),
      R"({"Name":"n"})");
  EXPECT_EQ(read("query", kName, {200, {}, "<DoResult><Name>n</Name></DoResult>"}),
            R"({"Name":"n"})");
  EXPECT_EQ(read("query", kName, {200, {}, "<OtherResponse><Name>n</Name></OtherResponse>"}),
            R"({"Name":"n"})");
  EXPECT_EQ(read("query", kName, {200, {}, ""}), "{}");
}

TEST(RpcAnswer, Ec2HasNoWrapper) {
  EXPECT_EQ(read("ec2", kName,
                 {200, {}, "<DoResponse><requestId>r</requestId><Name>n</Name></DoResponse>"}),
            R"({"Name":"n"})");
}

TEST(RpcAnswer, PagesOfOthersAreNotAnswers) {
  for (const char* protocol : {"query", "ec2"}) {
    EXPECT_EQ(read(protocol, kName, {200, {}, "<html><body>Sign in</body></html>"}),
              "the body is <html>, not an answer");
    EXPECT_EQ(
        read(protocol, kName, {200, {}, "<DoResponse><DoResult><Na"}).find("the body is not XML"),
        0U);
  }
  EXPECT_EQ(read("json", kName, {200, {}, "<html></html>"}).find("the body is not JSON"), 0U);
  EXPECT_EQ(read("rest-json", kName, {200, {}, R"({"Name": "n)"}).find("the body is not JSON"), 0U);
  EXPECT_EQ(read("rest-xml", kName, {200, {}, "<HTML></HTML>"}), "the body is a page of HTML");
  EXPECT_EQ(read("json", kName, {200, {}, R"({"Name": []})"}), "Name is not a string");
}

TEST(RestAnswer, ReadsStatusHeadersAndBodyInTheOrderOfTheModel) {
  constexpr const char* kOut = R"("members": {
    "Status": {"shape": "Number", "location": "statusCode"}, "Name": {"shape": "Text"},
    "H": {"shape": "Text", "location": "header", "locationName": "X-H"}, "L": {"shape": "Texts", "location": "header", "locationName": "X-L"},
    "T": {"shape": "Times", "location": "header", "locationName": "X-T"}, "Meta": {"shape": "Map", "location": "headers", "locationName": "x-m-"},
    "J": {"shape": "Text", "jsonvalue": true, "location": "header", "locationName": "X-J"},
    "Odd": {"shape": "Text", "location": "querystring", "locationName": "odd"}})";
  const http::Headers headers{
      {"x-h", "h"},
      {"X-L", R"(a, "b,\"c\"" ,  d)"},
      {"X-T", "Mon, 16 Dec 2019 23:48:18 GMT, Tue, 17 Dec 2019 23:48:18 GMT"},
      {"X-M-One", "1"},
      {"x-j", "eyJ4IjoxfQ=="},
      {"Other", "o"}};
  EXPECT_EQ(
      read("rest-json", kOut, {201, headers, R"({"odd": "o", "Name": "n"})"}),
      R"({"Status":201,"Name":"n","H":"h","L":["a","b,\"c\"","d"],"T":["2019-12-16T23:48:18Z","2019-12-17T23:48:18Z"],)"
      R"("Meta":{"One":"1"},"J":{"x":1},"Odd":"o"})");
  EXPECT_EQ(read("rest-xml", kOut, {200, {}, "<Root><Name>n</Name></Root>"}),
            R"({"Status":200,"Name":"n","Meta":{}})");
}

TEST(RestAnswer, NamesTheHeaderThatCannotBeRead) {
  constexpr const char* kOut =
      R"("members": {"N": {"shape": "Number", "location": "header", "locationName": "X-N"},
    "J": {"shape": "Text", "jsonvalue": true, "location": "header", "locationName": "X-J"},
    "S": {"shape": "Thing", "location": "header", "locationName": "X-S"}})";
  EXPECT_EQ(read("rest-json", kOut, {200, {{"X-N", "many"}}, ""}),
            "N \"many\" is not a whole number");
  EXPECT_EQ(read("rest-json", kOut, {200, {{"X-J", "*"}}, ""}), "J not base64");
  EXPECT_EQ(read("rest-json", kOut, {200, {{"X-S", "s"}}, ""}), "S a structure in a header");
}

TEST(RestAnswer, ABodyThatNoMemberNeedsIsNotRead) {
  EXPECT_EQ(read("rest-json", R"("members": {})", {200, {}, "<html>"}), "{}");
}

TEST(RestAnswer, ReadsPayloads) {
  const auto payload = [](const std::string& shape) {
    return "\"payload\": \"P\", \"members\": {\"P\": {\"shape\": \"" + shape + "\"}}";
  };
  EXPECT_EQ(read("rest-json", payload("Thing"), {200, {}, R"({"Name": "n"})"}),
            R"({"P":{"Name":"n"}})");
  EXPECT_EQ(read("rest-xml", payload("Thing"), {200, {}, "<X><Name>n</Name></X>"}),
            R"({"P":{"Name":"n"}})");
  EXPECT_EQ(read("rest-json", payload("Bytes"), {200, {}, std::string("\0\xff", 2)}),
            R"({"P":"AP8="})");
  EXPECT_EQ(read("rest-json", payload("Text"), {200, {}, "<raw>"}), R"({"P":"<raw>"})");
  EXPECT_EQ(read("rest-json", payload("Text"), {200, {}, "\xff"}), "the body is not UTF-8");
  for (const char* shape : {"Thing", "Bytes", "Text"}) {
    EXPECT_EQ(read("rest-json", payload(shape), {200, {}, ""}), "{}") << shape;
  }
  EXPECT_EQ(read("rest-json", payload("Events"), {200, {}, "x"}), "streams of events are not read");
}

}  // namespace
}  // namespace sextant::aws
