#include "aws/protocol/xml_body.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include <string>

#include "aws/testing/test_model.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

std::shared_ptr<const ServiceModel> model() {
  static const auto made = test_model(R"("protocol": "rest-xml")", R"(
    "Out": {"type": "structure", "xmlNamespace": {"uri": "urn:out"}, "members": {
      "Text": {"shape": "Text", "locationName": "text"}, "Count": {"shape": "Number"}, "On": {"shape": "Flag"},
      "Data": {"shape": "Bytes"}, "When": {"shape": "Time"}, "Nested": {"shape": "Out"},
      "Names": {"shape": "Names"}, "Flat": {"shape": "Names", "flattened": true, "locationName": "F"},
      "Old": {"shape": "OldFlat"}, "Map": {"shape": "Map"}, "FlatMap": {"shape": "Map", "flattened": true},
      "Kind": {"shape": "Text", "xmlAttribute": true, "locationName": "xsi:type"},
      "Head": {"shape": "Text", "location": "header", "locationName": "x-head"}}},
    "Names": {"type": "list", "member": {"shape": "Text", "locationName": "item"}},
    "OldFlat": {"type": "list", "flattened": true, "member": {"shape": "Text", "locationName": "OldName"}},
    "Map": {"type": "map", "key": {"shape": "Text", "locationName": "K"}, "value": {"shape": "Number"}},
    "Text": {"type": "string"}, "Number": {"type": "integer"}, "Flag": {"type": "boolean"}, "Bytes": {"type": "blob"},
    "Time": {"type": "timestamp"})");
  return made;
}

const ShapeRef& ref() {
  return *test_operation(*model()).output;
}

std::string write(const std::string& input) {
  return write_xml(ref(), parse_json_text(input).value());
}

std::string read(std::string_view body) {
  const auto document = parse_xml(body);
  if (!document) return document.error().code + ": " + document.error().detail;
  const auto value = read_xml(ref(), xml_root(*document));
  return value ? json::serialize(*value) : value.error().code + ": " + value.error().detail;
}

TEST(XmlBody, WritesElementsAttributesAndNamespaces) {
  EXPECT_EQ(
      write(
          R"({"Kind": "a<\"b", "Text": " x<&>\n", "On": true, "When": "2014-04-29T18:30:38Z", "Head": "h"})"),
      "<Out xmlns=\"urn:out\" xsi:type=\"a&lt;&quot;b\"><text> "
      "x&lt;&amp;&gt;&#xA;</text><On>true</On>"
      "<When>2014-04-29T18:30:38Z</When></Out>");
  EXPECT_EQ(write(R"({"Nested": {}})"),
            "<Out xmlns=\"urn:out\"><Nested xmlns=\"urn:out\"></Nested></Out>");
}

TEST(XmlBody, WritesCollections) {
  EXPECT_EQ(
      write(R"({"Names": ["a", "b"], "Flat": ["c", null], "Old": ["d"]})"),
      "<Out "
      "xmlns=\"urn:out\"><Names><item>a</item><item>b</item></Names><F>c</F><Old>d</Old></Out>");
  EXPECT_EQ(write(R"({"Map": {"k": 1}, "FlatMap": {"l": 2}, "Names": []})"),
            "<Out xmlns=\"urn:out\"><Map><entry><K>k</K><value>1</value></entry></Map>"
            "<FlatMap><K>l</K><value>2</value></FlatMap><Names></Names></Out>");
}

TEST(XmlBody, WhatIsWrittenIsReadBack) {
  const std::string input =
      R"({"Text":" a\r\n<]]>\u00e9 ","Count":-5,"On":false,"Data":"AAE=","When":"2014-04-29T18:30:38Z",)"
      R"("Nested":{"Names":["x"]},"Names":["a",""],"Flat":["b","c"],"Old":["d"],"Map":{"k":1,"l":2},)"
      R"("FlatMap":{"m":3},"Kind":"q\"&"})";
  EXPECT_EQ(read(write(input)), json::serialize(parse_json_text(input).value()));
}

TEST(XmlBody, ReadsWithPrefixesCommentsCdataAndUnknownElements) {
  EXPECT_EQ(read("<?xml version=\"1.0\"?><!-- c --><a:Out xmlns:a='u' "
                 "xsi:type='K'><a:text>x<![CDATA[<y>]]></a:text>"
                 "<Unknown><text>no</text></Unknown><Names> "
                 "<item>1</item>\n<other>2</other></Names><Count/><Data/><Names/></a:Out>"),
            R"({"Text":"x<y>","Data":"","Names":["1","2"],"Kind":"K"})");
  EXPECT_EQ(read("<Out><text>   </text></Out>"), R"({"Text":"   "})");
  EXPECT_EQ(read("<Out><text/></Out>"), R"({"Text":""})");
}

TEST(XmlBody, TakesFlattenedListsByTheirOldNameAsWell) {
  EXPECT_EQ(read("<Out><OldName>a</OldName><OldName>b</OldName></Out>"), R"({"Old":["a","b"]})");
  EXPECT_EQ(read("<Out><Old>a</Old><F>1</F><text>t</text><F>2</F></Out>"),
            R"({"Text":"t","Flat":["1","2"],"Old":["a"]})");
}

TEST(XmlBody, RefusesWhatIsNotXmlOrNotOfTheModel) {
  for (const char* body :
       {"", "{}", "<Out><text>", "<Out></Other>", "<Out", "<!DOCTYPE html><html></html>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><Out><text>&b;</text></Out>", "<Out>\xff</Out>"}) {
    EXPECT_EQ(read(body).find("aws.unreadable_answer: the body is "), 0U) << body << read(body);
  }
  EXPECT_EQ(read("<Out><Nested><Count>x</Count></Nested></Out>"),
            "aws.unreadable_answer: .Nested.Count \"x\" is not a whole number");
  EXPECT_EQ(read("<Out><Map><entry><value>1</value></entry></Map></Out>"),
            "aws.unreadable_answer: .Map an entry of a map has no key");
}

TEST(XmlBody, EntitiesOfOthersAreNotExpanded) {
  EXPECT_EQ(read("<Out><text>&lt;&#65;&unknown;</text></Out>"), R"({"Text":"<A&unknown;"})");
}

TEST(XmlBody, BoundsTheNesting) {
  std::string body;
  for (int i = 0; i < 150; ++i) body += "<Nested>";
  for (int i = 0; i < 150; ++i) body += "</Nested>";
  EXPECT_NE(read("<Out>" + body + "</Out>").find("nests too deeply"), std::string::npos);
  std::string very_deep;
  for (int i = 0; i < 200'000; ++i) very_deep += "<a>";
  for (int i = 0; i < 200'000; ++i) very_deep += "</a>";
  EXPECT_EQ(read("<Out>" + very_deep + "</Out>"), "{}");
}

}  // namespace
}  // namespace sextant::aws
