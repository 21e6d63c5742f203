#include "aws/protocol/rest_request.h"

#include <gtest/gtest.h>

#include <string>

#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

constexpr const char* kShapes = R"(
  "Text": {"type": "string"}, "Number": {"type": "integer"}, "Time": {"type": "timestamp"}, "Bytes": {"type": "blob"},
  "Texts": {"type": "list", "member": {"shape": "Text"}},
  "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
  "MapOfLists": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Texts"}},
  "Thing": {"type": "structure", "members": {"Name": {"shape": "Text"}}},
  "In": {"type": "structure", )";

Result<WireRequest> write(const std::string& protocol, const std::string& in,
                          const std::string& uri, const std::string& input,
                          const std::string& method = "POST") {
  const auto model = test_model("\"protocol\": \"" + protocol + "\"", kShapes + in + "}",
                                "\"method\": \"" + method + "\", \"requestUri\": \"" + uri + "\"");
  return write_rest_request(*model, test_operation(*model),
                            parse_json_text(input).value().as_object());
}

constexpr const char* kPathMembers = R"("members": {
  "Id": {"shape": "Text", "location": "uri", "locationName": "id"}, "Key": {"shape": "Text", "location": "uri", "locationName": "key"},
  "When": {"shape": "Time", "location": "uri", "locationName": "when"}})";

TEST(RestRequest, FillsLabels) {
  const auto request = write("rest-json", kPathMembers, "/a/{id}/{key+}/(x+)+?fixed&v=1",
                             R"({"Id": "x/y z", "Key": "k/l m"})", "GET");
  EXPECT_EQ(request->uri, "/a/x%2Fy%20z/k/l%20m/(x+)+?fixed&v=1");
  EXPECT_EQ(request->body, "");
  EXPECT_FALSE(request->headers.has("Content-Type"));
  EXPECT_EQ(write("rest-xml", kPathMembers, "/{when}", R"({"When": "2019-12-16T23:48:18Z"})")->uri,
            "/2019-12-16T23%3A48%3A18Z");
}

TEST(RestRequest, LabelsMayNotBeEmptyOrUnknown) {
  for (const char* input : {R"({"Id": ""})", "{}"}) {
    const auto request = write("rest-json", kPathMembers, "/a/{id}", input);
    ASSERT_FALSE(request.has_value());
    EXPECT_EQ(request.error().code, "model.bad_input");
    EXPECT_EQ(request.error().detail, "Id is required and may not be empty");
  }
  EXPECT_FALSE(write("rest-json", kPathMembers, "/a/{other}", "{}").has_value());
  EXPECT_EQ(write("rest-json", kPathMembers, "/a/{open", "{}")->uri, "/a/{open");
}

constexpr const char* kQueryMembers = R"("members": {
  "A": {"shape": "Text", "location": "querystring", "locationName": "a"}, "L": {"shape": "Texts", "location": "querystring", "locationName": "l"},
  "When": {"shape": "Time", "location": "querystring", "locationName": "when"}, "M": {"shape": "Map", "location": "querystring"},
  "N": {"shape": "MapOfLists", "location": "querystring"}})";

TEST(RestRequest, WritesTheQueryStringWithNamedMembersFirst) {
  EXPECT_EQ(write("rest-json", kQueryMembers, "/?x=1",
                  R"({"M": {"a": "map", "b": "2 3"}, "A": "", "L": ["p", null, "q"]})")
                ->uri,
            "/?x=1&b=2%203&a=&l=p&l=q");
  EXPECT_EQ(write("rest-json", kQueryMembers, "/",
                  R"({"N": {"k": ["1", "2"]}, "When": "2019-12-16T23:48:18Z"})")
                ->uri,
            "/?k=1&k=2&when=2019-12-16T23%3A48%3A18Z");
}

constexpr const char* kHeaderMembers = R"("members": {
  "H": {"shape": "Text", "location": "header", "locationName": "X-H"}, "L": {"shape": "Texts", "location": "header", "locationName": "X-L"},
  "When": {"shape": "Time", "location": "header", "locationName": "X-When"}, "P": {"shape": "Map", "location": "headers", "locationName": "X-P-"},
  "J": {"shape": "Text", "jsonvalue": true, "location": "header", "locationName": "X-J"}})";

TEST(RestRequest, WritesHeaders) {
  const auto request = write(
      "rest-json", kHeaderMembers, "/",
      R"({"H": "h", "L": ["a", "b,c", "\"d\""], "When": "2019-12-16T23:48:18Z", "P": {"k": "v", "n": null}, "J": {"x": 1}})");
  EXPECT_EQ(request->headers.find("X-H"), "h");
  EXPECT_EQ(request->headers.find("X-L"), R"(a, "b,c", "\"d\"")");
  EXPECT_EQ(request->headers.find("X-When"), "Mon, 16 Dec 2019 23:48:18 GMT");
  EXPECT_EQ(request->headers.find("X-P-k"), "v");
  EXPECT_FALSE(request->headers.has("X-P-n"));
  EXPECT_EQ(request->headers.find("X-J"), "eyJ4IjoxfQ==");
  EXPECT_FALSE(request->headers.has("Content-Type"));
}

TEST(RestRequest, WritesBodies) {
  constexpr const char* kBody =
      R"("members": {"Name": {"shape": "Text"}, "H": {"shape": "Text", "location": "header", "locationName": "h"}})";
  EXPECT_EQ(write("rest-json", kBody, "/", R"({"Name": "n", "H": "h"})")->body, R"({"Name":"n"})");
  EXPECT_EQ(write("rest-json", kBody, "/", "{}")->body, "{}");
  EXPECT_EQ(write("rest-xml", kBody, "/", R"({"Name": "n", "H": "h"})")->body,
            "<DoRequest><Name>n</Name></DoRequest>");
  EXPECT_EQ(write("rest-xml", kBody, "/", R"({"H": "h"})")->body, "");
  EXPECT_EQ(write("rest-xml", kBody, "/", R"({"Name": "n"})")->headers.find("Content-Type"),
            "application/xml");
}

TEST(RestRequest, WritesPayloads) {
  const auto payload = [](const std::string& shape) {
    return "\"payload\": \"P\", \"members\": {\"P\": {\"shape\": \"" + shape +
           "\", \"locationName\": \"Root\"}}";
  };
  const auto structure = write("rest-json", payload("Thing"), "/", R"({"P": {"Name": "n"}})");
  EXPECT_EQ(structure->body, R"({"Name":"n"})");
  EXPECT_EQ(structure->headers.find("Content-Type"), "application/json");
  EXPECT_EQ(write("rest-json", payload("Thing"), "/", "{}")->body, "{}");
  EXPECT_EQ(write("rest-xml", payload("Thing"), "/", R"({"P": {"Name": "n"}})")->body,
            "<Root><Name>n</Name></Root>");
  EXPECT_EQ(write("rest-xml", payload("Thing"), "/", "{}")->body, "");
  const auto bytes = write("rest-json", payload("Bytes"), "/", R"({"P": "AAE="})");
  EXPECT_EQ(bytes->body, std::string("\0\1", 2));
  EXPECT_EQ(bytes->headers.find("Content-Type"), "application/octet-stream");
  const auto text = write("rest-xml", payload("Text"), "/", R"({"P": "<t>"})");
  EXPECT_EQ(text->body, "<t>");
  EXPECT_EQ(text->headers.find("Content-Type"), "text/plain");
}

}  // namespace
}  // namespace sextant::aws
