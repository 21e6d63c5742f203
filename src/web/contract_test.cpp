#include "web/contract.h"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace sextant::web {
namespace {

namespace json = boost::json;

constexpr std::string_view kHead = R"(
openapi: 3.1.0
servers: [{url: /api/v1}]
)";

std::string with_operation(const std::string& more) {
  return std::string(kHead) + R"(
paths:
  /things/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string, pattern: "^[0-9a-f]{4}$"}}]
    post:
      operationId: change
      x-scope: operate
)" + more +
         "      responses: {\"204\": {description: Done}}\n";
}

// What the parameters of `target` are read as by the program's contract; or its problem's detail.
std::string read(std::string_view method, std::string_view target_text) {
  const auto target = parse_target(target_text);
  if (!target) return target.error().error.code;
  const auto operation = Contract::of_program().find(method, *target);
  if (!operation) return operation.error().error.code;
  const auto parameters = Contract::read_parameters(**operation, *target);
  if (!parameters) return parameters.error().error.detail;
  return (*operation)->id + json::serialize(*parameters);
}

std::string read_body(std::string_view method, std::string_view path, std::string_view body,
                      std::string_view type = "application/json") {
  const auto operation = Contract::of_program().find(method, *parse_target(path));
  if (!operation) return operation.error().error.code;
  const auto read = Contract::read_body(**operation, type, body);
  return read                                       ? json::serialize(*read)
         : read.error().error.code == "web.invalid" ? read.error().error.detail
                                                    : read.error().error.code;
}

TEST(Contract, IsReadWhole) {
  const Contract& contract = Contract::of_program();
  EXPECT_GE(contract.operations().size(), 30U);
  const json::value document = json::parse(contract.json_text());
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  EXPECT_TRUE(document.at("components").at("schemas").as_object().contains("Problem"));
}

TEST(Contract, FindsOperations) {
  EXPECT_EQ(read("GET", "/api/v1/status"), "getStatus{}");
  EXPECT_EQ(read("GET", "/api/v1/connections/prod%2Feu%20%C3%A4"),
            R"(getConnection{"name":"prod/eu ä"})");
  EXPECT_EQ(read("GET", "/api/v1/costs/values?key=service"), R"(listCostValues{"key":"service"})");
  EXPECT_EQ(read("PUT", "/api/v1/status"), "web.method");
  EXPECT_EQ(read("GET", "/api/v1/nothing"), "web.not_found");
  EXPECT_EQ(read("GET", "/api/v1/status/"), "web.not_found");
  EXPECT_EQ(read("GET", "/api/v1/connections/"), "web.not_found");
  EXPECT_EQ(read("GET", "/api/v1//status"), "web.not_found");
}

TEST(Contract, ReadsParametersByTheirTypes) {
  EXPECT_EQ(read("GET", "/api/v1/costs?by=service&by=month&limit=5&where=region%3Dus+east"),
            R"(getCosts{"by":["service","month"],"limit":5,"where":["region=us east"],)"
            R"("metric":"unblended","format":"json"})");
  EXPECT_EQ(read("DELETE", "/api/v1/connections/a?keep_data=true"),
            R"(removeConnection{"name":"a","keep_data":true})");
  EXPECT_EQ(read("DELETE", "/api/v1/connections/a"),
            R"(removeConnection{"name":"a","keep_data":false})");
}

TEST(Contract, SaysWhatIsWrongWithParameters) {
  EXPECT_EQ(
      read("GET", "/api/v1/costs?by=colour"),
      R"(by[0] must be one of "service", "account", "region", "charge_type", "day", "month")");
  EXPECT_EQ(read("GET", "/api/v1/costs?limit=x"), "limit must be of type integer");
  EXPECT_EQ(read("GET", "/api/v1/costs?limit=-1"), "limit must be 0 at least");
  EXPECT_EQ(read("GET", "/api/v1/costs?limit=10001"), "limit must be 10000 at most");
  EXPECT_EQ(read("GET", "/api/v1/costs?limit=99999999999999999999"),
            "limit must be of type integer");
  EXPECT_EQ(read("GET", "/api/v1/costs?metric=a&metric=b"), "metric is given twice");
  EXPECT_EQ(read("GET", "/api/v1/costs?colour=red"), "colour is not known here");
  EXPECT_EQ(read("GET", "/api/v1/costs/values"), "key is missing");
  EXPECT_EQ(read("GET", "/api/v1/costs?from=2026-1"),
            R"(from must match ^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$)");
  EXPECT_EQ(read("GET", "/api/v1/tasks/0123456789ABCDEF"), "id must match ^[0-9a-f]{16}$");
  EXPECT_EQ(read("GET", "/api/v1/connections/a?name=b"), "name is not known here");
  EXPECT_EQ(read("GET", "/api/v1/connections/" + std::string(129, 'x')),
            "name must have 128 characters at most");
}

TEST(Contract, ReadsBodies) {
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"ci","scope":"read"})"),
            R"({"name":"ci","scope":"read","days":90})");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"ci","scope":"admin"})"),
            R"(scope must be one of "read", "operate")");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"ci","scope":"read","days":1.5})"),
            "days must be of type integer");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"ci","scope":"read","days":0})"),
            "days must be 1 at least");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"","scope":"read"})"),
            "name must have 1 characters at least");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"scope":"read"})"), "name is missing");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"a","scope":"read","x":1})"),
            "x is not known here");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", R"({"name":"a\u0000b","scope":"read"})"),
            "name must not hold a zero character");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", "{}", "text/plain"), "web.media_type");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", "{}", ""), "web.media_type");
  EXPECT_EQ(read_body("POST", "/api/v1/tokens", "[]"), "must be a JSON object");
  EXPECT_TRUE(read_body("POST", "/api/v1/tokens", "{").starts_with("is not JSON"));
  EXPECT_EQ(read_body("PATCH", "/api/v1/connections/a", "{}"), "must have 1 members at least");
  EXPECT_EQ(
      read_body("POST", "/api/v1/sso/profiles", R"({"picks":[{"account_id":"1","role":"r"}]})"),
      "picks[0].account_id must match ^[0-9]{12}$");
  EXPECT_EQ(read_body("POST", "/api/v1/tasks/0123456789abcdef/stop", ""), "{}");
  EXPECT_EQ(read_body("POST", "/api/v1/tasks/0123456789abcdef/stop", " {} ", ""), "{}");
  EXPECT_EQ(read_body("POST", "/api/v1/tasks/0123456789abcdef/stop", R"({"a":1})"),
            "must be empty");
  EXPECT_EQ(
      read_body("POST", "/api/v1/sync", R"({"max_cost_usd":")" + std::string(2000, '9') + "\"}"),
      R"(max_cost_usd must match ^-?[0-9]+(\.[0-9]+)?$)")
      << "however long: matching must not run out of memory";
}

TEST(Contract, RefusesTargetsThatLieAboutPaths) {
  for (const char* target :
       {"/api/../etc", "/%2e%2e/x", "/a/./b", "/%zz", "/%", "/%4", "/%ff", "/%00", "/a?x=%f", "x"})
    EXPECT_EQ(parse_target(target).error().error.code, "web.invalid") << target;
  EXPECT_EQ(parse_target("/a%2Fb/c?x=1&&y=%26&z")->segments,
            (std::vector<std::string>{"a/b", "c"}));
  EXPECT_EQ(parse_target("/?x=1&&y=%26&z")->query,
            (std::vector<std::pair<std::string, std::string>>{{"x", "1"}, {"y", "&"}, {"z", ""}}));
  EXPECT_FALSE(parse_target("/?" + [] {
    std::string many;
    for (int i = 0; i <= 500; ++i) many += "a&";
    return many;
  }()));
}

TEST(Contract, RefusesADocumentThatPromisesMoreThanIsChecked) {
  EXPECT_NO_THROW(Contract(with_operation("")));
  const auto body = [](const std::string& schema) {
    return with_operation("      requestBody: {content: {application/json: {schema: " + schema +
                          "}}}\n");
  };
  EXPECT_NO_THROW(Contract(body("{type: object}")));
  EXPECT_THROW(Contract(body("{type: object, uniqueItems: true}")), std::logic_error);
  EXPECT_THROW(Contract(body("{type: object, required: [a]}")), std::logic_error);
  EXPECT_THROW(Contract(body("{$ref: '#/paths', description: x}")), std::logic_error);
  EXPECT_THROW(Contract(with_operation("      parameters: [{name: x, in: header, schema: {}}]\n")),
               std::logic_error);
  EXPECT_THROW(Contract("openapi: 3.1.0\nservers: [{url: /other}]\npaths: {}\n"), std::logic_error);
}

TEST(Contract, HoldsHandlersAndOperationsTogether) {
  const Contract contract(with_operation(""));
  HandlerTable handlers;
  EXPECT_EQ(mismatches(contract, handlers),
            std::vector<std::string>{"no handler of the operation change"});
  const Handler nothing = [](const ApiRequest&) { return Reply::no_content(); };
  handlers.add("change", nothing);
  EXPECT_TRUE(mismatches(contract, handlers).empty());
  handlers.add("other", nothing);
  EXPECT_EQ(mismatches(contract, handlers),
            std::vector<std::string>{"a handler of an unknown operation: other"});
  EXPECT_THROW(handlers.add("other", nothing), std::logic_error);
}

}  // namespace
}  // namespace sextant::web
