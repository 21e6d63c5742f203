#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "sim/protocol/cbor.h"
#include "sim/protocol/form_tree.h"
#include "sim/protocol/router.h"
#include "sim/protocol/target.h"
#include "sim/protocol/xml.h"

namespace sextant::sim {
namespace {

TEST(Target, KeepsThePathAsSentAndDecodesTheRest) {
  const Target target = parse_target("/a%20b/c?x=1%2B2&flag&y=a+b&x=3");
  EXPECT_EQ(target.raw_path, "/a%20b/c");
  EXPECT_EQ(target.path, "/a b/c");
  EXPECT_EQ(target.find("x"), "1+2") << "the first";
  EXPECT_EQ(target.find("flag"), "");
  EXPECT_EQ(target.find("y"), "a+b") << "a plus is a plus in an address";
  EXPECT_FALSE(target.has("z"));
  EXPECT_EQ(parse_form("y=a+b").front().second, "a b") << "and a space in a form";
}

TEST(Target, BoundsTheNumberOfPairs) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "a=1&";
  EXPECT_EQ(parse_form(text).size(), 10'000U);
}

TEST(FormTree, NestsAtDotsAndListsByNumber) {
  const json::object tree =
      form_tree(parse_form("Action=X&Filter.1.Name=n&Filter.1.Value.2=b&Filter.1.Value.1=a&Names."
                           "member.10=j&Names.member.9=i"));
  EXPECT_EQ(text_at(tree, "Action"), "X");
  const json::object filter = form_list(tree, "Filter").at(0).as_object();
  EXPECT_EQ(text_at(filter, "Name"), "n");
  EXPECT_EQ(form_texts(filter, "Value"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(form_texts(tree, "Names"), (std::vector<std::string>{"i", "j"})) << "9 before 10";
  EXPECT_TRUE(form_texts(tree, "None").empty());
  EXPECT_TRUE(form_list(tree, "Action").empty());
}

TEST(FormTree, SurvivesNamesThatContradictOrNestWithoutEnd) {
  const json::object tree = form_tree(parse_form("a=1&a.b=2&a.b.c=3"));
  EXPECT_EQ(json::serialize(tree), R"({"a":{"b":{"c":"3"}}})");
  std::string deep = "a";
  for (int i = 0; i < 5000; ++i) deep += ".a";
  EXPECT_TRUE(form_tree(parse_form(deep + "=1")).empty());
}

TEST(Xml, RepeatsArraysAndWritesAttributesAndText) {
  EXPECT_EQ(
      xml_element(
          "R",
          json::parse(
              R"({"@xmlns": "urn:x", "L": {"member": [1, "a<&\"", true]}, "N": null, "E": {}})")),
      R"(<R xmlns="urn:x"><L><member>1</member><member>a&lt;&amp;&quot;</member><member>true</member></L><E></E></R>)");
  EXPECT_EQ(xml_element("R", json::parse(R"({"#text": "eu-west-1"})")), "<R>eu-west-1</R>");
}

TEST(Cbor, GivesBackWhatItWrote) {
  for (const char* text :
       {"null", "true", "false", "0", "23", "24", "255", "256", "65536", "4294967296", "-1", "-25",
        "-70000", "1.5", R"("")", R"("a text of more than twenty-three characters")", "[]",
        "[1,[2,{}]]", R"({"a":{"b":[null,-1]}})"}) {
    const json::value value = json::parse(text);
    const auto back = cbor_decode(cbor_encode(value));
    ASSERT_TRUE(back) << text;
    EXPECT_EQ(*back, value) << text;
  }
}

TEST(Cbor, ReadsIndefiniteLengthsTagsAndFloats) {
  // {_ "a": [_ 1, 2], "t": 1(1.5f), "s": (_ "x", "y")}
  const std::string bytes(
      "\xbf\x61\x61\x9f\x01\x02\xff\x61t\xc1\xfa\x3f\xc0\x00\x00\x61s\x7f\x61x\x61y\xff\xff", 24);
  const auto value = cbor_decode(bytes);
  ASSERT_TRUE(value);
  EXPECT_EQ(json::serialize(*value), R"({"a":[1,2],"t":1.5E0,"s":"xy"})");
}

TEST(Cbor, RefusesWhatIsMalformed) {
  for (const std::string& bytes :
       {std::string(), std::string("\x18"), std::string("\x61"),
        std::string("\x9b\xff\xff\xff\xff\xff\xff\xff\xff"), std::string("\xbf\x01\x02\xff"),
        std::string("\x1c"), std::string("\x01\x01"), std::string("\x9f"), std::string("\xf8\x20"),
        std::string("\x1f"), std::string(100, '\x81'), std::string("\x7f\x01\xff")}) {
    EXPECT_FALSE(cbor_decode(bytes)) << bytes.size();
  }
}

TEST(MatchPath, TakesLabels) {
  const auto match = [](const char* pattern, const char* path) -> std::optional<std::string> {
    json::object labels;
    if (!match_path(pattern, path, labels)) return std::nullopt;
    return json::serialize(labels);
  };
  EXPECT_EQ(match("/clusters", "/clusters"), "{}");
  EXPECT_EQ(match("/clusters", "/clusters/"), "{}");
  EXPECT_EQ(match("/{Bucket}", "/name"), R"({"Bucket":"name"})");
  EXPECT_EQ(match("/{Bucket}/{Key+}", "/name/a/b"), R"({"Bucket":"name","Key":"a/b"})");
  EXPECT_EQ(match("/clusters/{name}/nodes", "/clusters/x/nodes"), R"({"name":"x"})");
  EXPECT_FALSE(match("/{Bucket}", "/name/key"));
  EXPECT_FALSE(match("/{Bucket}", "/"));
  EXPECT_FALSE(match("/clusters", "/cluster"));
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    add("sts", Protocol::kQuery, "", "2011-06-15", {"GetCallerIdentity"});
    add("iam", Protocol::kQuery, "", "2010-05-08", {"GetUser"});
    add("ce", Protocol::kJson11, "AWSInsightsIndexService", "", {"GetCostAndUsage"});
    Service s3;
    s3.name = s3.signing_name = "s3";
    s3.protocol = Protocol::kRestXml;
    for (const auto& [name, path, key] : {std::tuple{"ListBuckets", "/", ""},
                                          {"ListObjects", "/{Bucket}", ""},
                                          {"GetBucketPolicy", "/{Bucket}", "policy"}}) {
      Operation operation;
      operation.name = name;
      operation.path = path;
      operation.query_key = key;
      s3.operations.push_back(std::move(operation));
    }
    registry_.add(std::move(s3));
  }
  void add(const char* name, Protocol protocol, const char* prefix, const char* version,
           const std::vector<const char*>& operations) {
    Service service;
    service.name = service.signing_name = name;
    service.protocol = protocol;
    service.target_prefix = prefix;
    service.version = version;
    for (const char* operation : operations) {
      service.operations.emplace_back();
      service.operations.back().name = operation;
    }
    registry_.add(std::move(service));
  }
  // "service.operation", "service." where it has none of that name, "" where no service fits.
  std::string route(const http::ServerRequest& request, const std::string& scope) {
    const Target target = parse_target(request.target);
    const Route found = find_route(registry_, request, target, parse_form(request.body), scope);
    if (found.service == nullptr) return "";
    return found.service->name + "." + (found.operation != nullptr ? found.operation->name : "");
  }
  http::ServerRequest request(const char* method, const char* target, const char* body = "") {
    http::ServerRequest out;
    out.method = method;
    out.target = target;
    out.body = body;
    return out;
  }
  Registry registry_;
};

TEST_F(RouterTest, FindsByTargetActionOrPath) {
  http::ServerRequest json = request("POST", "/");
  json.headers.add("X-Amz-Target", "AWSInsightsIndexService.GetCostAndUsage");
  EXPECT_EQ(route(json, "ce"), "ce.GetCostAndUsage");
  json.headers.set("X-Amz-Target", "AWSInsightsIndexService.Other");
  EXPECT_EQ(route(json, "ce"), "ce.");
  json.headers.set("X-Amz-Target", "Nobody.Other");
  EXPECT_EQ(route(json, "ce"), "");
  json.headers.set("X-Amz-Target", "nodot");
  EXPECT_EQ(route(json, "ce"), "");
  EXPECT_EQ(route(request("POST", "/", "Action=GetCallerIdentity&Version=2011-06-15"), "sts"),
            "sts.GetCallerIdentity");
  EXPECT_EQ(route(request("POST", "/", "Action=GetUser&Version=2010-05-08"), ""), "iam.GetUser");
  EXPECT_EQ(route(request("POST", "/", "Action=GetUser&Version=2010-05-08"), "sts"), "");
  EXPECT_EQ(route(request("POST", "/", "Action=GetUser&Version=1999-01-01"), "iam"), "");
  EXPECT_EQ(route(request("GET", "/"), "s3"), "s3.ListBuckets");
  EXPECT_EQ(route(request("GET", "/name"), "s3"), "s3.ListObjects");
  EXPECT_EQ(route(request("GET", "/name?policy"), "s3"), "s3.GetBucketPolicy");
  EXPECT_EQ(route(request("DELETE", "/name"), "s3"), "s3.");
  EXPECT_EQ(route(request("GET", "/"), ""), "") << "what must be signed is not found unsigned";
}

TEST_F(RouterTest, SpeaksCborWhereAsked) {
  http::ServerRequest rpc =
      request("POST", "/service/AWSInsightsIndexService/operation/GetCostAndUsage");
  rpc.headers.add("smithy-protocol", "rpc-v2-cbor");
  const Route found = find_route(registry_, rpc, parse_target(rpc.target), {}, "ce");
  ASSERT_NE(found.operation, nullptr);
  EXPECT_EQ(found.protocol, Protocol::kCbor);
  rpc.target = "/service/x";
  EXPECT_EQ(route(rpc, "ce"), "");
}

}  // namespace
}  // namespace sextant::sim
