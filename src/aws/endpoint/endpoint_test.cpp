#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "aws/endpoint/functions.h"
#include "aws/endpoint/parameters.h"
#include "aws/endpoint/resolver.h"
#include "aws/model/service_model.h"

namespace sextant::aws {
namespace {

namespace json = boost::json;

Partitions partitions() {
  return *Partitions::parse(json::parse(R"({"partitions": [
    {"id": "aws", "regionRegex": "^(us|eu)\\-\\w+\\-\\d+$", "regions": {"aws-global": {}},
     "outputs": {"dnsSuffix": "amazonaws.com", "name": "aws"}},
    {"id": "aws-cn", "regionRegex": "^cn\\-\\w+\\-\\d+$", "regions": {"us-looks-wrong-1": {}},
     "outputs": {"dnsSuffix": "amazonaws.com.cn"}}]})"));
}

json::value call(std::string_view name, const std::string& arguments) {
  const json::value parsed = json::parse(arguments);
  const auto& items = parsed.as_array();
  return call_endpoint_function(name, {items.begin(), items.end()}, partitions());
}

std::string called(std::string_view name, const std::string& arguments) {
  return json::serialize(call(name, arguments));
}

TEST(Partitions, FindsByListThenByPatternThenFallsBack) {
  const auto name = [](std::string_view region) {
    return std::string(partitions().find(region).at("name").as_string());
  };
  EXPECT_EQ(name("us-east-1"), "aws");
  EXPECT_EQ(name("cn-north-1"), "aws-cn");
  EXPECT_EQ(name("us-looks-wrong-1"), "aws-cn") << "the list beats the pattern";
  EXPECT_EQ(name("mars-1"), "aws");
  EXPECT_EQ(name(std::string(100'000, 'u')), "aws") << "patterns are not asked about monsters";
}

TEST(Partitions, RefusesMalformedDocuments) {
  for (const char* text : {"1", "{}", R"({"partitions": []})", R"({"partitions": [1]})",
                           R"({"partitions": [{"id": "a"}]})",
                           R"({"partitions": [{"id": "a", "regionRegex": "(", "outputs": {}}]})"}) {
    EXPECT_EQ(Partitions::parse(json::parse(text)).error().code, "aws.endpoint_rules") << text;
  }
}

TEST(EndpointFunctions, ParsesUrls) {
  EXPECT_EQ(
      called("parseURL", R"(["https://a.com:8443/x//y"])"),
      R"({"scheme":"https","authority":"a.com:8443","path":"/x//y","normalizedPath":"/x/y/","isIp":false})");
  EXPECT_EQ(call("parseURL", R"(["http://127.0.0.1"])").at("isIp"), json::value(true));
  EXPECT_EQ(call("parseURL", R"(["http://[::1]:80"])").at("isIp"), json::value(true));
  EXPECT_EQ(call("parseURL", R"(["http://256.0.0.1"])").at("isIp"), json::value(false));
  for (const char* text :
       {R"(["https://a.com?x=1"])", R"(["ftp://a.com"])", R"(["a.com"])", "[1]", "[]"}) {
    EXPECT_EQ(called("parseURL", text), "null") << text;
  }
}

TEST(EndpointFunctions, ParsesArns) {
  EXPECT_EQ(called("aws.parseArn", R"(["arn:aws:s3:us-west-2:123456789012:accesspoint:a/b"])"),
            R"({"partition":"aws","service":"s3","region":"us-west-2","accountId":"123456789012",)"
            R"("resourceId":["accesspoint","a","b"]})");
  for (const char* text : {R"(["arn:aws:s3:::"])", R"(["arn::s3:::x"])", R"(["arn:aws:s3"])",
                           R"(["x:aws:s3:::b"])", "[null]"}) {
    EXPECT_EQ(called("aws.parseArn", text), "null") << text;
  }
}

TEST(EndpointFunctions, ChecksHostNames) {
  EXPECT_EQ(called("isValidHostLabel", R"(["a-1", false])"), "true");
  EXPECT_EQ(called("isValidHostLabel", R"(["a.b", false])"), "false");
  EXPECT_EQ(called("isValidHostLabel", R"(["a.b", true])"), "true");
  for (const char* text : {R"(["-a", true])", R"(["a-", true])", R"(["", true])",
                           R"(["a..b", true])", R"(["a_b", true])", "[]"}) {
    EXPECT_EQ(called("isValidHostLabel", text), "false") << text;
  }
  EXPECT_EQ(called("isValidHostLabel", "[\"" + std::string(64, 'a') + "\", false]"), "false");
  EXPECT_EQ(called("aws.isVirtualHostableS3Bucket", R"(["my-bucket", false])"), "true");
  for (const char* text : {R"(["My", false])", R"(["aa", false])", R"(["Bucket", false])",
                           R"(["192.168.0.1", true])", R"(["a.b", false])"}) {
    EXPECT_EQ(called("aws.isVirtualHostableS3Bucket", text), "false") << text;
  }
}

TEST(EndpointFunctions, CutsText) {
  EXPECT_EQ(called("substring", R"(["abcdef", 0, 2, false])"), R"("ab")");
  EXPECT_EQ(called("substring", R"(["abcdef", 0, 2, true])"), R"("ef")");
  for (const char* text :
       {R"(["ab", 0, 3, false])", R"(["ab", 2, 1, false])", R"(["ab", -1, 1, false])",
        R"(["äb", 0, 1, false])", "[1, 0, 1, false]"}) {
    EXPECT_EQ(called("substring", text), "null") << text;
  }
  EXPECT_EQ(called("split", R"(["a--b--c", "--", 0])"), R"(["a","b","c"])");
  EXPECT_EQ(called("split", R"(["a--b--c", "--", 2])"), R"(["a","b--c"])");
  EXPECT_EQ(called("split", R"(["a", "", 0])"), "null");
  EXPECT_EQ(called("uriEncode", R"(["a b/é"])"), R"("a%20b%2F%C3%A9")");
}

TEST(EndpointFunctions, DecidesAndReachesIn) {
  EXPECT_EQ(called("coalesce", "[null, 1, 2]"), "1");
  EXPECT_EQ(called("coalesce", "[]"), "null");
  EXPECT_EQ(called("ite", R"([false, "a", "b"])"), R"("b")");
  EXPECT_EQ(called("not", "[false]"), "true");
  EXPECT_EQ(called("booleanEquals", "[null, true]"), "false");
  EXPECT_EQ(called("isSet", "[null]"), "false");
  EXPECT_EQ(called("getAttr", R"([{"a": {"b": [1, 2]}}, "a.b[1]"])"), "2");
  EXPECT_EQ(called("getAttr", R"([[1, 2], "[-1]"])"), "2");
  for (const char* text : {R"([{"a": 1}, "a.b"])", R"([[1], "[5]"])", R"([[1], "[x]"])",
                           R"([[1], "[0"])", R"([1, "a"])"}) {
    EXPECT_EQ(called("getAttr", text), "null") << text;
  }
}

Result<EndpointRules> rules_of(
    const std::string& rules,
    const std::string& parameters = R"({"Region": {"type": "string", "builtIn": "AWS::Region"}})") {
  return EndpointRules::parse(json::parse(
      R"({"version": "1.0", "parameters": )" + parameters + R"(, "rules": )" + rules + "}", {},
      {.max_depth = 1000}));
}

TEST(EndpointRules, FillsTemplatesAndScopes) {
  const auto rules = rules_of(R"([
    {"type": "tree", "conditions": [{"fn": "aws.partition", "argv": [{"ref": "Region"}], "assign": "P"}], "rules": [
      {"type": "endpoint", "conditions": [{"fn": "stringEquals", "argv": [{"fn": "getAttr", "argv": [{"ref": "P"}, "name"]}, "aws"]}],
       "endpoint": {"url": "https://x.{Region}.{P#dnsSuffix}",
                    "properties": {"authSchemes": [{"name": "sigv4", "signingRegion": "{Region}", "disableDoubleEncoding": true}, 7], "t": "{{x}}"},
                    "headers": {"h": ["{Region}", "b"]}}}]},
    {"type": "error", "conditions": [], "error": "`P` is out of reach in {Region}"}])");
  ASSERT_TRUE(rules.has_value());
  const auto found = rules->resolve({{"Region", "us-east-1"}, {"Unknown", 1}}, partitions());
  ASSERT_TRUE(found.has_value()) << found.error().detail;
  EXPECT_EQ(found->url, "https://x.us-east-1.amazonaws.com");
  EXPECT_EQ(found->properties.at("t"), json::value("{x}"));
  EXPECT_EQ(found->headers.at("h"), (std::vector<std::string>{"us-east-1", "b"}));
  ASSERT_EQ(found->auth_schemes().size(), 1U);
  EXPECT_EQ(found->auth_schemes()[0].signing_region, "us-east-1");
  EXPECT_TRUE(found->auth_schemes()[0].disable_double_encoding);
  const auto refused = rules->resolve({{"Region", "cn-north-1"}}, partitions());
  EXPECT_EQ(refused.error().code, "aws.endpoint_refused");
  EXPECT_EQ(refused.error().detail, "`P` is out of reach in cn-north-1");
}

TEST(EndpointRules, ChecksParameters) {
  const auto rules = rules_of(
      R"([{"type": "endpoint", "conditions": [], "endpoint": {"url": "https://{A}"}}])",
      R"({"A": {"type": "String", "default": "x"}, "B": {"type": "boolean", "required": true}})");
  EXPECT_EQ(rules->resolve({{"B", true}}, partitions())->url, "https://x");
  EXPECT_EQ(rules->resolve({{"A", nullptr}, {"B", true}}, partitions())->url, "https://x");
  EXPECT_NE(rules->resolve({}, partitions()).error().detail.find("B is missing"),
            std::string::npos);
  EXPECT_NE(rules->resolve({{"B", "true"}}, partitions()).error().detail.find("B is not a boolean"),
            std::string::npos);
}

TEST(EndpointRules, RefusesWhatItCannotEvaluate) {
  std::string deep = "1";
  for (int i = 0; i < 100; ++i) deep = "[" + deep + "]";
  for (const std::string& text :
       {std::string("1"), deep,
        std::string(R"([{"type": "tree", "conditions": [{"fn": "exec", "argv": []}]}])")}) {
    EXPECT_EQ(rules_of(text).error().code, "aws.endpoint_rules") << text;
  }
  for (const char* text :
       {"[]", "[1]", R"([{"type": "tree"}])", R"([{"type": "poem"}])", R"([{"type": "endpoint"}])",
        R"([{"type": "endpoint", "endpoint": {}}])",
        R"([{"type": "endpoint", "endpoint": {"url": 1}}])",
        R"([{"type": "endpoint", "endpoint": {"url": "{Nothing}"}}])",
        R"([{"type": "endpoint", "endpoint": {"url": "{Region"}}])",
        R"([{"type": "endpoint", "endpoint": {"url": "a}b"}}])",
        R"([{"type": "tree", "conditions": [1], "rules": []}])",
        R"([{"type": "tree", "conditions": [{"fn": "isSet"}], "rules": []}])",
        R"([{"type": "endpoint", "endpoint": {"url": "u", "headers": {"h": 1}}}])"}) {
    const auto rules = rules_of(text);
    ASSERT_TRUE(rules.has_value()) << text;
    EXPECT_EQ(rules->resolve({{"Region", "us-east-1"}}, partitions()).error().code,
              "aws.endpoint_rules")
        << text;
  }
}

TEST(EndpointParameters, PrefersWhatIsNearestToTheOperation) {
  const auto rules = rules_of("[]", R"({
    "Region": {"type": "string", "builtIn": "AWS::Region"}, "Endpoint": {"type": "string", "builtIn": "SDK::Endpoint"},
    "UseFIPS": {"type": "boolean", "builtIn": "AWS::UseFIPS"}, "Bucket": {"type": "string"}, "Fixed": {"type": "boolean"},
    "Names": {"type": "stringArray"}, "ForcePathStyle": {"type": "boolean", "builtIn": "AWS::S3::ForcePathStyle"}})");
  const auto model = ServiceModel::from_json("s", json::parse(R"({
    "metadata": {"protocol": "rest-xml", "serviceId": "S", "endpointPrefix": "s"},
    "operations": {"Do": {"name": "Do", "http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"},
      "staticContextParams": {"Fixed": {"value": true}, "NotOfTheRules": {"value": 1}},
      "operationContextParams": {"Names": {"path": "Items[*].[A, B][]"}}}},
    "shapes": {"In": {"type": "structure", "members": {"Bucket": {"shape": "Str", "contextParam": {"name": "Bucket"}}}},
               "Str": {"type": "string"}}})")
                                                      .as_object());
  ASSERT_TRUE(model.has_value()) << model.error().detail;
  const Operation& operation = *(*model)->find_operation("Do");
  EndpointSettings settings;
  settings.region = "eu-west-1";
  settings.use_fips = true;
  auto built_ins = endpoint_built_ins(settings);
  const json::object input{{"Bucket", "b"},
                           {"Items", json::parse(R"([{"A": "x"}, {"B": "y", "A": 3}])")}};
  EXPECT_EQ(
      json::value(*endpoint_parameters(*rules, operation, input, built_ins)),
      json::parse(
          R"({"Fixed": true, "Bucket": "b", "Names": ["x", "y"], "Region": "eu-west-1", "UseFIPS": true,
                            "ForcePathStyle": false})"));
  built_ins["ForcePathStyle"] = true;
  EXPECT_EQ(endpoint_parameters(*rules, operation, {}, built_ins)->at("ForcePathStyle"),
            json::value(true))
      << "a client setting under its own name";
  settings.endpoint_url = "http://127.0.0.1:5000";
  EXPECT_EQ(json::value(*endpoint_parameters(*rules, operation, {}, endpoint_built_ins(settings))),
            json::parse(
                R"({"Fixed": true, "Region": "eu-west-1", "UseFIPS": false, "ForcePathStyle": true,
                            "Endpoint": "http://127.0.0.1:5000"})"));
}

}  // namespace
}  // namespace sextant::aws
