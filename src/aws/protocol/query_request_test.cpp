#include "aws/protocol/query_request.h"

#include <gtest/gtest.h>

#include <string>

#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

std::shared_ptr<const ServiceModel> model(const std::string& protocol) {
  return test_model("\"protocol\": \"" + protocol + "\"", R"(
    "In": {"type": "structure", "members": {
      "Text": {"shape": "Text"}, "lower": {"shape": "Text"}, "Named": {"shape": "Text", "locationName": "wireName"},
      "Own": {"shape": "Text", "locationName": "x", "queryName": "own"},
      "List": {"shape": "List"}, "Renamed": {"shape": "Renamed"}, "Flat": {"shape": "List", "flattened": true, "locationName": "F"},
      "Map": {"shape": "Map"}, "FlatMap": {"shape": "Map", "flattened": true}, "Nested": {"shape": "In"},
      "When": {"shape": "Time"}, "On": {"shape": "Flag"}, "Items": {"shape": "Items"}}},
    "List": {"type": "list", "member": {"shape": "Text"}},
    "Renamed": {"type": "list", "member": {"shape": "Text", "locationName": "item"}},
    "Items": {"type": "list", "member": {"shape": "In"}},
    "Map": {"type": "map", "key": {"shape": "Text", "locationName": "Name"}, "value": {"shape": "Text", "locationName": "Value"}},
    "Text": {"type": "string"}, "Time": {"type": "timestamp"}, "Flag": {"type": "boolean"})");
}

std::string form(const std::string& protocol, const std::string& input) {
  const auto made = model(protocol);
  return write_query_request(*made, test_operation(*made),
                             parse_json_text(input).value().as_object())
      .body.substr(28);
}

TEST(QueryRequest, HasActionVersionAndType) {
  const auto made = model("query");
  const WireRequest request = write_query_request(*made, test_operation(*made), {});
  EXPECT_EQ(request.body, "Action=Do&Version=2020-01-01");
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.uri, "/");
  EXPECT_EQ(request.headers.find("content-type"),
            "application/x-www-form-urlencoded; charset=utf-8");
}

TEST(QueryRequest, WritesMembersInTheOrderOfTheInput) {
  EXPECT_EQ(
      form(
          "query",
          R"({"lower": "b", "Text": "a b&=+/\u00e9~", "Named": "", "On": false, "When": "2014-04-29T18:30:38Z"})"),
      "&lower=b&Text=a%20b%26%3D%2B%2F%C3%A9~&wireName=&On=false&When=2014-04-29T18%3A30%3A38Z");
  EXPECT_EQ(form("query", R"({"Nested": {"Nested": {"Text": "x"}}})"), "&Nested.Nested.Text=x");
}

TEST(QueryRequest, WritesCollections) {
  EXPECT_EQ(form("query", R"({"List": ["a", "b"], "Renamed": ["c"], "Flat": ["d"]})"),
            "&List.member.1=a&List.member.2=b&Renamed.item.1=c&F.1=d");
  EXPECT_EQ(form("query", R"({"Map": {"k": "v", "l": "w"}, "FlatMap": {"m": "x"}})"),
            "&Map.entry.1.Name=k&Map.entry.1.Value=v&Map.entry.2.Name=l&Map.entry.2.Value=w&"
            "FlatMap.1.Name=m&FlatMap.1.Value=x");
  EXPECT_EQ(form("query", R"({"Items": [{"List": ["a"]}, {"Text": "t"}]})"),
            "&Items.member.1.List.member.1=a&Items.member.2.Text=t");
  EXPECT_EQ(form("query", R"({"List": [], "Map": {}})"), "&List=");
}

TEST(QueryRequest, Ec2HasItsOwnNamesAndNoWrappers) {
  EXPECT_EQ(
      form(
          "ec2",
          R"({"lower": "b", "Named": "n", "Own": "o", "List": ["a", "b"], "Renamed": ["c"], "Nested": {"lower": "x"}})"),
      "&Lower=b&WireName=n&own=o&List.1=a&List.2=b&Renamed.1=c&Nested.Lower=x");
  EXPECT_EQ(form("ec2", R"({"List": []})"), "");
}

}  // namespace
}  // namespace sextant::aws
