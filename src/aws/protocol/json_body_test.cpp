#include "aws/protocol/json_body.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::shared_ptr<const ServiceModel> model() {
  static const auto made = test_model(R"("protocol": "rest-json")", R"(
    "Out": {"type": "structure", "members": {
      "Text": {"shape": "Text", "locationName": "text"}, "Count": {"shape": "Number"}, "Ratio": {"shape": "Real"},
      "On": {"shape": "Flag"}, "Data": {"shape": "Bytes"}, "When": {"shape": "Time"}, "Day": {"shape": "Time", "timestampFormat": "iso8601"},
      "Items": {"shape": "Items"}, "Map": {"shape": "Map"}, "Free": {"shape": "Anything"},
      "Head": {"shape": "Text", "location": "header", "locationName": "x-head"}}},
    "Items": {"type": "list", "member": {"shape": "Out"}},
    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Number"}},
    "Anything": {"type": "structure", "document": true, "members": {}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}, "Real": {"type": "double"}, "Flag": {"type": "boolean"},
    "Bytes": {"type": "blob"}, "Time": {"type": "timestamp"})");
  return made;
}

const ShapeRef& ref() {
  return *test_operation(*model()).output;
}

std::string read(std::string_view body) {
  const auto value = read_json_body(ref(), body);
  return value ? json::serialize(*value) : value.error().code + ": " + value.error().detail;
}

TEST(JsonBody, WritesWireNamesAndWireTimes) {
  const json::value input =
      parse_json_text(
          R"({"Text": "a", "When": "2014-04-29T18:30:38Z", "Day": "2014-04-29T18:30:38Z",
    "Items": [{"Text": "b"}, null], "Map": {"k": 1, "n": null}, "Free": {"Text": 1}, "Head": "h", "Ratio": "NaN"})")
          .value();
  EXPECT_EQ(
      json::serialize(write_json(ref(), input)),
      R"({"text":"a","When":1398796238,"Day":"2014-04-29T18:30:38Z","Items":[{"text":"b"},null],"Map":{"k":1,"n":null},)"
      R"("Free":{"Text":1},"Ratio":"NaN"})");
  const json::value fraction = parse_json_text(R"({"When": "2014-04-29T18:30:38.5Z"})").value();
  EXPECT_EQ(write_json(ref(), fraction).at("When"), 1398796238.5);
}

TEST(JsonBody, ReadsByTheModelAndInItsOrder) {
  EXPECT_EQ(
      read(
          R"({"unknown": {"a": [1]}, "Day": "2014-04-29T18:30:38Z", "When": 1398796238.25, "text": "a", "Count": 3,
                     "Ratio": 2, "On": false, "Data": "YQ==", "Items": [{"text": null}, null], "Map": {"k": 1, "n": null},
                     "Free": [1, null], "x-head": "no"})"),
      R"({"Text":"a","Count":3,"Ratio":2,"On":false,"Data":"YQ==","When":"2014-04-29T18:30:38.250Z",)"
      R"("Day":"2014-04-29T18:30:38Z","Items":[{},null],"Map":{"k":1,"n":null},"Free":[1,null]})");
  EXPECT_EQ(read(""), "{}");
  EXPECT_EQ(read(" \n"), "{}");
}

TEST(JsonBody, BearsWhatServicesDoWithScalars) {
  EXPECT_EQ(read(R"({"text": 5})"), R"({"Text":"5"})");
  EXPECT_EQ(read(R"({"text": true})"), R"({"Text":"true"})");
  EXPECT_EQ(read(R"({"text": 1.5})"), R"({"Text":"1.5"})");
  EXPECT_EQ(read(R"({"Count": 5.0})"), R"({"Count":5})");
  EXPECT_EQ(read(R"({"Count": "5"})"), R"({"Count":5})");
  EXPECT_EQ(read(R"({"Ratio": "Infinity"})"), R"({"Ratio":"Infinity"})");
  EXPECT_EQ(read(R"({"On": "true"})"), R"({"On":true})");
  EXPECT_EQ(read(R"({"When": "Tue, 29 Apr 2014 18:30:38 GMT"})"),
            R"({"When":"2014-04-29T18:30:38Z"})");
}

TEST(JsonBody, RefusesWhatIsNotOfTheModelAndNamesIt) {
  EXPECT_EQ(read("<html>").find("aws.unreadable_answer: the body is not JSON"), 0U);
  EXPECT_EQ(read(R"({"text": "a)").find("aws.unreadable_answer: the body is not JSON"), 0U);
  EXPECT_EQ(read("[]"), "aws.unreadable_answer: is not an object");
  EXPECT_EQ(read(R"({"text": {}})"), "aws.unreadable_answer: .Text is not a string");
  EXPECT_EQ(read(R"({"Count": 1.5})"), "aws.unreadable_answer: .Count is not a whole number");
  EXPECT_EQ(read(R"({"Count": 1e300})"), "aws.unreadable_answer: .Count is not a whole number");
  EXPECT_EQ(read(R"({"On": 1})"), "aws.unreadable_answer: .On is not of the announced type");
  EXPECT_EQ(read(R"({"Data": "*"})"), "aws.unreadable_answer: .Data \"*\" is not base64");
  EXPECT_EQ(read(R"({"When": 1e15})"), "aws.unreadable_answer: .When is not a time");
  EXPECT_EQ(read(R"({"Items": {}})"), "aws.unreadable_answer: .Items is not a list");
  EXPECT_EQ(read(R"({"Items": [{}, {"Map": {"k": []}}]})"),
            "aws.unreadable_answer: .Items.1.Map.k is not of the announced type");
}

TEST(JsonBody, BoundsTheNesting) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += R"({"Items":[)";
  EXPECT_EQ(read(deep).find("aws.unreadable_answer: the body is not JSON"), 0U);
}

}  // namespace
}  // namespace sextant::aws
